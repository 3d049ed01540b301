import type { Role } from '../../schemas/manifest.ts';
import { collectiveContract } from '../../schemas/routes/collective.ts';
import { acknowledgementOf, signAcknowledgement } from '../../src/client/agreements/acknowledge.ts';
import { importAgreement, signAgreement } from '../../src/client/agreements/agreements.ts';
import { signWithdrawal, withdrawalOf } from '../../src/client/agreements/withdraw.ts';
import { attestAlert, reviewAlert } from '../../src/client/alerts/attest.ts';
import { alertFrom, composeAlert, signAlert } from '../../src/client/alerts/compose.ts';
import { keepYes, readConsent, sayYes } from '../../src/client/alerts/consent.ts';
import type { Meant } from '../../src/client/alerts/draft-file.ts';
import { whereDelivery } from '../../src/client/alerts/where.ts';
import { lookUp, withdrawAll } from '../../src/client/alerts/withdraw.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { releaseOf, signRelease } from '../../src/client/desk-release/release.ts';
import { invitePerson } from '../../src/client/keyring/rotation.ts';
import { checkPeer, peerNamed, standWith } from '../../src/client/peers/peers.ts';
import type { DemoNodes } from '../../src/commands/demo-nodes.ts';
import {
  adopt,
  attested,
  atWork,
  compareWords,
  consented,
  type Party,
  stand,
} from '../../src/commands/scripted-steps.ts';
import { deskHere } from '../../src/desk/files.ts';
import { printOf } from '../../src/protocol/desk-release.ts';
import { drafting, newDevice } from '../members/people.ts';
import { alertWords } from '../support/alert-words.ts';
import { movedIn } from '../support/moved-in.ts';
import { agreementText, sharedAlert, trustForAlerts } from '../support/trust.ts';
import { eventually } from '../support/world.ts';
import type { Told } from './story.ts';

/** A desk where everything waits that can: whose words open it, and those of somebody who was harmed. */
export type DeskTold = {
  ceiba: Party;
  rosa: string;
  herWords: string;
  /** Hands one more alert in, and gives the words of whom it is about. */
  share(): Promise<string>;
  /** The addresses of partners whose words were compared and were not. */
  compared: string;
  notCompared: string;
};

const both = { accepts: ['alerts'], sends: ['alerts'] } as { accepts: 'alerts'[]; sends: 'alerts'[] };

/** Goes on where `tellStory` ends: two partners take alerts, one sends them, and of each kind something waits. */
export async function tellDeskStory(nodes: Pick<DemoNodes, 'found'>, told: Told): Promise<DeskTold> {
  const { ceiba, maguey, hawthorn } = told;
  const espora = await nodes.found('Espora', 'es', 'Comedor y taller de costura.');
  await compareWords(maguey, ceiba, 'es');
  await stand(ceiba, maguey, both);
  await stand(maguey, ceiba, both);
  const second = await trustForAlerts(ceiba, espora);
  await sendFromPartner(maguey, ceiba);
  const { peer } = await peerNamed((await atWork(ceiba, 0)).api, maguey.origin);
  await prepareAlerts(ceiba, [peer, second]);
  const { words } = await sharedAlert(ceiba, peer);
  await waitForSignatures(told, peer);
  await newDevice(ceiba, ceiba.keyrings[1]!, { member: null, roles: ['accompanier'] });
  return {
    ceiba,
    rosa: await movedIn(ceiba, 0),
    herWords: words,
    share: async () => (await sharedAlert(ceiba, peer)).words,
    compared: new URL(maguey.origin).host,
    notCompared: new URL(hawthorn.origin).host,
  };
}

/** Four alerts come: two to be left to others, one to be opened, one that was taken back. */
async function sendFromPartner(maguey: Party, ceiba: Party): Promise<void> {
  const { api } = await atWork(maguey, 0);
  const us = await peerNamed(api, ceiba.origin);
  const sent = [];
  for (let count = 0; count < 4; count++) sent.push(await sharedAlert(maguey, us.peer));
  for (const { delivery } of sent)
    await eventually(
      () => whereDelivery(api, delivery),
      ({ steps }) => steps.some(({ acknowledged }) => acknowledged === 'stored'),
      60_000,
    );
  const there = connect(maguey.origin);
  await withdrawAll(there, await lookUp(there, sent[3]?.words ?? '', new Date()), new Date());
}

