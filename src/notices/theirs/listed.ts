import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { peersOf } from '../../peers/store.ts';
import { isStale, settle } from '../../protocol/item-deadlines.ts';
import { type EditionStage, editionStage, stageOf } from '../../protocol/item-state.ts';
import { type Item, itemsIn, type Said, saidBy } from './item.ts';
import { type Of, type Row, reportsOf, rowsOfItems } from './item-store.ts';
import { editionOf, type Incoming, type Which } from './store.ts';

/**
 * An edition as accompaniers' clients list it: what both servers see, where it stands, whether its peer fell silent.
 */
export type Listed = Pick<Row, 'peer' | 'delivery' | 'edition' | 'header' | 'cipher' | 'received' | 'opened'> & {
  state: EditionStage;
  /** The care team that sent it has been silent for too long to show it without a warning. */
  stale: boolean;
  /** What a client found wrong last. */
  failedCode: string | null;
};

/** Editions that peers sent and that may be listed, newest first: nothing that is suspended, ended or over. */
export async function incomingList(db: Kysely<Database>, now: Date): Promise<Listed[]> {
  const listed = (await itemsHere(db, {})).flatMap((item) => listedIn(item, now));
  const byId = (a: Listed, b: Listed) => Number(a.delivery > b.delivery) - Number(a.delivery < b.delivery);
  return listed.sort((a, b) => b.received.getTime() - a.received.getTime() || byId(a, b) || b.edition - a.edition);
}

/** One edition of a peer's item that may be listed, with its bytes. */
export async function incomingOf(
  db: Kysely<Database>,
  which: Which,
  now: Date,
): Promise<(Listed & Incoming) | undefined> {
  const [item] = await itemsHere(db, { peer: which.peer, deliveries: [which.delivery] });
  const listed = item && listedIn(item, now).find(({ edition }) => edition === which.edition);
  const found = listed && (await editionOf(db, which));
  return found && { ...found, ...listed };
}

async function itemsHere(db: Kysely<Database>, of: Of): Promise<Item[]> {
  const [rows, reports] = [await rowsOfItems(db, of), await reportsOf(db, of)];
  const from = new Set(rows.map(({ peer }) => peer));
  const said = new Map<string, Said>();
  for (const peer of from.size > 0 ? await peersOf(db) : [])
    if (from.has(peer.peer)) said.set(peer.peer, await saidBy(db, peer));
  return itemsIn(rows, reports, (peer) => said.get(peer)!);
}

function listedIn({ rows, holding }: Item, now: Date): Listed[] {
  const stage = stageOf(holding, now);
  const left = settle(holding, now);
  if (!left.held || stage === 'ended' || left.suspended) return [];
  const stale = isStale(left, now);
  return rows.flatMap((row) => {
    const copy = left.copies.find(({ edition }) => edition === row.edition);
    if (!copy) return [];
    const { peer, delivery, edition, header, cipher, received, opened } = row;
    const wrong = left.takenBack ? takenBackCode[left.takenBack.kind] : copy.reports.at(-1)?.code;
    const state = editionStage(copy, left);
    return { peer, delivery, edition, header, cipher, received, opened, state, stale, failedCode: wrong ?? null };
  });
}

const takenBackCode = { withdrawn: 'no-consent', retracted: 'retracted' } as const;
