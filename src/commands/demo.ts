import type { I18n } from '@lingui/core';
import { Refusal } from '../../schemas/codes.ts';
import { listAgreements } from '../client/agreements/agreements.ts';
import { addDraft, eraseForPerson, loadDraft } from '../client/alerts/drafts.ts';
import { listNotices, openNotice } from '../client/alerts/open-notice.ts';
import { sendSealed } from '../client/alerts/seal.ts';
import { whereDelivery, whereDraft } from '../client/alerts/where.ts';
import { lookUp, withdrawAll } from '../client/alerts/withdraw.ts';
import { connect } from '../client/api/api.ts';
import { calledText } from '../client/say/called.ts';
import { minuteOf } from '../client/say/day.ts';
import { refusalSentence } from '../platform/refusal.ts';
import { demoNodes } from './demo-nodes.ts';
import { agreementFile, alertOf } from './demo-words.ts';
import {
  adopt,
  attested,
  atWork,
  compareWords,
  consented,
  hurried,
  meet,
  type Party,
  sealed,
  stand,
} from './scripted-steps.ts';

type Terminal = { env: NodeJS.ProcessEnv; i18n: I18n; print: (line: string) => void };

const stepMs = 30_000;

/**
 * `convive demo`: three invented collectives on this machine and the whole story between them, in plain sentences.
 * Leaves them serving until Ctrl-C; with `--exit` ends after the story.
 * @returns 1 when a step failed.
 */
export async function demo(terminal: Terminal, argv: readonly string[]): Promise<number> {
  const { env, i18n, print } = terminal;
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  await using nodes = await demoNodes(env);
  print(i18n._('demo.invented', {}, { message: 'Everything you see is invented. Nothing leaves this machine.' }));
  print(i18n._('demo.starting', {}, { message: 'Starting three nodes and founding Ceiba, Maguey and Hawthorn…' }));
  try {
    const ceiba = await nodes.found('Ceiba', 'es', 'Casa con biblioteca, comedor y huerta.');
    const maguey = await nodes.found('Maguey', 'es', 'Radio comunitaria e imprenta.');
    const hawthorn = await nodes.found('Hawthorn', 'en', 'A housing co-operative with a bicycle workshop.');
    await tell(terminal, { ceiba, maguey, hawthorn });
    for (const { name, origin } of [ceiba, maguey, hawthorn]) print(`  ${name}  ${origin}`);
  } catch (error) {
    const because =
      error instanceof Refusal ? refusalSentence(i18n, error) : error instanceof Error ? error.message : '';
    print(i18n._('demo.failed', { because }, { message: 'This step failed: {because}' }));
    return 1;
  }
  if (argv.includes('--exit')) return 0;
  print(i18n._('demo.serving', {}, { message: 'They go on serving. Ctrl-C ends them and removes their data.' }));
  await stopped;
  return 0;
}

type Cast = { ceiba: Party; maguey: Party; hawthorn: Party };

async function tell({ i18n, print }: Terminal, cast: Cast): Promise<void> {
  const { ceiba, maguey, hawthorn } = cast;
  const say = (line: string) => print(`• ${line}`);
  const told: Told = { i18n, say, ...cast };

  const [atMaguey, atHawthorn] = [await meet(ceiba, maguey), await meet(ceiba, hawthorn)];
  for (const party of [maguey, hawthorn]) await meet(party, ceiba);
  say(i18n._('demo.met', {}, { message: 'Maguey and Hawthorn follow Ceiba, and Ceiba follows them.' }));
  await adoptAgreements(told);
  await decideStanding(told);
  const { draft, words } = await askForConsent(told, atMaguey);
  await tryCarelessly(told, draft, [atMaguey, atHawthorn]);
  const { file, delivery } = await sendAlert(told, draft, atMaguey);
  await takeAlertBack(told, words, delivery);
  await refused(i18n, say, 'tombstone', async () => sendSealed((await atWork(ceiba, 0)).api, file));
}

