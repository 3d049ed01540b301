import { type Item, itemsIn, saidBy } from '../../src/notices/theirs/item.ts';
import { reportsOf, rowsOfItems } from '../../src/notices/theirs/item-store.ts';
import { peersOf } from '../../src/peers/store.ts';
import { editionStage } from '../../src/protocol/item-state.ts';
import type { House } from './houses.ts';

/** Every item that lies in a house, as the machine is asked about it. */
export async function itemsHere({ runtime: { db } }: House): Promise<Item[]> {
  const peers = await peersOf(db);
  const said = new Map<string, Awaited<ReturnType<typeof saidBy>>>();
  for (const peer of peers) said.set(peer.peer, await saidBy(db, peer));
  return itemsIn(await rowsOfItems(db, {}), await reportsOf(db, {}), (peer) => said.get(peer)!);
}

/** Editions under a delivery id with where each stands, lowest first, whether or not anybody is shown them. */
export async function editionsHere(house: House, delivery: string) {
  const items = (await itemsHere(house)).filter((item) => item.delivery === delivery);
  return items.flatMap(({ rows, holding }) =>
    rows.map((row) => {
      const copy = holding.copies.find(({ edition }) => edition === row.edition)!;
      return { ...row, state: editionStage(copy, holding), reports: copy.reports };
    }),
  );
}
