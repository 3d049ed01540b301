import { afterAll, beforeAll, expect, test } from 'vitest';
import { attestAlert, reviewAlert } from '../../src/client/alerts/attest.ts';
import { type AlertWords, composeAlert } from '../../src/client/alerts/compose.ts';
import {
  keepYes,
  readConsent,
  readForWitness,
  sayYes,
  type Terms,
  witnessConsent,
} from '../../src/client/alerts/consent.ts';
import { changeDraft, eraseForPerson, listDrafts, loadDraft } from '../../src/client/alerts/drafts.ts';
import { listNotices, openNotice } from '../../src/client/alerts/open-notice.ts';
import { sealForPeer, sendSealed } from '../../src/client/alerts/seal.ts';
import { whereDelivery, whereDraft } from '../../src/client/alerts/where.ts';
import { lookUp, withdrawAll } from '../../src/client/alerts/withdraw.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, readUnverified } from '../../src/protocol/envelope.ts';
import { type House, know, openHouse, recorded, settleMail } from '../notices/houses.ts';
import { collective, signedBy } from '../protocol/cast.ts';
import { apiOf, deskOf, type Office, openOffice } from './office.ts';

let ceiba: Office;
let maguey: Office;
let hawthorn: Office;

beforeAll(async () => {
  const opened = ['ceiba', 'maguey', 'hawthorn'].map(async (name) =>
    openOffice(await openHouse(await collective(name))),
  );
  [ceiba, maguey, hawthorn] = (await Promise.all(opened)) as [Office, Office, Office];
  for (const peer of [maguey, hawthorn]) {
    await know(ceiba.house, peer.house.own);
    await know(peer.house, ceiba.house.own);
  }
});
afterAll(async () => {
  for (const { house } of [ceiba, maguey, hawthorn]) await house[Symbol.asyncDispose]();
});

const houses = (): House[] => [ceiba, maguey, hawthorn].map(({ house }) => house);

/** A word that stands nowhere else: wherever it turns up, text has leaked. */
const canary = 'tlacuache';

const text: AlertWords = {
  purpose: 'preventive',
  identifiers: [{ kind: 'handle', value: `@${canary}@social.test` }],
  violence: ['digital'],
  axes: ['gender'],
  severity: 'serious',
  immediacy: 'recent',
  period: '2026-Q3',
  region: `Valle ${canary}`,
  conduct: `Mandó mensajes sin parar, ${canary}.`,
  asks: ['inform_host_team'],
  basis: 'account_of_person_affected',
  languages: ['es'],
  clauses: ['digital'],
};
const terms: Terms = { days: 90, handling: 'accompaniers', mayAskAgain: true, delegate: null };
const maguey_ = () => maguey.house.own.id;
const hawthorn_ = () => hawthorn.house.own.id;

/** Composed by Rosa, attested by Marisol. */
async function attested(): Promise<string> {
  const { file } = await composeAlert(deskOf(ceiba, 'rosa'), text);
  const marisol = deskOf(ceiba, 'marisol');
  expect(await attestAlert(marisol, await reviewAlert(marisol, file.draft))).toMatchObject({ needed: 2 });
  return file.draft;
}

/** Granted at Rosa's device, witnessed at Toño's; gives the twelve words. */
async function consented(draft: string, peer: string, words?: string): Promise<string> {
  const rosa = deskOf(ceiba, 'rosa');
  const yes = sayYes(rosa, await readConsent(rosa, draft, peer, terms), terms, words ?? null);
  await keepYes(rosa, yes);
  const tono = deskOf(ceiba, 'tono');
  await witnessConsent(tono, await readForWitness(tono, draft, peer));
  return yes.words;
}

async function sent(draft: string, peer: string): Promise<string> {
  const rosa = deskOf(ceiba, 'rosa');
  const { sealed } = await sealForPeer(rosa, draft, peer);
  return (await sendSealed(rosa.api, sealed)).delivery;
}