type Told = Cast & { i18n: I18n; say: (line: string) => void };

async function adoptAgreements({ i18n, say, ceiba, maguey, hawthorn }: Told): Promise<void> {
  const agreement = await adopt(ceiba, 'ceiba-v1.es.md', await agreementFile('ceiba-v1.es.md'));
  for (const party of [maguey, hawthorn]) await shown(party, agreement.id);
  say(
    i18n._(
      'demo.adopted',
      { hash: agreement.id.slice(0, 12) },
      {
        message:
          'Ceiba adopted its agreement, two stewards signed it, and it is public. Both partners show it (hash ' +
          '{hash}…).',
      },
    ),
  );
  const lineage = (text: string) => text.replace(/A{43}/, agreement.id).replace(/E{43}/, agreement.agreement.issuer);
  await adopt(maguey, 'maguey-v1.es.md', lineage(await agreementFile('maguey-v1.es.md')));
  await adopt(hawthorn, 'hawthorn-v1.en.md', await agreementFile('hawthorn-v1.en.md'));
  say(
    i18n._(
      'demo.adapted',
      {},
      { message: "Maguey adopted its own, adapted from Ceiba's with credit. Hawthorn adopted another." },
    ),
  );
}

async function decideStanding({ i18n, say, ceiba, maguey, hawthorn }: Told): Promise<void> {
  for (const other of [maguey, hawthorn]) {
    const words = await compareWords(ceiba, other, 'es');
    await compareWords(other, ceiba, 'en');
    const facts = { name: other.name, words: words.split(' ').slice(0, 3).join(' ') };
    say(
      i18n._('demo.compared', facts, {
        message: 'Two people of Ceiba and two of {name} compared twelve words: {words}…',
      }),
    );
    await stand(ceiba, other, { accepts: ['alerts'], sends: ['alerts'] });
    await stand(other, ceiba, { accepts: ['alerts'], sends: ['alerts'] });
  }
  say(i18n._('demo.stand', {}, { message: 'Each side decided that it sends alerts to the other and takes them.' }));
}

async function askForConsent({ i18n, say, ceiba }: Told, atMaguey: string) {
  const draft = await attested(ceiba, alertOf(i18n, '.'));
  say(
    i18n._(
      'demo.attested',
      {},
      { message: "Two of Ceiba's accompaniers attested an alert that cites a clause of the agreement." },
    ),
  );
  const words = await consented(ceiba, draft, atMaguey);
  say(
    i18n._(
      'demo.consented',
      {},
      {
        message:
          'The person affected read the exact text and said yes: for Maguey only, for 90 days. The twelve words are ' +
          'on paper; no node knows them.',
      },
    ),
  );
  return { draft, words };
}

async function tryCarelessly(told: Told, draft: string, [atMaguey, atHawthorn]: [string, string]): Promise<void> {
  const { i18n, say, ceiba } = told;
  await refused(i18n, say, 'consent-content', () => changedByOneCharacter(i18n, ceiba, draft, atMaguey));
  await refused(i18n, say, 'no-consent', () => sealed(ceiba, draft, atHawthorn));
  const queued = await whereDraft((await atWork(ceiba, 0)).api, draft);
  if (queued.length > 0) throw new Error('something was queued');
  say(
    i18n._(
      'demo.nothing-queued',
      {},
      { message: 'One character changed, and Hawthorn added without asking: both refused. Nothing was queued.' },
    ),
  );
}