/** Drafts at every stage, besides what is typed on the screen. */
async function prepareAlerts(ceiba: Party, partners: readonly [string, string]): Promise<void> {
  const [peer] = partners;
  const marisol = await atWork(ceiba, 1);
  await composeAlert(marisol.desk, alertWords());
  await attested(ceiba, alertWords());
  const draft = await attested(ceiba, alertWords());
  const meant: Meant = { to: [...partners], days: 90, handling: 'accompaniers', mayAskAgain: true };
  const terms = { days: 90, handling: 'accompaniers', mayAskAgain: true, delegate: null } as const;
  const reading = await readConsent(marisol.desk, draft, peer, terms);
  await keepYes(marisol.desk, sayYes(marisol.desk, reading, terms, null, 'es'));
  const { desk } = await atWork(ceiba, 0);
  const { alert } = await alertFrom(desk, alertWords());
  const { file } = await signAlert(desk, alert, meant);
  await attestAlert(marisol.desk, await reviewAlert(marisol.desk, file.draft));
  await consented(ceiba, file.draft, peer);
}

/** Of each kind one thing that waits for a signature, begun by somebody else. */
async function waitForSignatures({ ceiba, own, partners }: Told, peer: string): Promise<void> {
  const taken = await adopt(ceiba, 'maguey-v1.es.md', agreementText('maguey-v1.es.md'));
  const marisol = await atWork(ceiba, 1);
  const signing = { ...marisol, chain: marisol.root.chain };
  const bring = async (name: string, series: string | null, change: (words: string) => string) => {
    const markdown = change(agreementText(name));
    const brought = await importAgreement(signing, { file: name, markdown, series, language: 'en' });
    if (!('draft' in brought)) throw new Error(brought.problems.map(({ sentence }) => sentence).join('\n'));
    return brought.draft;
  };
  await bring('ceiba-v1.es.md', own.series ?? '', (words) => words);
  const ready = await bring('ceiba-v1.es.md', null, (words) => words.replace('Ceiba', 'la casa chica'));
  await signAgreement({ ...signing, ...(await atWork(ceiba, 0)) }, await signAgreement(signing, ready));
  await signWithdrawal(signing, await withdrawalOf(signing, taken.series));
  await signAcknowledgement(signing, await acknowledgementOf(signing, partners.agreement ?? '', []));
  await signRelease(signing, (await releaseOf(signing, printOf((await deskHere()).files), new Date()))!);
  const reviewBy = `${new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;
  await standWith(marisol, await checkPeer(marisol, peer), { accepts: [], sends: ['alerts'], attest: 2, reviewBy });
  const [, , tono] = ceiba.keyrings;
  await drafting(ceiba, ceiba.keyrings[1]!, { roles: { [tono?.member ?? '']: ['steward', 'process-accompanier'] } });
}

/** Somebody else changes whom people can turn to: the desk says so until it was looked at. */
export async function changeContacts({ ceiba }: Pick<DeskTold, 'ceiba'>, phone: string): Promise<void> {
  const { api } = await atWork(ceiba, 1);
  const { contacts: before } = await call(api, collectiveContract.contacts);
  const said = (es: string, en: string) => ({ es, en });
  const contact = {
    id: 'A'.repeat(22),
    purpose: said('Hablar, a tu ritmo', 'To talk, at your pace'),
    role: said('Acompañamiento', 'Accompaniment'),
    place: said('En la casa, entrada por el patio', 'At the house, way in by the yard'),
    hours: said('Martes y jueves por la tarde', 'Tuesday and Thursday afternoons'),
    address: null,
    phone,
    email: null,
    languages: ['es', 'en'],
    ifAboutThem: said('Llama a Maguey', 'Call Maguey'),
  };
  await call(api, collectiveContract.keepContacts, { body: { contacts: [contact], before } });
}

/** The code of an invitation with these roles, as a steward gives it. */
export async function invitationAt({ ceiba }: Pick<DeskTold, 'ceiba'>, roles: readonly Role[]): Promise<string> {
  return (await invitePerson((await atWork(ceiba, 1)).api, { member: null, roles: [...roles] })).code;
}
