import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import type { Header } from '../../../schemas/delivery.ts';
import type { ListedNotice, Notice } from '../../../schemas/notice-answers.ts';
import { noticesContract } from '../../../schemas/routes/notices.ts';
import { unsealBundle } from '../../protocol/age-seal.ts';
import { fromB64u } from '../../protocol/encoding.ts';
import { readUnverified } from '../../protocol/envelope.ts';
import { type OpenedAlert, openDelivery, openWithdrawal } from '../../protocol/opening.ts';
import { call } from '../api/call.ts';
import { type Desk, refusedHere } from '../api/desk.ts';
import { everyPage } from '../api/every-page.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { type PeerRoot, peerRoot } from '../keyring/peer-trust.ts';
import type { Called } from '../peers/called.ts';

/** What peers sent, by header and state, newest first. Opens nothing. */
export async function listNotices({ api }: Pick<Desk, 'api'>): Promise<ListedNotice[]> {
  const listed = await everyPage(
    (query) => call(api, noticesContract.notices, { query }),
    ({ notices }) => notices,
  );
  return listed.sort((a, b) => {
    if (a.received !== b.received) return a.received < b.received ? 1 : -1;
    const sameItem = a.header.delivery === b.header.delivery;
    return sameItem ? b.header.edition - a.header.edition : a.header.delivery > b.header.delivery ? 1 : -1;
  });
}

/**
 * An alert that passed every check, with its three facts. `later` is why a later
 * edition that lies beside this one did not pass, null when this is the latest. `stale`: show it behind a warning.
 */
export type ShownAlert = {
  kind: 'alert';
  called: Called;
  opened: OpenedAlert;
  keyring: Keyring;
  later: RefusalCode | null;
  stale: boolean;
  /** What was opened, as the node listed it. */
  listed: ListedNotice;
};
/** A withdrawal that the person signed: what it names was hidden here, or was erased before. */
export type ShownWithdrawal = {
  kind: 'withdrawal';
  called: Called;
  delivery: string;
  still: boolean;
  keyring: Keyring;
};

/**
 * Opens one item of a peer with the own root of trust, and tells the node only that it opened, or which check failed.
 * The latest edition comes first; the one that was accepted before stands while that does not pass. Shows nothing
 * unless every check passed. Refuses with the first failing check's code.
 */
export async function openNotice(desk: Desk, peer: string, delivery: string): Promise<ShownAlert | ShownWithdrawal> {
  const found = await peerRoot(desk, peer);
  let refused: Refusal | null = null;
  for (const edition of await editionsListed(desk, peer, delivery)) {
    try {
      const shown = await openEdition(desk, found, edition);
      const { called, keyring } = found;
      return shown.kind === 'alert'
        ? { ...shown, called, keyring, later: refused?.code ?? null, stale: edition.stale, listed: edition }
        : { ...shown, called, keyring };
    } catch (error) {
      if (!refusedHere(error)) throw error;
      refused ??= error;
    }
  }
  throw refused ?? new Refusal('not-found');
}

/**
 * Asks whether what was opened still lies at the node as it was, and tells it nothing.
 * @throws `not-found` (`opening`) when it was taken back or is over, `conflict` (`opening`) when it has to be opened
 * anew
 */
export async function stillLies(desk: Desk, { listed, stale }: ShownAlert): Promise<void> {
  const now = await fetchNotice(desk, listed).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'not-found' ? new Refusal('not-found', 'opening') : error;
  });
  const same = now.cipher === listed.cipher && now.state === 'verified' && now.stale === stale;
  if (!same) throw new Refusal('conflict', 'opening');
}

/** The editions of an item as the node lists them, latest first. */
async function editionsListed(desk: Desk, peer: string, delivery: string): Promise<ListedNotice[]> {
  const listed = await listNotices(desk);
  const editions = listed.filter((one) => one.peer === peer && one.header.delivery === delivery);
  return editions.sort((a, b) => b.header.edition - a.header.edition);
}

async function openEdition(desk: Desk, found: PeerRoot, listed: ListedNotice) {
  const sealed = await fetchNotice(desk, listed);
  try {
    const shown =
      sealed.header.kind === 'withdrawal'
        ? await openTakenBack(desk, found, sealed)
        : { kind: 'alert' as const, opened: await openAlert(desk, found, sealed) };
    const { peer } = found.root;
    if (!peer) throw new Refusal('unverified-peer');
    const passed = { cipher: sealed.cipher, version: peer.newest.version };
    await call(desk.api, noticesContract.opened, { params: placeOf(sealed), body: passed });
    return shown;
  } catch (error) {
    if (refusedHere(error)) {
      const early = error.code === 'consent-window' && error.where === 'notBefore' ? { early: true as const } : {};
      const body = { cipher: sealed.cipher, code: error.code, ...early };
      await call(desk.api, noticesContract.failed, { params: placeOf(sealed), body });
    }
    throw error;
  }
}

