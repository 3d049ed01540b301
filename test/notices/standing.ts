import { type Item, itemsOf } from '../../src/notices/theirs/item.ts';
import { peersOf } from '../../src/peers/store.ts';
import { editionStage } from '../../src/protocol/item-state.ts';
import type { House } from './houses.ts';

/** Every item that lies in a house, as the machine is asked about it. */
export async function itemsHere({ runtime: { db } }: House): Promise<Item[]> {
  const items: Item[] = [];
  for (const peer of await peersOf(db)) items.push(...(await itemsOf(db, peer)));
  return items;
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
