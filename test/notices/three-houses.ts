import { collective } from '../protocol/cast.ts';
import { type Given, handInBy, newDraft, sealedFor, shareAgain } from './granted.ts';
import { type House, know, openHouse } from './houses.ts';

/** Ceiba, and two partners whom it knows and who know it. */
export type ThreeHouses = { ceiba: House; maguey: House; hawthorn: House };

export async function threeHouses(): Promise<ThreeHouses> {
  const houses = ['ceiba', 'maguey', 'hawthorn'].map(async (name) => openHouse(await collective(name)));
  const [ceiba, maguey, hawthorn] = (await Promise.all(houses)) as [House, House, House];
  for (const peer of [maguey, hawthorn]) {
    await know(ceiba, peer.own);
    await know(peer, ceiba.own);
  }
  return { ceiba, maguey, hawthorn };
}

/** One text for two peers, under one draft and one person's words. */
export async function givenToBoth({ ceiba, maguey, hawthorn }: ThreeHouses): Promise<[Given, Given]> {
  const draft = await newDraft(ceiba);
  const first = await sealedFor(ceiba, maguey.own, { draft });
  const shared = shareAgain(first.shared, ceiba.own, hawthorn.own);
  const second = await sealedFor(ceiba, hawthorn.own, { draft, shared });
  await handInBy(ceiba, first);
  await handInBy(ceiba, second);
  return [first, second];
}

export const idOf = ({ shared }: Given) => shared.header.delivery;

/** What a house holds of what was given to it. */
export const heldAt = (house: House, given: Given) =>
  house.runtime.db.selectFrom('incoming').select('body').where('delivery', '=', idOf(given)).executeTakeFirst();

/** What the house that gave it still has of it. */
export async function leftAt({ runtime: { db } }: House, given: Given) {
  const delivery = idOf(given);
  return {
    consents: await db.selectFrom('consents').select('delivery').where('delivery', '=', delivery).execute(),
    outgoing: await db.selectFrom('outgoing').select('delivery').where('delivery', '=', delivery).execute(),
    drafts: await db.selectFrom('drafts').select('draft').where('draft', '=', given.handedIn.draft).execute(),
  };
}
