import type { Kysely } from 'kysely';
import type { RefusalCode } from '../../../schemas/codes.ts';
import type { Database } from '../../database/schema.ts';
import { type Peer, peerChain } from '../../peers/store.ts';
import { broken, type Copy } from '../../protocol/edition-state.ts';
import type { Held, Lease } from '../../protocol/item-deadlines.ts';
import { compromisedIn } from '../../protocol/manifest.ts';
import { type Report, type Row, reportsOf, rowsOfItems } from './item-store.ts';
import { newestLease } from './list-store.ts';

/** A peer's item as it lies here: its editions, and what the machine decides about. */
export type Item = { peer: string; delivery: string; rows: Row[]; holding: Held };

/** What a peer has said of all its items, and we of it. */
type Said = { live: Lease | null; compromisedIn: number; trustEnded: readonly Date[] };

/** What a peer has said until now. */
async function saidBy(db: Kysely<Database>, { peer, trust_ended }: Trusted): Promise<Said> {
  const chain = await peerChain(db, peer);
  return {
    live: await newestLease(db, peer),
    compromisedIn: chain ? compromisedIn(chain) : 0,
    trustEnded: trust_ended,
  };
}

type Trusted = Pick<Peer, 'peer' | 'trust_ended'>;

/** Items of one peer that lie here: all of them, or those named. */
export async function itemsOf(db: Kysely<Database>, from: Trusted, deliveries?: readonly string[]): Promise<Item[]> {
  const of = { peer: from.peer, ...(deliveries && { deliveries }) };
  const rows = await rowsOfItems(db, of);
  if (rows.length === 0) return [];
  const [reports, said] = [await reportsOf(db, of), await saidBy(db, from)];
  return itemsIn(rows, reports, said);
}

/** One item of a peer, or null when nothing lies here under that id. */
export async function itemOf(db: Kysely<Database>, from: Trusted, delivery: string): Promise<Item | null> {
  return (await itemsOf(db, from, [delivery]))[0] ?? null;
}

/** Puts rows and reports together as items. */
function itemsIn(rows: readonly Row[], reports: readonly Report[], said: Said): Item[] {
  const of = ({ peer, delivery }: { peer: string; delivery: string }) => `${peer} ${delivery}`;
  const reported = Map.groupBy(reports, of);
  return [...Map.groupBy(rows, of)].map(([key, editions]) => {
    const { peer, delivery } = editions[0]!;
    return { peer, delivery, rows: editions, holding: holdingOf(editions, reported.get(key) ?? [], said) };
  });
}

function holdingOf(rows: readonly Row[], reports: readonly Report[], said: Said): Held {
  const { first_received, received, drop_commit, suspended, restored, taken_back, taken_back_by, ...first } = rows[0]!;
  const since = first_received ?? received;
  const [kind, by, at, deniedBy] = [taken_back, taken_back_by, first.taken_back_at, first.denied_by ?? []];
  return {
    held: true,
    since,
    leased: drop_commit !== null,
    copies: rows.map((row) => copyOf(row, reports)),
    live: said.live,
    suspended,
    compromisedIn: said.compromisedIn,
    takenBack: kind && by !== null && at ? { kind, by, at, deniedBy } : null,
    trustEnded: said.trustEnded.find((ended) => ended >= since) ?? null,
    restored,
  };
}

function copyOf(
  { edition, cipher, drop_after, checked_with, waiting, unopenable }: Row,
  reports: readonly Report[],
): Copy {
  const found = reports.filter((report) => report.edition === edition);
  return {
    edition,
    cipher,
    dropAfter: drop_after,
    checkedWith: checked_with,
    waiting,
    unopenable,
    reports: found.map(({ code, member, at }) => ({ code: code as RefusalCode, by: member, at })),
  };
}

/**
 * What an arriving edition is compared with: the same edition when it lies here, else the highest one that counts, at
 * edition 0 when none does. One that nobody passed and a client found broken does not count: whatever number a peer's
 * server gave it, the next honest one takes its place.
 */
export function comparedWith({ rows, holding }: Item, edition: number): Row {
  const counts = (row: Row) => holding.copies.some((copy) => copy.edition === row.edition && !broken(copy));
  const found = rows.find((row) => row.edition === edition) ?? rows.findLast(counts);
  return found ?? { ...rows.at(-1)!, edition: 0 };
}
