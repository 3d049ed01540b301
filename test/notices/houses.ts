import type { Scope } from '../../schemas/terms.ts';
import { insertManifest, insertNode, insertNodeKeys, setCollective } from '../../src/collective/store.ts';
import type { Outcome } from '../../src/deliveries/lane.ts';
import { drainOnce } from '../../src/deliveries/worker.ts';
import { listSender } from '../../src/notices/ours/lists.ts';
import { alertSender, dropSender, withdrawalSender } from '../../src/notices/ours/send.ts';
import { receiveDelivery } from '../../src/notices/receive.ts';
import { receiptSender } from '../../src/notices/theirs/receipts.ts';
import { insertPeer, insertPeerManifest, putStatement } from '../../src/peers/store.ts';
import type { Egress } from '../../src/platform/egress.ts';
import { nodeKeys } from '../../src/platform/keys.ts';
import type { Log } from '../../src/platform/logging.ts';
import { parseDelivery } from '../../src/protocol/delivery.ts';
import { type Envelope, idOf } from '../../src/protocol/envelope.ts';
import type { Runtime } from '../../src/runtime.ts';
import { type Collective, comparisonOf, multikey, standingOf, now as today } from '../protocol/cast.ts';
import { freshDatabase } from '../support/databases.ts';

/**
 * One collective with its own database and a clock that a test moves. Its post brings real bytes to the other houses.
 */
export type House = AsyncDisposable & {
  own: Collective;
  runtime: Runtime;
  actor: string;
  clock: { time: Date };
  /** Everything that was posted, and what was answered. */
  posted: { to: string; body: string; outcome: Outcome }[];
  /** Lines of the log. */
  logged: string[];
};

const originOf = ({ chain }: Pick<Collective, 'chain'>) => new URL(chain.newest.statement.node.actor).origin;

