import type { Hono } from 'hono';
import type { Header } from '../schemas/delivery.ts';
import type { Sender } from './deliveries/worker.ts';
import type { FederationParts } from './federation/federation.ts';
import type { From, Receive } from './federation/inbox.ts';
import type { JsonObject } from './federation/json-shape.ts';
import { parseDelivery } from './protocol/delivery.ts';
import type { Chore, Parts, Readers, Room, Supplies, TableFacts, Takes } from './room.ts';
import type { Runtime } from './runtime.ts';
import type { PageLink } from './web/page.tsx';
import type { View } from './web/view.ts';

/* What all doors say together. Whatever two rooms both claim is refused here, so that no node starts with it. */

/** One table out of what each room says; refuses a key that two rooms have. */
function together<T>(
  what: string,
  rooms: readonly Room[],
  of: (room: Room) => Readonly<Record<string, T | undefined>> | undefined,
): ReadonlyMap<string, T> {
  const all = new Map<string, T>();
  const owners = new Map<string, string>();
  for (const room of rooms)
    for (const [key, value] of Object.entries(of(room) ?? {})) {
      const other = owners.get(key);
      if (other !== undefined) throw new Error(`two rooms have the ${what} ${key}: ${other} and ${room.name}`);
      owners.set(key, room.name);
      if (value !== undefined) all.set(key, value);
    }
  return all;
}

const named = <T>(values: readonly T[], name: (value: T) => string): Record<string, T> => {
  const record: Record<string, T> = {};
  for (const value of values) {
    if (Object.hasOwn(record, name(value))) throw new Error(`one room says ${name(value)} twice`);
    record[name(value)] = value;
  }
  return record;
};

/** Everything that can be read off the doors before a node opens. */
export function readDoors(rooms: readonly Room[]) {
  together('name', rooms, ({ name }) => ({ [name]: name }));
  const tables = together<TableFacts>('table', rooms, (room) => room.tables);
  const record = together<Readers>('action', rooms, (room) => room.record);
  const delivered = together('delivery', rooms, (room) =>
    Object.fromEntries((room.delivered?.kinds ?? []).map((kind) => [kind, room.delivered?.receive])),
  );
  together('route', rooms, ({ contracts = [], forms = [] }) => {
    const sent = forms.flatMap((some) => Object.values(some).map(({ path }) => ({ method: 'POST', path })));
    const asked = contracts.flatMap((some) => Object.values(some));
    return named([...asked, ...sent], ({ method, path }) => `${method} ${path}`);
  });
  const assets = together('asset', rooms, (room) => named(room.assets ?? [], ({ name }) => name));
  const kept = rooms.flatMap((room) => room.kept ?? []);
  return {
    tables,
    /** Paths of JSON routes, with `:name` for their parts. */
    json: rooms.flatMap(({ contracts = [] }) =>
      contracts.flatMap((some) => Object.values(some).map(({ path }) => path)),
    ),
    assets: [...assets.values()],
    saidOnce: rooms.flatMap(({ saidOnce }) => saidOnce ?? []),
    hiddenFor: rooms.flatMap(({ hiddenFor }) => hiddenFor ?? []),
    quiet: [...tables].filter(([, { shown }]) => !shown).map(([table]) => table),
    kept: (path: string) => kept.some((pattern) => pattern.test(path)),
    readers: (action: string): Readers => record.get(action) ?? record.get(`${family(action)}.*`) ?? 'accompaniers',
    receiver: (kind: Header['kind']) => delivered.get(kind),
    links: (who: 'everybody' | 'members') => (view: View) => linksOf(rooms, who, view),
  };
}

export type ReadDoors = ReturnType<typeof readDoors>;

/** `notice.failed` of `notice.failed.signature`. */
const family = (action: string): string => action.slice(0, Math.max(0, action.lastIndexOf('.')));

function linksOf(rooms: readonly Room[], who: 'everybody' | 'members', view: View): PageLink[] {
  const links = rooms.flatMap((room) => room.links?.[who]?.(view) ?? []);
  return links.sort((a, b) => a.rank - b.rank).map(({ href, text }) => ({ href, text }));
}

