import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import { transaction } from '../../database/database.ts';
import { pullManifest } from '../../peers/manifest.ts';
import { requireRoomFor } from '../../peers/room-for.ts';
import { lockAndCount, type Peer, peerByActor, peerChain } from '../../peers/store.ts';
import { whileDue } from '../../platform/side-by-side.ts';
import { verifyAgreement } from '../../protocol/agreement.ts';
import { parseEnvelope } from '../../protocol/envelope.ts';
import type { Chain } from '../../protocol/manifest.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { renewPartnersWords } from '../search/reindex.ts';
import {
  duePending,
  putOffPending,
  type ReceivedRow,
  refuseReceived,
  renewShown,
  shownOfObject,
  shownVersions,
  showReceived,
  tryAgain,
} from '../versions/received-store.ts';
import { requireLater } from '../versions/rules.ts';
import { forgetTakenDown, takenDownOf } from '../versions/taken-down-store.ts';
import { digestOf, statementType } from './activity.ts';

const mostBytes = 256 * 1024;
const minute = 60_000;
/** How many announcements of one kind are fetched at once, and how many of them of one collective. */
const atOnce = { width: 16, ofOne: 2 };
/** How many are looked at to find those: a collective has at most 50 of a kind. */
export const looked = 1_000;
/** So long the other announcements of a node wait that cannot be reached, and one for which there is no place now. */
const awayMs = minute;
const busyMs = minute / 2;
/** The first retry comes after a second, the last ones every six hours; then it is given up, after about a week. */
const mostTries = 40;
const longestWaitMs = 360 * minute;

/**
 * Fetches what followed collectives announced and shows what stands: the bytes have the announced hash, enough stewards
 * of that collective's pinned chain signed, it speaks for itself, and no newer version is shown. What fails is refused
 * with one code and never stored. Answers how many rows were looked at. Call it outside transactions.
 */
export async function fetchPending(runtime: Runtime): Promise<number> {
  const { db, clock, log } = runtime;
  return fetchEach(runtime, {
    due: () => duePending(db, clock.now(), looked),
    fetchOne,
    settle: async ({ id }, code, again) => {
      log.info('agreements.not-shown', { code });
      await (again ? tryAgain(db, id, again) : refuseReceived(db, id, code));
    },
    putOff: (actor, until) => putOffPending(db, actor, until),
  });
}

/** Something announced that waits to be fetched, and how often that was tried. */
type Waiting = { id: string; actor: string; tries: number };

/** What is the announcements' own: which are due, and what becomes of one. */
type Fetching<Row> = {
  due: () => Promise<readonly Row[]>;
  fetchOne: (runtime: Runtime, row: Row) => Promise<void>;
  /** With when it is tried again, null for never. */
  settle: (row: Row, code: RefusalCode, again: Date | null) => Promise<void>;
  /** Lets all that this actor announced wait until then. */
  putOff: (actor: string, until: Date) => Promise<void>;
};

/**
 * Fetches what is due, side by side; what is refused is settled with its code. Only what could not be reached is tried
 * again, for about a week, and what else that node announced waits with it: one dead host costs one fetch. Answers how
 * many there were. Call it outside transactions.
 */
export async function fetchEach<Row extends Waiting>(
  runtime: Runtime,
  { due, fetchOne, settle, putOff }: Fetching<Row>,
): Promise<number> {
  const after = (ms: number) => new Date(runtime.clock.now().getTime() + ms);
  const work = async (row: Row) => {
    try {
      await fetchOne(runtime, row);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, where } = error;
      if (code === 'busy') return settle(row, code, after(busyMs));
      const over = code !== 'unreachable' || row.tries + 1 >= mostTries;
      const wait = Math.min(longestWaitMs, 1000 * 2 ** Math.min(row.tries, 20));
      await settle(row, code, over ? null : after(wait));
      if (where === 'timeout' || where === 'connect') await putOff(row.actor, after(Math.min(wait, awayMs)));
    }
  };
  return whileDue({ ...atOnce, due, work, of: ({ actor }) => actor });
}

/**
 * Whoever announced something, while we believe what they say.
 * @throws `unknown-issuer`, `not-accepted` (ended), `unreachable` (paused: later, perhaps).
 */