/** Opens a collective's house: its chain, its receipt key, and nobody known yet. */
export async function openHouse(own: Collective): Promise<House> {
  const database = await freshDatabase();
  const clock = { time: today };
  const logged: string[] = [];
  const log = (event: string, fields = {}) => void logged.push(JSON.stringify({ event, ...fields }));
  const runtime: Runtime = {
    db: database.db,
    clock: { now: () => clock.time },
    keys: nodeKeys({ bytes: new Uint8Array(32).fill(7), source: 'environment' }),
    log: { debug: log, info: log, warn: log, error: log } satisfies Log,
    egress: closed,
    origin: originOf(own),
    wake: () => {},
  };
  await runtime.db.transaction().execute(async (tx) => {
    await insertNode(tx, runtime.origin, today);
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), own.receiptKey.secret]);
    const receipt = {
      use: 'receipt' as const,
      id: `${runtime.origin}/actor#receipt-key`,
      public_multibase: multikey(own.receiptKey.publicKey),
      private_wrapped: runtime.keys.wrap(pkcs8, 'node_keys/receipt'),
    };
    await insertNodeKeys(tx, [{ ...receipt, pair: '', state: 'present', created: today }]);
    for (const { version, id, envelope } of own.chain.all)
      await insertManifest(tx, { version, id, envelope: JSON.stringify(envelope) }, today);
    const profile = { name: own.name, handle: own.name, summary: 'A house', language: 'en' };
    await setCollective(tx, own.id, profile);
  });
  return {
    own,
    runtime,
    clock,
    actor: `${runtime.origin}/actor`,
    posted: [],
    logged,
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

const closed: Egress = {
  get: () => Promise.reject(new Error('nothing leaves this house')),
  post: () => Promise.reject(new Error('nothing leaves this house')),
};

/** Pins, compares and gives standing, one way. */
export async function know(house: House, peer: Collective, scopes: Scope[] = ['alerts']): Promise<void> {
  const origin = originOf(peer);
  const row: Parameters<typeof insertPeer>[1] = {
    peer: peer.id,
    actor: `${origin}/actor`,
    inbox: `${origin}/actors/self/inbox`,
    origin,
    name: peer.name,
    handle: `@${peer.name}@${peer.name}.test`,
    state: 'trusted',
    pinned: today,
    changed: today,
  };
  await house.runtime.db.transaction().execute(async (tx) => {
    await insertPeer(tx, row);
    for (const { version, id, envelope } of peer.chain.all)
      await insertPeerManifest(tx, peer.id, { version, id, envelope: JSON.stringify(envelope) }, today);
    const keep = (kind: 'comparison' | 'standing', envelope: Envelope) =>
      putStatement(tx, {
        id: idOf(envelope),
        kind,
        peer: peer.id,
        envelope: JSON.stringify(envelope),
        at: today,
        complete: true,
      });
    await keep('comparison', comparisonOf(house.own, peer));
    await keep('standing', standingOf(house.own, peer, scopes));
  });
}

/** What a house answers to bytes that came with a valid signature of `from`. */
async function arrive(at: House, from: House, body: string) {
  const activity = JSON.parse(body) as { id: string; actor: string; object: { content: string } };
  const delivery = parseDelivery(activity.object.content);
  return receiveDelivery(at.runtime, { peer: from.own.id, actor: activity.actor, activity: activity.id, delivery });
}

/**
 * Works off what a house has to send; the other houses answer, one that is not there does not. What was handed in
 * waits no day, unless the test `waits`.
 */
export async function drain(house: House, others: readonly House[], { waits = false } = {}): Promise<void> {
  const { runtime } = house;
  if (!waits) await endPauses(house);
  const post = async (inbox: string, body: string): Promise<Outcome> => {
    const to = others.find((one) => inbox.startsWith(`${one.runtime.origin}/`));
    const answer = to && (await arrive(to, house, body));
    const outcome: Outcome = answer
      ? { kind: 'answered', status: answer.status, code: answer.code, retryAfter: null }
      : { kind: 'unreachable' };
    house.posted.push({ to: to?.own.name ?? inbox, body, outcome });
    return outcome;
  };
  const senders = {
    alert: alertSender(runtime),
    withdrawal: withdrawalSender(runtime),
    drop: dropSender(runtime),
    live: listSender(runtime),
    receipt: receiptSender(runtime),
  };
  while (await drainOnce(runtime, { senders, post, followerGone: async () => {} }));
}

/** Lets what waits in a house go out now: a test that is not about the pause waits no day. */
export async function endPauses({ runtime: { db, clock } }: House): Promise<void> {
  const now = clock.now();
  const waiting = await db.selectFrom('consents').select('delivery').where('send_after', '>', now).execute();
  for (const { delivery } of waiting) {
    await db.updateTable('consents').set({ send_after: now }).where('delivery', '=', delivery).execute();
    const rows = db.updateTable('deliveries').set({ next_at: now }).where('item', '=', delivery);
    await rows.where('state', '=', 'due').execute();
  }
  if (waiting.length > 0) await db.updateTable('lanes').set({ next_at: now }).where('next_at', '>', now).execute();
}

/** Lets all houses send until nothing waits any more. */
export async function settleMail(houses: readonly House[]): Promise<void> {
  for (let round = 0; round < 3; round++)
    for (const house of houses)
      await drain(
        house,
        houses.filter((one) => one !== house),
      );
}

/** Moves the clock of every house: ids sort by time only while one process has one clock. */
export const later = (houses: readonly House[], days: number) => {
  for (const { clock } of houses) clock.time = new Date(clock.time.getTime() + days * 86_400_000);
};

/** What the record says, newest last, without sign-ins. */
export async function recorded(house: House): Promise<string[]> {
  const rows = await house.runtime.db.selectFrom('record').select(['actor', 'action']).orderBy('seq').execute();
  return rows.map(({ actor, action }) => `${actor.split(':')[0]} ${action}`);
}
