import type { Role } from '../../../schemas/manifest.ts';
import type { Whereabouts } from '../../../schemas/notice-answers.ts';
import { daysAfter } from '../../protocol/calendar.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { listDrafts as agreementDrafts } from '../agreements/agreements.ts';
import { listDrafts } from '../alerts/drafts.ts';
import { listNotices } from '../alerts/open-notice.ts';
import { proposedRecusals } from '../alerts/reseal-incoming.ts';
import { whereDraft } from '../alerts/where.ts';
import { ApiRefusal } from '../api/api.ts';
import { refusedHere } from '../api/desk.ts';
import { renewals } from '../keyring/renew.ts';
import { readRotation } from '../keyring/rotation.ts';
import { checkPeer, comparisonsWaiting, decisionsWaiting, listPeers } from '../peers/peers.ts';
import { latestOf } from './care/incoming.ts';
import { type News, newsFor } from './contacts/news.ts';
import type { Saying } from './sign/signing.ts';

/** One line of what waits, and the area of the desk where it is done. */
export type Waits = { area: 'incoming' | 'reseal' | 'drafts' | 'sign' | 'partners' | 'people'; says: string };

/** How many partners are looked at for it: those whose trust changed last. */
const mostPeers = 5;

/** How many drafts: those that colleagues worked on last. */
const mostDrafts = 5;

/** For so long after a key went it is looked for what has to be signed again. */
const lookBackDays = 90;

type Look = (at: Saying, me: string) => Promise<Waits[]>;

/** What the first page of the desk says. */
export const homeTasks = (at: () => Saying) => ({
  /** What is new since this person was here last, and what could not be kept; each null where there is nothing. */
  news: (): Promise<News> => newsFor(at().desk, at().i18n),
  /** What waits for this person, in lines that lead to where it is done. */
  waits: (): Promise<Waits[]> => waitsFor(at()),
});

/**
 * What waits for this member, in lines: never how much, nor a word of what is in it, and nothing sealed is opened. A
 * few requests in all; what this client refuses is said by the area itself.
 */
async function waitsFor(at: Saying): Promise<Waits[]> {
  const { member } = at.desk.keyring;
  const roles: readonly Role[] =
    at.desk.root.chain.newest.statement.members.find((one) => one.member === member)?.roles ?? [];
  if (roles.length === 0) return [];
  const mine = looks.filter(([role]) => role === null || roles.includes(role));
  const found = await Promise.all(
    mine.map(([, look]) =>
      look(at, member).catch((error: unknown) => {
        // What is refused here or at the node is said where it is done.
        if (refusedHere(error) || error instanceof ApiRefusal) return [];
        throw error;
      }),
    ),
  );
  return found.flat();
}

const when = (yes: boolean, area: Waits['area'], says: () => string): Waits[] => (yes ? [{ area, says: says() }] : []);

const incoming: Look = async ({ desk, i18n }) => {
  const notices = latestOf(await listNotices(desk));
  return when(
    notices.some(({ state }) => state === 'quarantined'),
    'incoming',
    () => i18n._('home.incoming', {}, { message: 'A partner sent something that nobody of you has opened yet.' }),
  );
};

const recusals: Look = async ({ desk, i18n }) =>
  when((await proposedRecusals({ ...desk, own: desk.root.chain })).length > 0, 'reseal', () =>
    i18n._(
      'home.recusal',
      {},
      { message: 'A colleague proposes that somebody takes no part in what a partner sent. One more confirms it.' },
    ),
  );

function thrownAway(error: unknown): Whereabouts[] {
  if (error instanceof ApiRefusal && error.code === 'not-found') return [];
  throw error;
}

const drafts: Look = async ({ desk, i18n }, me) => {
  const last = (await listDrafts(desk)).filter(({ by }) => by !== me).slice(0, mostDrafts);
  const done = await Promise.all(
    last.map(async ({ draft, updated }) =>
      // Handed in since: it waits for nobody here.
      (await whereDraft(desk.api, draft).catch(thrownAway)).some(
        ({ goesOut, steps }) => goesOut !== null || steps.some(({ sent }) => sent !== null && sent >= updated),
      ),
    ),
  );
  return when(done.includes(false), 'drafts', () =>
    i18n._(
      'home.drafts',
      {},
      { message: 'A colleague worked last on an alert that you prepare. See whether it waits for you.' },
    ),
  );
};

const agreements: Look = async ({ desk: { api, root }, i18n }, me) =>
  when(
    (await agreementDrafts({ api, chain: root.chain })).some(
      ({ lapsed, signers }) => lapsed === null && !signers.includes(me),
    ),
    'sign',
    () => i18n._('home.agreement', {}, { message: 'An agreement waits for your signature.' }),
  );

const proposals: Look = async ({ desk, i18n }, me) =>
  when(
    (await readRotation(desk.api)).proposals.some(({ lapsed, signed }) => lapsed === null && !signed.includes(me)),
    'sign',
    () =>
      i18n._(
        'home.proposal',
        {},
        { message: 'A change of who belongs waits for signatures. See whether yours is one.' },
      ),
  );

const partners: Look = async ({ desk, i18n, now }, me) => {
  const { api, keyring, root } = desk;
  const asking = { api, keyring, root };
  const begun = (await listPeers(api)).filter(({ state }) => state === 'pinned' || state === 'compared');
  const last = begun.sort((one, other) => other.changed.localeCompare(one.changed)).slice(0, mostPeers);
  const peers = await Promise.all(last.map(({ peer }) => checkPeer(asking, peer, now)));
  const waits = (all: readonly { signers: string[] }[]) => all.some(({ signers }) => !signers.includes(me));
  return [
    ...when(
      peers.some((peer) => waits(comparisonsWaiting(asking, peer))),
      'partners',
      () =>
        i18n._(
          'home.compared',
          {},
          { message: 'A colleague compared words with a partner. A second one compares them too.' },
        ),
    ),
    ...when(
      peers.some((peer) => waits(decisionsWaiting(asking, peer))),
      'sign',
      () => i18n._('home.decision', {}, { message: 'What a partner may do waits for a second signature.' }),
    ),
  ];
};

const again: Look = async ({ desk: { api, keyring, root }, i18n, now }) =>
  when(
    root.chain.newest.statement.revoked.some(({ at }) => at > timeOf(daysAfter(now, -lookBackDays))) &&
      (await renewals({ api, keyring, root })).length > 0,
    'people',
    () => i18n._('home.renew', {}, { message: 'What an earlier key had signed waits to be signed again.' }),
  );

/** In the order in which they are said. */
const looks: readonly (readonly [Role | null, Look])[] = [
  ['accompanier', incoming],
  ['accompanier', recusals],
  ['accompanier', drafts],
  ['steward', agreements],
  [null, proposals],
  [null, partners],
  [null, again],
];
