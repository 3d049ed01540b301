import type { Role } from '../../schemas/manifest.ts';
import { connect } from '../../src/client/api/api.ts';
import { askToEnter } from '../../src/client/api/enter.ts';
import type { Keyring } from '../../src/client/keyring/keyring.ts';
import { setUpTogether } from '../../src/client/set-up/set-up-together.ts';
import { readSettings } from '../../src/config.ts';
import { startNode } from '../../src/main.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { enterAs, enterBy, programToken } from '../support/browser-session.ts';
import { freshPlace } from '../support/databases.ts';
import { plainAt } from '../support/plain-member.ts';
import { quiet } from '../support/quiet.ts';

/**
 * Whoever asks: nobody we know; in a browser a plain member, a member without a role, one of each role and one of both;
 * and a program of the last one.
 */
export const askers = ['stranger', 'plain', 'member', 'steward', 'accompanier', 'both', 'program'] as const;
export type Asker = (typeof askers)[number];

export type Town = AsyncDisposable & {
  /** Every route that the node mounts, by name, with its path. */
  routes: ReadonlyMap<string, string>;
  /** The status that somebody gets for a request in which nothing could be right. */
  ask(asker: Asker, route: string): Promise<number>;
};

const members = ['member', 'steward', 'accompanier', 'both'] as const;
const roles: Record<(typeof members)[number], readonly Role[]> = {
  member: [],
  steward: ['steward'],
  accompanier: ['accompanier'],
  both: ['steward', 'accompanier'],
};

/** What ends the session that asks. */
const ending = ['DELETE /sign-in', 'POST /leave', 'POST /sessions/end-all', 'GET /exit'];

/** A collective in which everybody has another role, at their node. */
export async function townOfRoles(): Promise<Town> {
  const held = new AsyncDisposableStack();
  const place = held.use(await freshPlace());
  let code = '';
  const env = { DATA: place.folder, PORT: '0', ...('url' in place.database && { DATABASE_URL: place.database.url }) };
  const announce = (said: string) => {
    code = said;
  };
  const node = held.use(await startNode({ settings: readSettings(env), log: quiet, announce, env: {} }));
  const profile = { name: 'Ceiba', handle: 'ceiba', summary: 'Ceiba.', language: 'es' };
  // A third steward, whom nobody asks as: two turn keys, and one may lose theirs.
  const all = [...members.map((one) => roles[one]), roles.steward];
  const plans = all.map((some) => ({ roles: some, words: wordsOf(newSecret(), 'es') }));
  const made = await setUpTogether(connect(node.origin, `Setup ${code}`), plans, { profile }, async () => {});
  const keyrings = Object.fromEntries(members.map((one, at) => [one, made[at]])) as Record<string, Keyring>;
  const plain = await plainAt(node.origin, keyrings.steward!);
  const sessions = new Map<Asker, Record<string, string>>();
  const session = async (asker: Asker): Promise<Record<string, string>> => {
    if (asker === 'stranger') return {};
    if (asker === 'program') return { authorization: `Bearer ${await programToken(node.origin, keyrings.both!)}` };
    if (asker === 'plain') return (await enterBy((await askToEnter((await plain.open()).api)).link)).form;
    return (await enterAs(node.origin, keyrings[asker]!)).form;
  };
  const mounted = node.app.routes.filter(({ method, path }) => method !== 'ALL' && !path.endsWith('*'));
  const named = mounted.map(({ method, path }) => [
    `${method} ${path.replace(/^\/assets\/[\w-]{12}\//, '/assets/')}`,
    path,
  ]);
  const routes = new Map(named as [string, string][]);
  return {
    routes,
    async ask(asker, route) {
      const headers = sessions.get(asker) ?? (await session(asker));
      sessions.set(asker, headers);
      const [method = ''] = route.split(' ');
      const answer = await fetch(node.origin + routes.get(route)?.replaceAll(/:\w+/g, 'none'), {
        method,
        redirect: 'manual',
        headers: { accept: 'application/json, text/html', ...headers },
        ...(method !== 'GET' && { body: '{}' }),
      });
      await answer.arrayBuffer();
      if (ending.includes(route)) sessions.delete(asker);
      return answer.status;
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
