import { connect } from '../../src/client/api/api.ts';
import { setUpTogether } from '../../src/client/set-up/set-up-together.ts';
import type { Party } from '../../src/commands/scripted-steps.ts';
import { readSettings } from '../../src/config.ts';
import { type RunningNode, type StartOptions, startNode } from '../../src/main.ts';
import type { Log } from '../../src/platform/logging.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { type FreshPlace, freshPlace } from './databases.ts';
import { quiet } from './quiet.ts';

/**
 * A collective of the cast with its node: real database, real HTTP on loopback, three founders' real keys; the third is
 * steward alone.
 */
export type Collective = Party & {
  place: FreshPlace;
  /** The node that answers now; null while it is down. */
  node: RunningNode | null;
  /** Stops the node as SIGTERM would. */
  stop(): Promise<void>;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
};

/** `exitSite` is where quick exit leads. */
export type WorldOptions = { replace?: StartOptions['replace']; log?: Log; exitSite?: string };

const languages: Record<string, string> = { Ceiba: 'es', Maguey: 'es', Hawthorn: 'en', Espora: 'es', Umbral: 'es' };
const plans = [['steward', 'accompanier'], ['steward', 'accompanier'], ['steward']] as const;

/** Starts one collective and founds it with three people. Dispose it: the node stops, its database is gone. */
export async function found(name: string, options: WorldOptions = {}): Promise<Collective & AsyncDisposable> {
  const place = await freshPlace();
  let code = '';
  let port = 0;
  const begin = async () => {
    const env = {
      DATA: place.folder,
      PORT: String(port),
      ...('url' in place.database && { DATABASE_URL: place.database.url }),
    };
    const node = await startNode({
      settings: { ...readSettings(env), ...(options.exitSite !== undefined && { exitSite: options.exitSite }) },
      log: options.log ?? quiet,
      announce: (announced) => {
        code = announced;
      },
      env: {},
      ...(options.replace && { replace: options.replace }),
    });
    port = Number(new URL(node.origin).port);
    return node;
  };
  const node = await begin();
  const language = languages[name] ?? 'en';
  const profile = { name, handle: name.toLowerCase(), summary: `${name}.`, language };
  const founders = plans.map((roles) => ({ roles, words: wordsOf(newSecret(), 'es') }));
  const keyrings = await setUpTogether(connect(node.origin, `Setup ${code}`), founders, { profile }, async () => {});
  const collective: Collective & AsyncDisposable = {
    name,
    place,
    origin: node.origin,
    node,
    keyrings,
    async stop() {
      const running = collective.node;
      collective.node = null;
      await running?.[Symbol.asyncDispose]();
    },
    async start() {
      collective.node = await begin();
    },
    async [Symbol.asyncDispose]() {
      await collective.stop();
      await place[Symbol.asyncDispose]();
    },
  };
  return collective;
}

/** Asks again until the answer is what is waited for; fails after a time-out with what was seen last. */
export async function eventually<T>(
  look: () => Promise<T>,
  enough: (seen: T) => boolean,
  timeoutMs = 10_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (enough(seen)) return seen;
    if (Date.now() > end) throw new Error(`still not so after ${timeoutMs} ms: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
