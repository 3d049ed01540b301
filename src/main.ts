import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { getRequestListener } from '@hono/node-server';
import packageJson from '../package.json' with { type: 'json' };
import { Refusal } from '../schemas/codes.ts';
import type { App, AppParts } from './app.ts';
import { checkDatabase, checkFolder, rememberDatabase } from './collective/belonging.ts';
import { deskOriginOf, originOf, readSettings, type Settings } from './config.ts';
import { type OpenDatabase, openDatabase } from './database/database.ts';
import { migrateToLatest } from './database/migrate.ts';
import { whenStopped } from './database/watch.ts';
import { systemClock } from './platform/clock.ts';
import { createEgress } from './platform/egress.ts';
import { makeFolder } from './platform/folder.ts';
import { fillCatalogues } from './platform/i18n.ts';
import { nodeKeys } from './platform/keys.ts';
import { type Log, startLogging } from './platform/logging.ts';
import { findNodeSecret, readNodeSecret } from './platform/node-secret.ts';
import { readCatalogues } from './platform/read-catalogues.ts';
import { serverOptions } from './web/server.ts';

/**
 * A node that answers. Disposing it stops accepting, finishes what is being sent, signs the record's head and closes
 * the database.
 */
export type RunningNode = AsyncDisposable & {
  origin: string;
  app: App;
};

export type StartOptions = {
  settings: Settings;
  log: Log;
  /** Told of the one-time set-up code of this start, until the collective stands. */
  announce: (code: string) => void;
  env?: NodeJS.ProcessEnv;
  /** For tests: another clock, a counted or broken way out. */
  replace?: Partial<Pick<AppParts, 'clock' | 'egress' | 'rooms'>>;
};

const finishMs = 25_000;
const patience = { everyMs: 15_000, withinMs: 10_000, tries: 3 };

/**
 * Starts one node: settings, database, migrations, a port, then everything that app.ts puts together. Refuses in one
 * sentence what does not fit.
 */
export async function startNode({
  settings,
  log,
  announce,
  env = process.env,
  replace = {},
}: StartOptions): Promise<RunningNode> {
  await using undo = new AsyncDisposableStack();
  process.umask(0o077);
  fillCatalogues(readCatalogues);
  makeFolder(settings.folder);
  const prepareDatabase = async () => {
    const opened = undo.use(await openOwn(settings, env, log));
    await migrateToLatest(opened.db);
    return opened;
  };
  // The first start makes the embedded database in a process of its own, which takes seconds: the rest loads meanwhile.
  const [database, { openApp }] = await Promise.all([prepareDatabase(), import('./app.ts')]);
  const keys = nodeKeys(readNodeSecret(env, settings.folder));

  let answer: App['fetch'] = () => new Response(null, { status: 503 });
  const server = createServer(
    serverOptions,
    getRequestListener((request, bindings) => answer(request, bindings)),
  );
  const port = await listen(server, settings);
  undo.defer(() => close(server));
  const origin = originOf(settings, port);

  const egress =
    replace.egress ??
    undo.use(
      createEgress({ allowLoopback: settings.allowLoopback, userAgent: `Convive/${packageJson.version} (${origin})` }),
    );
  const clock = replace.clock ?? systemClock;
  const { version } = packageJson;
  const { rooms } = replace;
  const desk = deskOriginOf(settings, origin);
  const given = { settings, database, keys, log, clock, egress, origin, desk, version, announce };
  const app = await openApp(rooms === undefined ? given : { ...given, rooms });
  undo.use(app);
  await rememberDatabase(database.db, settings.folder, settings.database);
  answer = app.fetch;
  writeFileSync(join(settings.folder, 'address'), `${origin}\n`, { mode: 0o600 });
  log.info('node.started', { version, port, database: database.kind });
  const held = undo.move();
  return { origin, app, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

/** `convive serve`: runs until SIGTERM or SIGINT, prints the address and, before set-up, the one-time code. */
export async function serve(env: NodeJS.ProcessEnv, print: (line: ServeLine) => void): Promise<void> {
  const settings = readSettings(env);
  const log = startLogging(settings.log);
  const stop = whenAsked();
  const codes: string[] = [];
  const node = await startNode({ settings, log, env, announce: (code) => void codes.push(code) });
  print({ kind: 'address', origin: node.origin });
  const desk = deskOriginOf(settings, node.origin);
  if (desk !== null) print({ kind: 'desk', origin: desk });
  // Started, it lives on little: unasked, V8 lets what is in use triple before it collects, and gives nothing back.
  setFlagsFromString('--heap-growing-percent=20');
  for (const code of codes) {
    print({ kind: 'set-up-code', code });
    if (desk !== null) print({ kind: 'begin', link: `${desk}/#set-up=${code}` });
  }
  const watching = new AbortController();
  if (!('url' in settings.database))
    whenStopped(node.app.runtime.db, { ...patience, signal: watching.signal }).then(
      () => {
        // Nothing can be finished without it; whoever started us starts us again, and it recovers.
        log.error('database.stopped', {});
        process.exit(1);
      },
      () => {},
    );
  await stop;
  watching.abort();
  setTimeout(() => process.exit(1), finishMs).unref();
  await node[Symbol.asyncDispose]();
}

/**
 * `convive desk`: the desk of a node, from this machine instead of from that node, until SIGTERM or SIGINT. PORT says
 * where; without it a free port is taken.
 */
export async function serveDesk(env: NodeJS.ProcessEnv, node: string, print: (origin: string) => void): Promise<void> {
  const { exitSite, port } = readSettings({ ...env, PORT: env.PORT || '0' });
  const stop = whenAsked();
  const [{ deskHere }, { deskRoutes }] = await Promise.all([import('./desk/files.ts'), import('./desk/routes.tsx')]);
  const here = await deskHere();
  let routes: ReturnType<typeof deskRoutes> | undefined;
  const listener = getRequestListener((request) => routes?.fetch(request) ?? new Response(null, { status: 503 }));
  const server = createServer(serverOptions, listener);
  const desk = `http://localhost:${await listen(server, { host: 'localhost', port })}`;
  routes = deskRoutes({ desk, node, exitTo: exitSite, here });
  print(desk);
  await stop;
  await close(server);
}

/** Resolves once somebody asks the process to end. */
function whenAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

/** What `serve` tells the person at the terminal. */
export type ServeLine =
  | { kind: 'address'; origin: string }
  | { kind: 'desk'; origin: string }
  | { kind: 'set-up-code'; code: string }
  | { kind: 'begin'; link: string };

/** `convive migrate`: brings the tables to this version and ends. */
export async function migrate(env: NodeJS.ProcessEnv): Promise<void> {
  const settings = readSettings(env);
  makeFolder(settings.folder);
  await using database = await openOwn(settings, env, startLogging(settings.log));
  await migrateToLatest(database.db);
}

/** Opens the database of this folder's node, and no other: not a second one, nor one beside it. */
async function openOwn({ folder, database: place }: Settings, env: NodeJS.ProcessEnv, log: Log): Promise<OpenDatabase> {
  checkFolder(folder, place);
  await using undo = new AsyncDisposableStack();
  const database = undo.use(await openDatabase({ ...place, log }));
  await checkDatabase(database.db, folder, findNodeSecret(env, folder) !== undefined);
  undo.move();
  return database;
}

async function listen(server: Server, { host, port }: Pick<Settings, 'host' | 'port'>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new Refusal('port-busy', 'PORT') : error),
    );
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 5_000).unref();
  });
}