/** Where one edition lies. */
export const placeOf = ({ peer, header: { delivery, edition } }: Pick<ListedNotice, 'peer' | 'header'>) => ({
  peer,
  delivery,
  edition,
});

/** Whether bytes pass every check of an opening as an alert; tells the node nothing. */
export async function wouldOpen(desk: Desk, sealed: Notice): Promise<boolean> {
  if (sealed.header.kind !== 'alert') return false;
  const opened = await unlessRefused(openAlert(desk, await peerRoot(desk, sealed.peer), sealed));
  return opened !== null;
}

async function openAlert(desk: Desk, found: PeerRoot, sealed: Notice): Promise<OpenedAlert> {
  const held = await heldVersions(desk, found, sealed.header);
  return openDelivery({ ...opening(desk, found, sealed), stored: (noticeId) => held.get(noticeId) ?? null });
}

/** What was accepted of that peer before says of each notice: the newest version, so that none goes back behind it. */
async function heldVersions(desk: Desk, found: PeerRoot, { from, delivery, edition }: Header) {
  const held = new Map<string, { version: number; id: string }>();
  for (const other of await listNotices(desk)) {
    const { header: one, state } = other;
    if (other.peer !== from || one.kind !== 'alert' || state !== 'verified') continue;
    if (one.delivery === delivery && one.edition >= edition) continue;
    const sealed = await fetchNotice(desk, other);
    const opened = await unlessRefused(openDelivery({ ...opening(desk, found, sealed), stored: () => null }));
    if (!opened) continue;
    const { noticeId, version } = opened.alert;
    if (version > (held.get(noticeId)?.version ?? 0)) held.set(noticeId, { version, id: opened.alertId });
  }
  return held;
}

/**
 * Checks the person's own word, and hides what it names: a second accompanier's client erases it (the token mostly came
 * first).
 */
async function openTakenBack(desk: Desk, found: PeerRoot, sealed: Notice) {
  const { items } = await unsealBundle(fromB64u(sealed.body), identitiesOf(desk));
  if (!items[0]) throw new Refusal('bundle', 'items');
  const named = readUnverified('withdrawal', items[0]).statement.delivery;
  const editions = await editionsListed(desk, sealed.peer, named);
  const shown = { kind: 'withdrawal' as const, delivery: named, still: editions.length > 0 };
  const keys = await caseKeysIn(desk, found, editions);
  let refused: unknown = null;
  for (const caseKey of keys.size > 0 ? keys : [null]) {
    refused = await openWithdrawal({ ...opening(desk, found, sealed), caseKey: () => caseKey }).then(
      () => null,
      (error: unknown) => error,
    );
    if (refused === null) break;
  }
  // Nothing here to check it with: gone already, or an alert that did not open either.
  if (refusedHere(refused) && refused.code === 'no-such-consent') return shown;
  if (refused !== null) throw refused;
  // One report is about every edition.
  const [latest] = editions;
  if (latest) {
    const body = { cipher: latest.cipher, code: 'no-consent' as const };
    await call(desk.api, noticesContract.failed, { params: placeOf(latest), body });
  }
  return shown;
}

/** The keys under which the person consented: one, unless somebody put an edition of their own beside theirs. */
async function caseKeysIn(desk: Desk, found: PeerRoot, editions: readonly ListedNotice[]): Promise<Set<string>> {
  const keys = new Set<string>();
  for (const edition of editions) {
    const held = await fetchNotice(desk, edition);
    const alert = await unlessRefused(openDelivery({ ...opening(desk, found, held), stored: () => null }));
    if (alert) keys.add(alert.consent.caseKey);
  }
  return keys;
}

/**
 * Everything in a keyring that an item may be sealed to: the boxes, and what was sealed anew without somebody to each
 * of the others.
 */
export const identitiesOf = ({ keyring }: Desk): string[] => [
  ...keyring.boxes.map((box) => box.identity),
  keyring.identity,
];

function opening(desk: Desk, { root }: PeerRoot, { header: from, body }: Notice) {
  return { header: from, body, identities: identitiesOf(desk), root, now: desk.now };
}

/** One edition with its bytes; refuses (`bundle`) another one than was asked for. */
export async function fetchNotice({ api }: Desk, listed: Pick<ListedNotice, 'peer' | 'header'>): Promise<Notice> {
  const asked = placeOf(listed);
  const found = await call(api, noticesContract.notice, { params: asked });
  // The node says which edition this is; what it says otherwise was not asked for.
  const given = placeOf(found);
  const same = (['peer', 'delivery', 'edition'] as const).every((part) => given[part] === asked[part]);
  if (!same) throw new Refusal('bundle', 'delivery');
  return found;
}

async function unlessRefused<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (refusedHere(error)) return null;
    throw error;
  }
}
