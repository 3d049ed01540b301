import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { prepareNode } from '../../src/collective/first-start.ts';
import { collectiveRoutes } from '../../src/collective/routes.tsx';
import { enterRoutes } from '../../src/members/enter-routes.tsx';
import { peopleRoutes } from '../../src/members/people-routes.tsx';
import { membersRoutes } from '../../src/members/routes.tsx';
import { whoIs } from '../../src/members/sign-in.ts';
import { createEgress } from '../../src/platform/egress.ts';
import { nodeKeys } from '../../src/platform/keys.ts';
import { startLogging } from '../../src/platform/logging.ts';
import type { Runtime } from '../../src/runtime.ts';
import { answerError, answerNotFound } from '../../src/web/errors.tsx';
import { refuseFromElsewhere, requireMember, session } from '../../src/web/session.ts';
import { freshDatabase } from '../support/databases.ts';

/**
 * A node with the rooms that set-up needs, on loopback, with a clock that a test turns and everything it printed or
 * logged.
 */
export async function startTestNode() {
  const held = new AsyncDisposableStack();
  const database = held.use(await freshDatabase());
  const egress = held.use(createEgress({ allowLoopback: true, userAgent: 'Convive-test' }));
  const logged: string[] = [];
  const printed: string[] = [];
  const faults: unknown[] = [];
  const clock = { ahead: 0, now: () => new Date(Date.now() + clock.ahead) };
  let app = new Hono();
  const server = createAdaptorServer({ fetch: (request: Request) => app.fetch(request) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  held.defer(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const runtime: Runtime = {
    db: database.db,
    clock,
    keys: nodeKeys({ bytes: new Uint8Array(32).fill(7), source: 'file' }),
    log: startLogging({ format: 'text', level: 'debug', write: (line) => logged.push(line) }),
    egress,
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    wake: () => {},
  };
  const node = {
    runtime,
    origin: runtime.origin,
    clock,
    logged,
    printed,
    faults,
    /** The newest code that was printed. */
    code: () => printed.at(-1) ?? '',
    /** What happens at every start. */
    async start() {
      const { setUpCode } = await prepareNode(runtime);
      if (setUpCode) printed.push(setUpCode);
      app = new Hono();
      app.use(session((token, via) => whoIs(runtime, token, via), runtime.origin, ['accompanier']));
      app.use(refuseFromElsewhere);
      app.route('/', collectiveRoutes(runtime));
      const page = { name: null, links: () => [] };
      app.route('/', membersRoutes(runtime));
      app.route('/', enterRoutes(runtime, page, { begin: '/agreements/writing' }));
      app.route('/', peopleRoutes(runtime, page));
      // What only some roles may know of, as the rooms that come later ask it.
      app.get('/accompaniers', (c) => c.json(requireMember(c, 'accompanier').roles));
      app.post('/change', async (c) => c.json({ member: requireMember(c).member, body: await c.req.text() }));
      app.notFound(answerNotFound(page));
      app.onError(answerError(page, (error) => void faults.push(error)));
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
  await node.start();
  return node;
}

export type TestNode = Awaited<ReturnType<typeof startTestNode>>;
