import type { DeliveryKind, Header } from '../../../schemas/delivery.ts';
import { receiveDelivery } from '../../../src/notices/receive.ts';
import { sweep } from '../../../src/notices/sweep.ts';
import { noteFailed, noteOpened } from '../../../src/notices/theirs/findings.ts';
import { hear } from '../../../src/notices/theirs/hear.ts';
import { itemOf } from '../../../src/notices/theirs/item.ts';
import { putList } from '../../../src/notices/theirs/list-store.ts';
import { insertPeerManifest, lockAndCount, setPeerState } from '../../../src/peers/store.ts';
import { cipherOf } from '../../../src/protocol/delivery.ts';
import { b64u, random, randomId, timeOf } from '../../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope } from '../../../src/protocol/envelope.ts';
import type { Lease } from '../../../src/protocol/item-deadlines.ts';
import type { Event } from '../../../src/protocol/item-state.ts';
import { leaseOf, verifyLive } from '../../../src/protocol/list-statement.ts';
import type { Chain } from '../../../src/protocol/manifest.ts';
import { dropTokenOf } from '../../../src/protocol/secrets.ts';
import { day, type Log, start } from '../../properties/happenings.ts';
import {
  type Collective,
  extended,
  type Person,
  refOf,
  type Shared,
  sealUnchecked,
  shareAlert,
  signedBy,
} from '../../protocol/cast.ts';
import type { House } from '../houses.ts';

/* A story of test/properties/happenings.ts, told to a node: over its doors where it has one for what happens. */

/** What every story uses: sealed and signed once. Each version of `chains` marks one more key `compromised`. */
export type Fixtures = { from: Collective; shared: Shared; bodies: Record<string, string>; chains: Chain[] };

/** How many keys a story may lose. */
const most = 15;

export async function fixturesOf(from: Collective, to: Collective): Promise<Fixtures> {
  const shared = shareAlert(from, to);
  const bodies: Record<string, string> = {};
  for (const [cipher, edition] of [
    ['e1', 1],
    ['e2', 2],
    ['e2x', 2],
    ['e3', 3],
  ] as const)
    bodies[cipher] = (
      await sealUnchecked({ ...shared.header, edition }, [shared.alert, shared.consent], to.box.recipient)
    ).body;
  const { rosa, marisol } = from.people as Record<'rosa' | 'marisol', Person>;
  const chains = [from.chain];
  for (let chain = from.chain; chains.length < most; chains.push(chain)) {
    const stolen = { keyid: b64u(random(16)), at: timeOf(new Date(start)), reason: 'compromised' as const };
    chain = extended(chain, { revoked: [...chain.newest.statement.revoked, stolen] }, rosa, marisol);
  }
  return { from, shared, bodies, chains };
}

/**
 * One item's story at one node. `said` is the lease of the newest list of each story's `live`, by what the story calls
 * it.
 */
export type Told = { house: House; fixtures: Fixtures; header: Header; version: number; recallId: string };

/** Forgets the last story and begins one: what the peer had said, then the first edition. */
export async function tell(house: House, fixtures: Fixtures, log: Log): Promise<Told> {
  const { from, shared, chains } = fixtures;
  const { db } = house.runtime;
  for (const table of ['incoming', 'incoming_facts', 'tombstones', 'peer_lists', 'deliveries', 'lanes'] as const)
    await db.deleteFrom(table).execute();
  await db.deleteFrom('peer_manifests').where('version', '>', 1).execute();
  await db.updateTable('peers').set({ state: 'trusted', trust_ended: [] }).execute();
  house.clock.time = new Date(start);
  const { leased, live, compromisedIn } = log.before;
  const header: Header = { ...shared.header, kind: leased ? 'alert' : 'withdrawal' };
  if (!leased) header.dropCommit = null;
  const version = compromisedIn === 0 ? 1 : 2;
  await db.transaction().execute(async (tx) => {
    const { id, envelope } = chains[1]!.newest;
    if (version === 2)
      await insertPeerManifest(tx, from.id, { version, id, envelope: JSON.stringify(envelope) }, house.clock.time);
    const {
      issuedAt: issued,
      nextBy: next_by,
      id: list,
    } = live ?? { issuedAt: new Date(), nextBy: new Date(), id: '' };
    if (live) await putList(tx, { peer: from.id, id: list, envelope: '{}', issued, next_by, received: issued });
  });
  const told = { house, fixtures, header, version, recallId: '' };
  await bring(told, 'e1', 1, new Date(log.dropAfter));
  return told;
}

/**
 * What can happen to a node: nobody checks with a chain that it does not hold, and a key is marked by the next version.
 */
export function asItCanHappen(log: Log): Log {
  const { leased, compromisedIn } = log.before;
  const longest = leased ? Infinity : 59 * day;
  const near = (from: number, until: number) => Math.min(until, from + longest);
  let version = compromisedIn === 0 ? 1 : 2;
  const entries = log.entries.flatMap(({ at, event }): Log['entries'] => {
    if (at > start + 290 * day || version >= most) return [];
    if (event.type === 'compromised') return [{ at, event: { ...event, version: ++version } }];
    if (event.type === 'passed') return [{ at, event: { ...event, version: Math.min(event.version, version) } }];
    if (event.type === 'drop' && !leased) return [{ at, event: { type: 'recall' } }];
    if (event.type !== 'stored') return [{ at, event }];
    const dropAfter = Math.max(near(at, event.dropAfter.getTime()), at + day);
    return [{ at, event: { ...event, dropAfter: new Date(dropAfter) } }];
  });
  return { ...log, dropAfter: near(start, log.dropAfter), entries };
}

