import type { Kysely } from 'kysely';
import { type Page, pageOf } from '../../database/page-of.ts';
import type { Database } from '../../database/schema.ts';
import { peerOf } from '../../peers/store.ts';
import { isStale, settle } from '../../protocol/item-deadlines.ts';
import { type EditionStage, editionStage, stageOf } from '../../protocol/item-state.ts';
import { type Item, itemsOf } from './item.ts';
import { itemAt, itemKeyOf } from './item-key.ts';
import { itemsAfter, type Row } from './item-store.ts';
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

/**
 * Editions that peers sent and that may be listed, by page, of each item the latest first: nothing that is suspended,
 * ended or over.
 */
export async function incomingList(
  db: Kysely<Database>,
  now: Date,
  { after, most }: Page = { after: undefined, most: 500 },
): Promise<{ listed: Listed[]; next: string | null }> {
  const page = pageOf(await itemsAfter(db, itemAt(after), most), most, itemKeyOf);
  const listed: Listed[] = [];
  for (const [from, items] of Map.groupBy(page.rows, (item) => item.peer)) {
    const deliveries = items.map((item) => item.delivery);
    for (const item of await itemsHere(db, { peer: from, deliveries })) listed.push(...listedIn(item, now));
  }
  return { listed, next: page.next };
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

async function itemsHere(db: Kysely<Database>, of: { peer: string; deliveries: readonly string[] }): Promise<Item[]> {
  const peer = await peerOf(db, of.peer);
  return peer ? itemsOf(db, peer, of.deliveries) : [];
}

function listedIn({ rows, holding }: Item, now: Date): Listed[] {
  const stage = stageOf(holding, now);
  const left = settle(holding, now);
  if (!left.held || stage === 'ended' || left.suspended) return [];
  const stale = isStale(left, now);
  return rows.toReversed().flatMap((row) => {
    const copy = left.copies.find(({ edition }) => edition === row.edition);
    if (!copy) return [];
    const { peer, delivery, edition, header, cipher, received, opened } = row;
    const wrong = left.takenBack ? takenBackCode[left.takenBack.kind] : copy.reports.at(-1)?.code;
    const state = editionStage(copy, left);
    return { peer, delivery, edition, header, cipher, received, opened, state, stale, failedCode: wrong ?? null };
  });
}

const takenBackCode = { withdrawn: 'no-consent', retracted: 'retracted' } as const;