async function sendAlert({ i18n, say, ceiba, maguey, hawthorn }: Told, draft: string, atMaguey: string) {
  const file = await sealed(ceiba, draft, atMaguey);
  const { delivery, goesOut } = await sendSealed((await atWork(ceiba, 0)).api, file);
  if (goesOut === null) throw new Error('it goes out at once');
  say(
    i18n._(
      'demo.waits',
      { at: minuteOf(goesOut) },
      {
        message:
          "Sealed on the accompanier's side, and handed in. " + 'It would go out on {at}, after a pause of a day.',
      },
    ),
  );
  await hurried(ceiba, draft, atMaguey);
  say(
    i18n._(
      'demo.hurried',
      {},
      { message: 'Two accompaniers signed that it cannot wait: the violence is extreme and may happen any moment.' },
    ),
  );
  await opened(i18n, say, maguey, delivery);
  await acknowledged(ceiba, delivery, 'opened');
  const there = await listNotices((await atWork(hawthorn, 0)).desk);
  if (there.length > 0) throw new Error('Hawthorn holds something');
  say(i18n._('demo.hawthorn', {}, { message: 'Hawthorn holds nothing of it.' }));
  return { file, delivery };
}

async function takeAlertBack({ i18n, say, ceiba, maguey }: Told, words: string, delivery: string): Promise<void> {
  const now = new Date();
  const mine = connect(ceiba.origin);
  await withdrawAll(mine, await lookUp(mine, words, now), now);
  await acknowledged(ceiba, delivery, 'deleted');
  const left = await listNotices((await atWork(maguey, 0)).desk);
  if (left.some(({ header }) => header.delivery === delivery)) throw new Error('Maguey still holds it');
  say(
    i18n._(
      'demo.withdrawn',
      {},
      {
        message:
          'The person took it back with those words, without an account or a reason. Ceiba and Maguey erased it; ' +
          'Maguey\'s receipt says "deleted". That is its word, not proof.',
      },
    ),
  );
}

/** Waits until a party's own node shows a partner's agreement as fetched and checked. */
async function shown(party: Party, id: string): Promise<void> {
  await until(`${party.name} shows it`, async () => {
    const { partners } = await listAgreements((await atWork(party, 0)).api);
    return partners.some((one) => one.id === id);
  });
}

async function acknowledged(party: Party, delivery: string, event: 'opened' | 'deleted'): Promise<void> {
  await until(`receipt ${event}`, async () => {
    const { steps } = await whereDelivery((await atWork(party, 0)).api, delivery);
    return steps.some((step) => step.acknowledged === event);
  });
}

async function opened(i18n: I18n, say: (line: string) => void, party: Party, delivery: string): Promise<void> {
  const { desk } = await atWork(party, 0);
  let peer: string | undefined;
  await until(`${party.name} received it`, async () => {
    peer = (await listNotices(desk)).find(({ header }) => header.delivery === delivery)?.peer;
    return peer !== undefined;
  });
  const notice = await openNotice(desk, peer ?? '', delivery);
  if (notice.kind !== 'alert') throw new Error('no alert');
  const { facts } = notice.opened;
  const shownFacts = {
    name: calledText(i18n, notice.called),
    until: facts.consent.notAfter.slice(0, 10),
    count: facts.care.accompaniers,
  };
  say(
    i18n._('demo.opened', shownFacts, {
      message:
        "Maguey's accompanier opened it and reads three facts. Signed by {name}, words compared. Confirmed by the " +
        'person affected, valid to {until}. {count} accompaniers agreed.',
    }),
  );
}

/**
 * A given consent under a text that differs in one character, and properly attested: what a careless hand could
 * produce.
 */
async function changedByOneCharacter(i18n: I18n, party: Party, draft: string, peer: string): Promise<unknown> {
  const other = await attested(party, alertOf(i18n, '!'));
  const { desk } = await atWork(party, 0);
  const { file } = await loadDraft(desk, draft);
  const changed = await loadDraft(desk, other);
  await eraseForPerson(desk, other);
  await addDraft(desk, { ...changed.file, consents: file.consents });
  try {
    return await sealed(party, other, peer);
  } finally {
    await eraseForPerson(desk, other);
  }
}

async function refused(
  i18n: I18n,
  say: (line: string) => void,
  code: string,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== code) throw error;
    say(i18n._('demo.refused', { because: refusalSentence(i18n, error) }, { message: 'Refused: {because}' }));
    return;
  }
  throw new Error(`${code} was not refused`);
}

async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + stepMs;
  while (!(await look())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${stepMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