/** Everything that a node ever kept, logged, received or answered. */
async function everything({ house, seen }: Office): Promise<string> {
  const tables = await house.runtime.db.introspection.getTables();
  const dump: unknown[] = [];
  for (const { name } of tables)
    dump.push(
      await house.runtime.db
        .selectFrom(name as 'drafts')
        .selectAll()
        .execute(),
    );
  return JSON.stringify([dump, house.logged, seen, house.posted]);
}

test('from the draft to the opened text and back: three facts, both copies gone, and no word of it on any node', async () => {
  const draft = await attested();
  const words = await consented(draft, maguey_());
  const delivery = await sent(draft, maguey_());
  await settleMail(houses());
  const marisol = deskOf(maguey, 'marisol');
  const [listed] = await listNotices(marisol);
  expect(listed).toMatchObject({ state: 'quarantined', peer: ceiba.house.own.id });
  const shown = await openNotice(marisol, ceiba.house.own.id, delivery);
  if (shown.kind !== 'alert') throw new Error('an alert was sent');
  expect(shown.opened.alert.conduct).toContain(canary);
  expect(shown.opened.alert.clauses).toMatchObject([{ clause: ceiba.clause }]);
  expect(shown.opened.facts).toMatchObject({
    signed: { method: 'words' },
    consent: { by: 'person' },
    care: { accompaniers: 2 },
  });
  await settleMail(houses());
  const where = await whereDraft(deskOf(ceiba, 'rosa').api, draft);
  expect(where).toMatchObject([
    { name: 'maguey', state: 'granted', steps: [{ kind: 'alert', acknowledged: 'opened' }] },
  ]);
  expect(await hawthorn.house.runtime.db.selectFrom('incoming').selectAll().execute()).toEqual([]);

  const nobody = apiOf(ceiba);
  const code = await lookUp(nobody, words, ceiba.house.clock.time);
  expect(code.deliveries).toMatchObject([{ delivery, state: 'granted', called: { name: 'maguey', says: null } }]);
  const gone = await withdrawAll(nobody, code, ceiba.house.clock.time);
  expect(gone).toMatchObject({ withdrawn: [{ delivery, peer: maguey_() }], left: [] });
  await settleMail(houses());
  await expect(openNotice(marisol, ceiba.house.own.id, delivery)).rejects.toMatchObject({ code: 'not-found' });
  await expect(loadDraft(deskOf(ceiba, 'rosa'), draft)).rejects.toMatchObject({ code: 'not-found' });
  expect((await whereDelivery(deskOf(ceiba, 'rosa').api, delivery)).steps.at(-1)).toMatchObject({
    acknowledged: 'deleted',
  });
  const again = await lookUp(nobody, words, ceiba.house.clock.time);
  expect(await withdrawAll(nobody, again, ceiba.house.clock.time)).toEqual(gone);

  for (const office of [ceiba, maguey, hawthorn]) {
    const all = await everything(office);
    expect(all).not.toContain(canary);
    for (const word of words.split(' ')) if (word.length > 5) expect(all).not.toContain(` ${word} `);
    expect(all).not.toContain(words);
  }
});

test('the sealed withdrawal that comes beside the token is opened and closed without a word', async () => {
  const rosa = deskOf(maguey, 'rosa');
  const withdrawal = (await listNotices(rosa)).find(({ header }) => header.kind === 'withdrawal');
  const shown = await openNotice(rosa, ceiba.house.own.id, withdrawal!.header.delivery);
  expect(shown).toMatchObject({ kind: 'withdrawal', still: false });
});

