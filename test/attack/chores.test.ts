import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchPending } from '../../src/agreements/wire/fetch.ts';
import { adopt, meet } from '../../src/commands/scripted-steps.ts';
import { refreshing } from '../../src/peers/refresh.ts';
import { peerChain, peersOf, rememberChain } from '../../src/peers/store.ts';
import { agreementText } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';
import { type SilentHosts, startSilentHosts } from './silent-hosts.ts';

/* What comes round, with partners whose nodes are dead before the one that lives. */

const held = new AsyncDisposableStack();
let ceiba: Collective;
let maguey: Collective;
let silent: SilentHosts;
const dead = 16;

beforeAll(async () => {
  silent = held.use(await startSilentHosts(dead));
  ceiba = held.use(await found('Ceiba'));
  maguey = held.use(await found('Maguey'));
  await meet(ceiba, maguey);
  const { db } = ceiba.node!.app.runtime;
  // Pinned before Maguey, with chains like its own that this process has verified: whose they are makes no difference.
  const peer = (await peersOf(db))[0]!.peer;
  const chain = (await peerChain(db, peer))!;
  for (const [at, origin] of silent.origins.entries()) {
    await sql`insert into peers (peer, actor, inbox, origin, name, handle, state, pinned, changed)
      select ${`dead-${at}`}, ${`${origin}/actor`}, ${`${origin}/inbox`}, ${origin}, name, handle, state,
        pinned - interval '1 day', changed from peers where origin = ${maguey.origin}`.execute(db);
    await sql`insert into peer_manifests (peer, version, id, envelope, received)
      select ${`dead-${at}`}, version, ${`manifest-${at}-`} || version, envelope, received
        from peer_manifests as m where m.peer = ${peer}`.execute(db);
    rememberChain({ ...chain, newest: { ...chain.newest, id: `manifest-${at}-1` } });
  }
}, 120_000);
afterAll(() => held.disposeAsync());

const answered = async () => {
  const { db } = ceiba.node!.app.runtime;
  return (await peersOf(db)).filter((one) => one.answered !== null).map(({ origin }) => origin);
};

test('manifests are pulled some at once: sixteen dead nodes take two rounds, not sixteen', async () => {
  const { runtime } = ceiba.node!.app;
  await runtime.db.updateTable('peers').set({ pulled: null, answered: null }).execute();
  const began = performance.now();
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, silent.open().all)), 20);
  await refreshing(runtime).all();
  clearInterval(watch);
  expect(await answered()).toEqual([maguey.origin]);
  // Two documents of each of eight peers; what is aborted of one round may still be open in the next. Beside them, the
  // chore that asks for releases of desks has eight.
  expect(most).toBeGreaterThanOrEqual(8);
  expect(most).toBeLessThanOrEqual(40);
  expect(performance.now() - began).toBeLessThan(40_000);
}, 60_000);

test('fifty announcements of a dead node cost two looks at it, and a living one’s is shown meanwhile', async () => {
  const { db } = ceiba.node!.app.runtime;
  const [first] = silent.origins;
  await sql`insert into agreements_received (id, actor, object, url, digest, state, received, next_try, tries)
    select gen_random_uuid(), ${`${first}/actor`}, ${`${first}/agreements/`} || i, ${`${first}/statements/`} || i,
      'z' || i, 'pending', now() - interval '1 hour', now(), 0 from generate_series(1, 50) as i`.execute(db);
  await adopt(maguey, 'maguey-v1.es.md', agreementText('maguey-v1.es.md'));
  const states = async () => {
    const rows = await db.selectFrom('agreements_received').select(['actor', 'state', 'tries']).execute();
    return {
      living: rows.filter(({ actor }) => !actor.startsWith(first!)).map(({ state }) => state),
      tried: rows.filter(({ actor, tries }) => actor.startsWith(first!) && tries > 0).length,
    };
  };
  await eventually(states, ({ living }) => living.includes('shown'), 4_000);
  await fetchPending(ceiba.node!.app.runtime);
  expect((await states()).tried).toBeLessThanOrEqual(4);
}, 60_000);
