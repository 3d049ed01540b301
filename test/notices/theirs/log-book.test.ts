import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { incomingList } from '../../../src/notices/theirs/listed.ts';
import { putStatement } from '../../../src/peers/store.ts';
import { cipherOf } from '../../../src/protocol/delivery.ts';
import { draftEnvelope, idOf } from '../../../src/protocol/envelope.ts';
import { type Holding, settle } from '../../../src/protocol/item-deadlines.ts';
import { next, stageOf, startHolding } from '../../../src/protocol/item-state.ts';
import { type Entry, type Log, start, stories } from '../../properties/happenings.ts';
import { collective, inDays, signedBy } from '../../protocol/cast.ts';
import { type House, know, openHouse } from '../houses.ts';
import { itemsHere } from '../standing.ts';
import { asItCanHappen, type Fixtures, fixturesOf, happen, type Told, tell } from './history.ts';

/*
 * The log book: whatever happens to a peer's item, in whatever order, what the tables say is what the machine of
 * src/protocol says. `npm run histories` plays 2,000; `PROPERTY_SEED=7` others.
 */

const seed = Number(process.env.PROPERTY_SEED ?? 20_261_129);
const histories = Number(process.env.HISTORIES ?? 200);
const groups = 8;

let house: House;
let fixtures: Fixtures;

beforeAll(async () => {
  const [ceiba, maguey] = [await collective('ceiba'), await collective('maguey')];
  house = await openHouse(maguey);
  await know(house, ceiba);
  fixtures = await fixturesOf(ceiba, maguey);
  // A trust that lasts as long as the longest story.
  const statement = { issuer: maguey.id, audience: ceiba.id, accepts: ['alerts' as const], sends: [], attest: 2 };
  const dates = { reviewBy: inDays(2_000), ended: null, at: inDays(-1) };
  const draft = draftEnvelope('standing', { type: 'standing', ...statement, ...dates });
  const envelope = signedBy(draft, maguey.people.rosa!, maguey.people.lu!);
  const kept = { id: idOf(draft), kind: 'standing' as const, peer: ceiba.id, envelope: JSON.stringify(envelope) };
  await house.runtime.db
    .transaction()
    .execute((tx) => putStatement(tx, { ...kept, at: new Date(start), complete: true }));
}, 120_000);
afterAll(() => house[Symbol.asyncDispose]());

/** What lies here as the machine would say it: settled, without what only orders rows. */
async function here(told: Told, now: Date): Promise<Holding | null> {
  const [item] = (await itemsHere(told.house)).filter(({ delivery }) => delivery === told.header.delivery);
  return item ? settle(item.holding, now) : null;
}

/** Reports in one order: the machine keeps them as they came, the tables by time and code. */
const comparable = (holding: Holding) =>
  holding.held
    ? {
        ...holding,
        copies: holding.copies.map((copy) => ({
          ...copy,
          reports: copy.reports.toSorted((a, b) => (a.code < b.code ? -1 : 1)),
        })),
      }
    : holding;

async function agrees(told: Told, machine: Holding, now: Date): Promise<void> {
  const said = settle(machine, now);
  const lies = await here(told, now);
  if (said.held) expect(lies && comparable(lies)).toEqual(comparable(said));
  else expect(lies?.held ?? false).toBe(false);
  const { listed } = await incomingList(told.house.runtime.db, now);
  const stage = stageOf(machine, now);
  const hidden = !said.held || stage === 'ended' || said.suspended !== null;
  expect(listed.length > 0, stage).toBe(!hidden);
  if (!hidden) expect(listed.at(-1)!.state).toBe(stage === 'stale' ? 'verified' : stage);
}

const mapped = { withdrawn: 'withdrawn', retracted: 'withdrawn', recalled: 'withdrawn', failed: 'failed' } as const;

async function play(log: Log): Promise<void> {
  const told = await tell(house, fixtures, log);
  const first = { edition: 1, cipher: cipherOf(fixtures.bodies.e1!), dropAfter: new Date(log.dropAfter) };
  let machine: Holding = startHolding(first, log.before, new Date(start));
  await agrees(told, machine, new Date(start));
  const end: Entry = { at: log.entries.at(-1)?.at ?? start, event: { type: 'tick' } };
  for (const { at, event } of [...log.entries, end]) {
    const heard = await happen(told, at, event);
    machine = next(machine, heard, new Date(at));
    await agrees(told, machine, new Date(at));
  }
  const stone = await house.runtime.db.selectFrom('tombstones').select(['ending', 'ended']).executeTakeFirst();
  if (machine.held) return expect(stone).toBeUndefined();
  const ending = mapped[machine.ending as keyof typeof mapped] ?? 'expired';
  expect(stone).toEqual({ ending, ended: machine.at });
}

describe(`the tables say what the machine says (${histories} histories, seed ${seed})`, () => {
  const logs = fc.sample(stories.map(asItCanHappen), { numRuns: histories, seed });
  const size = Math.ceil(histories / groups);
  test.each(Array.from({ length: groups }, (_, group) => group))(
    'part %i',
    { timeout: 60_000 + size * 5_000 },
    async (group) => {
      for (const [at, log] of logs.slice(group * size, (group + 1) * size).entries()) {
        const which = `history ${group * size + at} of seed ${seed}: ${JSON.stringify(log)}`;
        await play(log).catch((error: unknown) => {
          throw new Error(which, { cause: error });
        });
      }
    },
  );
});