test('a withdrawal whose token never came hides the alert, and a second accompanier erases it', async () => {
  const draft = await attested();
  const words = await consented(draft, maguey_());
  const delivery = await sent(draft, maguey_());
  await settleMail(houses());
  const nobody = apiOf(ceiba);
  await withdrawAll(nobody, await lookUp(nobody, words, ceiba.house.clock.time), ceiba.house.clock.time);
  const db = ceiba.house.runtime.db;
  await db
    .updateTable('deliveries')
    .set({ state: 'cancelled' })
    .where('kind', '=', 'drop')
    .where('item', '=', delivery)
    .execute();
  await settleMail(houses());
  const from = ceiba.house.own.id;
  const [rosa, tono] = [deskOf(maguey, 'rosa'), deskOf(maguey, 'tono')];
  const sealed = (await listNotices(rosa)).find(
    ({ header, state }) => header.kind === 'withdrawal' && state !== 'verified',
  );
  expect(await openNotice(rosa, from, sealed!.header.delivery)).toMatchObject({ delivery, still: true });
  const row = async () => (await listNotices(rosa)).find(({ header }) => header.delivery === delivery);
  expect(await row()).toMatchObject({ state: 'failed', failedCode: 'no-consent' });
  await openNotice(tono, from, sealed!.header.delivery);
  expect(await row()).toBeUndefined();
});

test('one changed character, or one more peer, without a new yes is refused, nothing is queued and the record shows it', async () => {
  const draft = await attested();
  await consented(draft, maguey_());
  const rosa = deskOf(ceiba, 'rosa');
  const { people } = ceiba.house.own;
  const original = (await loadDraft(rosa, draft)).file;
  const { statement } = readUnverified('alert', original.alert);
  const changed = { ...statement, conduct: `${statement.conduct} ` };
  const alert = signedBy(draftEnvelope('alert', changed), people.rosa!, people.marisol!);
  await changeDraft(rosa, draft, (file) => ({ ...file, alert }));
  const before = await ceiba.house.runtime.db.selectFrom('deliveries').select('id').execute();
  await expect(sealForPeer(rosa, draft, maguey_())).rejects.toMatchObject({ code: 'consent-content' });
  await changeDraft(rosa, draft, (file) => ({ ...file, alert: original.alert }));
  await expect(sealForPeer(rosa, draft, hawthorn_())).rejects.toMatchObject({ code: 'no-consent' });
  await changeDraft(rosa, draft, (file) => ({
    ...file,
    consents: file.consents.map((one) => ({ ...one, header: { ...one.header, to: hawthorn_() } })),
  }));
  await expect(sealForPeer(rosa, draft, hawthorn_())).rejects.toMatchObject({ code: 'consent-audience' });
  expect(await ceiba.house.runtime.db.selectFrom('deliveries').select('id').execute()).toEqual(before);
  expect((await recorded(ceiba.house)).filter((line) => line.includes('refused')).slice(-3)).toEqual([
    expect.stringMatching(/alert\.refused\.consent-content$/),
    expect.stringMatching(/alert\.refused\.no-consent$/),
    expect.stringMatching(/alert\.refused\.consent-audience$/),
  ]);
});

test('a second peer takes her own words again, and one withdrawal takes both back', async () => {
  const draft = await attested();
  const words = await consented(draft, maguey_());
  const rosa = deskOf(ceiba, 'rosa');
  const reading = await readConsent(rosa, draft, hawthorn_(), terms);
  expect(reading.under).not.toBeNull();
  await expect(keepYes(rosa, sayYes(rosa, reading, terms, null))).rejects.toMatchObject({
    code: 'no-such-consent',
  });
  expect(await consented(draft, hawthorn_(), words)).toBe(words);
  const both = [await sent(draft, maguey_()), await sent(draft, hawthorn_())];
  await settleMail(houses());
  const code = await lookUp(apiOf(ceiba), words, ceiba.house.clock.time);
  expect(code.deliveries.map(({ delivery }) => delivery).sort()).toEqual([...both].sort());
  expect((await withdrawAll(apiOf(ceiba), code, ceiba.house.clock.time)).withdrawn).toHaveLength(2);
  await settleMail(houses());
  for (const { house } of [maguey, hawthorn]) {
    const held = house.runtime.db.selectFrom('incoming').select('delivery').where('delivery', 'in', both);
    expect(await held.execute()).toEqual([]);
  }
});

