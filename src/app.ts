import type { Settings } from './config.ts';
import type { OpenDatabase } from './database/database.ts';
import { choresOf, deliveriesOf, inboxOf, readDoors, sendersOf, supplied } from './doors.ts';
import { openFederation } from './federation/federation.ts';
import { addressOf, openFront } from './front.ts';
import type { Clock } from './platform/clock.ts';
import type { Egress } from './platform/egress.ts';
import { floodGauge } from './platform/flood-gauge.ts';
import type { NodeKeys } from './platform/keys.ts';
import type { Log } from './platform/logging.ts';
import type { Parts, Room } from './room.ts';
import type { Runtime } from './runtime.ts';
import { startChores } from './upkeep/timer.ts';
import { openWayOut, startDeliveries } from './way-out.ts';
import { byOrigin } from './web/origins.ts';
import { keepPages } from './web/page-cache.ts';
import { statusOf } from './web/refusals.ts';

/** Every room of the house, in order: each may import those before it. */
const doors = await Promise.all([
  import('./database/room.ts'),
  import('./federation/room.ts'),
  import('./web/room.ts'),
  import('./record/room.ts'),
  import('./deliveries/room.ts'),
  import('./collective/room.ts'),
  import('./peers/room.ts'),
  import('./following/room.ts'),
  import('./members/room.ts'),
  import('./agreements/room.ts'),
  import('./notices/room.ts'),
  import('./desk/room.ts'),
  import('./upkeep/room.ts'),
  import('./home/room.ts'),
]);
export const rooms: readonly Room[] = doors.map(({ room }) => room);

/** What main.ts opened for one node. */
export type AppParts = {
  settings: Pick<Settings, 'folder' | 'exitSite' | 'proxies' | 'followersPerDomain'>;
  database: OpenDatabase;
  keys: NodeKeys;
  log: Log;
  clock: Clock;
  egress: Egress;
  origin: string;
  desk: string | null;
  version: string;
  announce: (code: string) => void;
  /** For tests: other rooms than all. */
  rooms?: readonly Room[];
};

/** A node without a port. Disposing it finishes what is being sent, then every room closes. */
export type App = AsyncDisposable & {
  fetch: (request: Request, bindings?: object) => Response | Promise<Response>;
  runtime: Runtime;
  /** Everything that is mounted, by method and pattern. */
  routes: readonly { method: string; path: string }[];
};

/** Opens every room and puts their doors together. */
export async function openApp(given: AppParts): Promise<App> {
  const { database, keys, log, clock, origin, settings, announce, rooms: all = rooms } = given;
  let wake = (): void => {};
  let soon: Parts['soon'] = () => {};
  const { egress, places } = openWayOut(given.egress, clock);
  const runtime: Runtime = { db: database.db, clock, keys, log, egress, origin, wake: () => wake() };
  const said = readDoors(all);
  database.shownNowhere(said.quiet);
  for (const { opens } of all) await opens?.({ runtime, announce });
  const house = supplied(all, runtime);
  const worker = startDeliveries(runtime, sendersOf(all, runtime), house, places);
  wake = worker.wake;
  const members = { origin, links: said.links('members'), called: house.called, leave: house.leave };
  const parts: Parts = {
    runtime,
    settings,
    node: { name: null, mark: null, links: said.links('everybody'), members },
    desk: given.desk,
    addressOf: (c) => addressOf(c, settings.proxies),
    flood: floodGauge(clock),
    heartbeat: worker.heartbeat,
    soon: (chore) => soon(chore),
    readers: said.readers,
    saidOnce: said.saidOnce,
    house,
  };
  const chores = startChores(choresOf(all, parts), runtime);
  soon = chores.soon;
  const federation = openFederation({
    ...house,
    origin,
    version: given.version,
    db: runtime.db,
    clock,
    egress,
    log,
    known: async (of) => (await house.knownFollower(of)) || house.knownPeer(of),
    signingKey: async () => ((await house.self()).collective !== null ? house.signingKey() : null),
    inbox: inboxOf(all, parts),
    receiveDelivery: deliveriesOf(said, runtime),
    statusOf: (code) => statusOf[code],
  });
  const { fetch: answer, routes } = openFront(all, parts, federation, said);
  const now = () => clock.now();
  const kept = keepPages({ origin, paths: said.kept, written: database.written, now, answer });
  return {
    fetch: byOrigin({ apart: all.flatMap(({ apart }) => apart?.(parts) ?? []), json: said.json, answer: kept }),
    runtime,
    routes,
    async [Symbol.asyncDispose]() {
      await chores[Symbol.asyncDispose]();
      await worker[Symbol.asyncDispose]();
      for (const { closes } of all) await closes?.(parts);
    },
  };
}