export async function announcer(runtime: Runtime, { actor }: Pick<Waiting, 'actor'>): Promise<Peer> {
  const peer = await peerByActor(runtime.db, actor);
  if (!peer) throw new Refusal('unknown-issuer');
  if (peer.state === 'ended') throw new Refusal('not-accepted');
  // While a key change is unexplained, nothing new is believed; it waits for people to compare.
  if (peer.state === 'paused') throw new Refusal('unreachable', 'paused');
  return peer;
}

async function fetchOne(runtime: Runtime, row: ReceivedRow): Promise<void> {
  const peer = await announcer(runtime, row);
  const bytes = await statementBytes(runtime, row, peer);
  if (digestOf(bytes) !== row.digest) throw new Refusal('digest');
  const text = decoded(bytes);
  const envelope = parseEnvelope(parsed(text));
  const { statement, id } = await byPinnedChain(runtime, peer, (chain) =>
    verifyAgreement(envelope, chain, runtime.clock.now()),
  );
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    if (!(await lockAndCount(tx, peer.peer))) throw new Refusal('unknown-issuer');
    await requireRoomFor(tx, peer, bytes.length);
    const { series, version } = statement;
    const gone = await takenDownOf(tx, peer.peer, series);
    if (gone?.version && version <= gone.version) throw new Refusal('lapsed', 'version');
    const shown = await shownVersions(tx, peer.peer, series);
    const elsewhere = shown.some(({ object }) => object !== row.object);
    const other = (await shownOfObject(tx, row.actor, row.object)).some((one) => one.series !== series);
    if (elsewhere || other) throw new Refusal('conflict', 'series');
    // The newest words that are shown, signed again after a key was replaced.
    if (shown.some((one) => one.statement === id) && shown.every((one) => one.version <= version))
      return renewShown(tx, row, { peer: peer.peer, statement: id, envelope: text });
    requireLater(
      { ...statement, id },
      shown.map((one) => ({ id: one.statement, version: one.version })),
    );
    const checked = { peer: peer.peer, series, version, statement: id, envelope: text };
    if (!(await showReceived(tx, row.id, checked, now))) return;
    await forgetTakenDown(tx, peer.peer, series);
    await renewPartnersWords(tx, peer.peer, series);
    await record(tx, { actor: `peer:${peer.peer}`, action: 'agreements.received', subject: id }, now);
  });
}

/**
 * The bytes at an address of that collective's own origin.
 * @throws `origin-mismatch`, `unreachable`, `too-large`.
 */
export async function statementBytes(
  { egress }: Pick<Runtime, 'egress'>,
  { url }: { url: string },
  { origin }: Pick<Peer, 'origin'>,
  accept: string = statementType,
): Promise<Uint8Array> {
  if (new URL(url).origin !== origin) throw new Refusal('origin-mismatch');
  try {
    const answer = await egress.get(url, { accept, maxBytes: mostBytes, asked: 'of-a-peer' });
    if (new URL(answer.url).origin !== origin) throw new Refusal('origin-mismatch');
    if (answer.status !== 200) throw new Refusal('unreachable');
    return answer.bytes;
  } catch (error) {
    if (error instanceof Refusal && error.where === 'too-large') throw new Refusal('too-large');
    throw error;
  }
}

/**
 * Verified by the pinned chain. Signers whom it does not list may be in a manifest that has not reached us: asked for
 * once per hour.
 */
export async function byPinnedChain<T>(runtime: Runtime, peer: Peer, verify: (chain: Chain) => T): Promise<T> {
  const check = async () => {
    const chain = await peerChain(runtime.db, peer.peer);
    if (!chain) throw new Refusal('unknown-issuer');
    return verify(chain);
  };
  try {
    return await check();
  } catch (error) {
    const signers = error instanceof Refusal && (error.code === 'signature' || error.code === 'attest-threshold');
    if (!signers || !(await pullManifest(runtime, peer.peer))) throw error;
    return check();
  }
}

/** Bytes as text; refuses (`encoding`) what is no UTF-8. */
export function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal('encoding');
  }
}

/** Text as JSON; refuses (`schema`) what is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('schema');
  }
}