test('one accompanier alone, no witness from elsewhere, no standing: each has its code', async () => {
  const rosa = deskOf(ceiba, 'rosa');
  const { file } = await composeAlert(rosa, text);
  await expect(readConsent(rosa, file.draft, maguey_(), terms)).rejects.toMatchObject({ code: 'attest-threshold' });
  const draft = await attested();
  await keepYes(rosa, sayYes(rosa, await readConsent(rosa, draft, maguey_(), terms), terms, null));
  await expect(sealForPeer(rosa, draft, maguey_())).rejects.toMatchObject({ code: 'consent-witnesses' });
  await expect(witnessConsent(rosa, await readForWitness(rosa, draft, maguey_()))).rejects.toMatchObject({
    code: 'consent-witnesses',
  });
  const stranger = await collective('umbral');
  await expect(readConsent(rosa, draft, stranger.id, terms)).rejects.toMatchObject({ code: 'unverified-peer' });
  const agreementsOnly = await collective('nopal');
  await know(ceiba.house, agreementsOnly, ['agreements']);
  await expect(readConsent(rosa, draft, agreementsOnly.id, terms)).rejects.toMatchObject({ code: 'not-accepted' });
});

test('two people at one draft lose nothing: whoever comes second signs the newer one', async () => {
  const { file } = await composeAlert(deskOf(ceiba, 'rosa'), text);
  const reviews = await Promise.all(
    ['marisol', 'tono', 'itzel'].map((name) => reviewAlert(deskOf(ceiba, name), file.draft)),
  );
  await Promise.all(['marisol', 'tono', 'itzel'].map((name, at) => attestAlert(deskOf(ceiba, name), reviews[at]!)));
  expect((await reviewAlert(deskOf(ceiba, 'rosa'), file.draft)).attesters).toHaveLength(4);
});

test('a text that changed while somebody read it is not signed', async () => {
  const { file } = await composeAlert(deskOf(ceiba, 'rosa'), text);
  const marisol = deskOf(ceiba, 'marisol');
  const review = await reviewAlert(marisol, file.draft);
  const { statement } = readUnverified('alert', file.alert);
  const alert = signedBy(draftEnvelope('alert', { ...statement, region: 'Otro valle' }), ceiba.house.own.people.rosa!);
  await changeDraft(deskOf(ceiba, 'rosa'), file.draft, (one) => ({ ...one, alert }));
  await expect(attestAlert(marisol, review)).rejects.toMatchObject({ code: 'conflict' });
});

test('an alert cites a clause of ours, keeps its rules, and "no" leaves nothing', async () => {
  const rosa = deskOf(ceiba, 'rosa');
  const refuses = (changes: Partial<AlertWords>, where: string) =>
    expect(composeAlert(rosa, { ...text, ...changes })).rejects.toMatchObject({ where });
  await refuses({ clauses: ['sexual'] }, 'clauses.0');
  await refuses({ severity: 'micro' }, 'severity');
  await refuses({ identifiers: [{ kind: 'name', value: 'X' }] }, 'identifiers');
  await refuses({ conduct: 'a'.repeat(1001) }, 'conduct');
  await refuses({ expires: '2029-01-01T00:00:00Z' }, 'expires');
  const { file } = await composeAlert(rosa, text);
  expect(await eraseForPerson(rosa, file.draft)).toBe(true);
  expect((await listDrafts(rosa)).map(({ draft }) => draft)).not.toContain(file.draft);
});

test('sealing again after it was handed in is a later edition', async () => {
  const draft = await attested();
  await consented(draft, maguey_());
  const delivery = await sent(draft, maguey_());
  await settleMail(houses());
  const rosa = deskOf(ceiba, 'rosa');
  const { sealed } = await sealForPeer(rosa, draft, maguey_());
  expect(sealed.header).toMatchObject({ delivery, edition: 2 });
});

test('a keyring that has seen more than the node serves refuses to seal and to open', async () => {
  const draft = await attested();
  await consented(draft, maguey_());
  const peers = { [maguey_()]: { version: 5, id: maguey_() } };
  const ahead = deskOf(ceiba, 'rosa', { peers });
  await expect(sealForPeer(ahead, draft, maguey_())).rejects.toMatchObject({ code: 'manifest-rollback' });
  expect(timeOf(ahead.now)).toBe(timeOf(ceiba.house.clock.time));
});