/** Lets one thing happen at the node; gives it as the machine is to hear it. */
export async function happen(told: Told, at: number, event: Event): Promise<Event> {
  const { house, fixtures, header } = told;
  const { runtime } = house;
  house.clock.time = new Date(at);
  switch (event.type) {
    case 'stored':
      await bring(told, event.cipher, event.edition, event.dropAfter);
      return { ...event, cipher: cipherIn(fixtures, event.cipher) };
    case 'passed': {
      const looked = { ...event, ...whichOf(told, event) };
      await unlessRefused(noteOpened(runtime, memberOf(house, event.by), looked));
      return { ...event, cipher: looked.cipher, by: memberOf(house, event.by) };
    }
    case 'failed': {
      const looked = { ...event, ...whichOf(told, event) };
      await unlessRefused(noteFailed(runtime, memberOf(house, event.by), looked));
      return { ...event, cipher: looked.cipher, by: memberOf(house, event.by) };
    }
    case 'taken-back':
      await takenBack(told, { ...event, by: memberOf(house, event.by) });
      return { ...event, by: memberOf(house, event.by) };
    case 'live': {
      const { envelope, live } = listed(told, event.live, event.lists);
      await clear(told, 'live', envelope);
      return { ...event, live };
    }
    case 'compromised': {
      await clear(told, 'manifest', fixtures.chains[event.version - 1]!.newest.envelope);
      return event;
    }
    case 'drop':
      await clear(told, 'drop', b64u(dropTokenOf(fixtures.shared.secret, header.delivery)), header.delivery);
      return event;
    case 'recall':
      await clear(told, 'recall', recallOf(told));
      return event;
    case 'trust-ended':
      // Given again at once: what had come before is over all the same.
      for (const state of ['ended', 'trusted'] as const)
        await runtime.db.transaction().execute((tx) => setPeerState(tx, fixtures.from.id, state, house.clock.time));
      return event;
    case 'restored':
      await directly(told, event);
      return event;
    case 'tick':
      await sweep(runtime);
      return event;
  }
}

const memberOf = ({ own }: House, name: string): string => own.people[name]!.member;
const cipherIn = ({ bodies }: Fixtures, name: string): string => cipherOf(bodies[name]!);
const whichOf = ({ fixtures, header }: Told, { edition, cipher }: { edition: number; cipher: string }) => ({
  peer: fixtures.from.id,
  delivery: header.delivery,
  edition,
  cipher: cipherIn(fixtures, cipher),
});

async function bring(told: Told, cipher: string, edition: number, dropAfter: Date): Promise<void> {
  const header = { ...told.header, edition, dropAfter: timeOf(dropAfter) };
  await receive(told, { header, body: told.fixtures.bodies[cipher]! });
}

async function clear(told: Told, kind: DeliveryKind, body: Envelope | string, delivery = randomId()): Promise<void> {
  const { from, to } = told.header;
  const header: Header = { v: 1, kind, delivery, edition: 1, from, to, dropCommit: null, dropAfter: null };
  const { status, code } = await receive(told, { header, body });
  if (status !== 202) throw new Error(`${kind} refused: ${code}`);
}

function receive({ house, fixtures: { from } }: Told, delivery: { header: Header; body: Envelope | string }) {
  const [actor, activity] = [`https://${from.name}.test/actor`, `https://${from.name}.test/activities/${randomId()}`];
  return receiveDelivery(house.runtime, { peer: from.id, actor, activity, delivery });
}

function listed({ house, fixtures: { from, chains }, header }: Told, { issuedAt, nextBy }: Lease, lists: boolean) {
  const draft = draftEnvelope('live', {
    type: 'live',
    issuer: from.id,
    audience: header.to,
    issuedAt: timeOf(issuedAt),
    nextBy: timeOf(nextBy),
    manifest: refOf(from.chain),
    deliveries: lists ? [header.delivery] : [],
  });
  const envelope = signedBy(draft, from.people.rosa!);
  return { envelope, live: leaseOf(verifyLive(envelope, chains[0]!, header.to, house.clock.time)) };
}

function recallOf({ house, fixtures: { from }, header }: Told): Envelope {
  const fields = { issuer: from.id, audience: header.to, deliveries: [header.delivery], at: timeOf(house.clock.time) };
  const draft = draftEnvelope('recall', { type: 'recall', ...fields });
  return signedBy(draft, from.people.rosa!, from.people.marisol!);
}

/** A withdrawal over the door; a retraction, which no door takes yet, directly. */
async function takenBack(told: Told, event: Extract<Event, { type: 'taken-back' }>): Promise<void> {
  if (event.kind === 'retracted') return directly(told, event);
  const { house, fixtures, header } = told;
  const rows = house.runtime.db.selectFrom('incoming').select(['peer', 'delivery', 'edition', 'cipher']);
  const row = await rows
    .where('delivery', '=', header.delivery)
    .where('peer', '=', fixtures.from.id)
    .executeTakeFirst();
  if (row) await noteFailed(house.runtime, event.by, { ...row, code: 'no-consent', early: false });
}

async function directly({ house, fixtures, header }: Told, event: Event): Promise<void> {
  await house.runtime.db.transaction().execute(async (tx) => {
    const peer = (await lockAndCount(tx, fixtures.from.id))!;
    const item = await itemOf(tx, peer, header.delivery);
    if (item) await hear(tx, peer, item, event, house.clock.time);
  });
}

/** What the node does not know or not under that number is refused, and nothing happens to the item. */
async function unlessRefused(work: Promise<unknown>): Promise<void> {
  await work.catch((error: { code?: string }) => {
    if (error.code !== 'not-found' && error.code !== 'conflict') throw error;
  });
}