/** What each room does for the others; refuses what two rooms supply, and what nobody does. */
export function supplied(rooms: readonly Room[], runtime: Runtime): Supplies {
  const all = together<unknown>('supply', rooms, (room) => room.supplies?.(runtime) as Record<string, unknown>);
  const missing = supplies.find((one) => !all.has(one));
  if (missing !== undefined) throw new Error(`no room supplies ${missing}`);
  return Object.fromEntries(all) as Supplies;
}

const supplies = Object.keys({
  self: true,
  profile: true,
  signingKey: true,
  formerKey: true,
  signer: true,
  pinned: true,
  knownPeer: true,
  knownFollower: true,
  followers: true,
  following: true,
  followerKeys: true,
  followerGone: true,
  greet: true,
  featured: true,
  outbox: true,
  whoIs: true,
  signOut: true,
  called: true,
  leave: true,
  begin: true,
} satisfies Record<keyof Supplies, true>) as (keyof Supplies)[];

export function sendersOf(rooms: readonly Room[], runtime: Runtime): Record<string, Sender> {
  return Object.fromEntries(together<Sender>('kind', rooms, (room) => room.senders?.(runtime)));
}

/** Every chore by its name; refuses a table that a chore shall sweep which no room has. */
export function choresOf(rooms: readonly Room[], parts: Parts): Record<string, Chore> {
  const chores = together<Chore>('chore', rooms, (room) => room.chores?.(parts));
  for (const { name, tables } of rooms)
    for (const [table, { until }] of Object.entries<TableFacts>(tables ?? {}))
      if (typeof until === 'object' && 'chore' in until && !chores.has(until.chore))
        throw new Error(`${name} leaves ${table} to the chore ${until.chore}, which no room has`);
  return Object.fromEntries(chores);
}

/**
 * The inbox by activity type. Of one type, the first room takes it whose object it is; two that take every object are
 * refused.
 */
export function inboxOf(rooms: readonly Room[], parts: Parts): FederationParts['inbox'] {
  const taken = rooms.map((room) => ({ room, takes: room.takes?.(parts) ?? [] }));
  for (const { room, takes } of taken) together('activity', [room], () => whole(takes));
  together('activity', rooms, (room) => whole(taken.find((one) => one.room === room)?.takes ?? []));
  // Who takes whatever object is left comes last.
  const all = taken.flatMap(({ takes }) => takes);
  const sorted = [...all.filter(({ object }) => object), ...all.filter(({ object }) => !object)];
  const inbox: Record<string, Receive> = {};
  for (const { activity: type } of sorted)
    inbox[type] ??= async (activity, from) => {
      const taker = await takerOf(
        sorted.filter((one) => one.activity === type),
        activity,
        from,
      );
      await taker?.receive(activity, from);
    };
  return inbox;
}

async function takerOf(takes: readonly Takes[], ...asked: [JsonObject, From]): Promise<Takes | undefined> {
  for (const one of takes) if ((await one.object?.(...asked)) ?? true) return one;
  return undefined;
}

const whole = (takes: readonly Takes[]): Record<string, Takes> =>
  named(
    takes.filter(({ object }) => !object),
    ({ activity }) => activity,
  );

/** Hands each delivery to the room that takes its kind. */
export function deliveriesOf(doors: Pick<ReadDoors, 'receiver'>, runtime: Runtime): FederationParts['receiveDelivery'] {
  return async ({ content, activity }, { peer, actor }) => {
    const delivery = parseDelivery(content);
    const receive = doors.receiver(delivery.header.kind);
    if (!receive) throw new Error(`no room takes a delivery of ${delivery.header.kind}`);
    return receive(runtime, { peer, actor, activity, delivery });
  };
}

/** The routes of each room in order; refuses a method and path that two rooms have. */
export function routesOf(rooms: readonly Room[], parts: Parts, which: 'early' | 'routes'): Hono[] {
  const opened = rooms.map((room) => {
    const routes = room[which]?.(parts) ?? [];
    return { room, routes: Array.isArray(routes) ? routes : [routes] };
  });
  together('path', rooms, (room) =>
    Object.fromEntries(
      (opened.find((one) => one.room === room)?.routes ?? [])
        .flatMap(({ routes }) => routes)
        .filter(({ method }) => method !== 'ALL')
        .map(({ method, path }) => [`${method} ${path}`, path]),
    ),
  );
  return opened.flatMap(({ routes }) => routes);
}
