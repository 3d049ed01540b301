import { Refusal } from '../../schemas/codes.ts';
import { adopt, compareWords, meet, stand } from '../../src/commands/scripted-steps.ts';
import { createEgress, type Egress } from '../../src/platform/egress.ts';
import type { Runtime } from '../../src/runtime.ts';
import { agreementText } from '../support/trust.ts';
import { type Collective, found } from '../support/world.ts';

/** A way to the other side on which a test lets some requests get lost. */
export type Way = { egress: Egress; lost: (method: 'GET' | 'POST', url: string) => boolean };

/**
 * Ceiba and Maguey follow each other, Maguey takes alerts of Ceiba, and each sees the other through a way of its own.
 */
export type Partners = AsyncDisposable & Record<'ceiba' | 'maguey', Collective & { way: Way }> & { egress: Egress };

/** What a collective's node runs on. */
export const runtimeOf = ({ node }: Collective): Runtime => node!.app.runtime;

const nothing = () => false;

function wayOver(egress: Egress): Way {
  const refused = (method: 'GET' | 'POST', url: string) => {
    if (way.lost(method, url)) throw new Refusal('unreachable', 'connect');
  };
  const way: Way = {
    lost: nothing,
    egress: {
      async get(url, options) {
        refused('GET', url);
        return egress.get(url, options);
      },
      async post(url, options) {
        refused('POST', url);
        return egress.post(url, options);
      },
    },
  };
  return way;
}

/** Nothing gets lost on this way any more. */
export function mend(way: Way): void {
  way.lost = nothing;
}

export async function openPartners(): Promise<Partners> {
  const held = new AsyncDisposableStack();
  const egress = held.use(createEgress({ allowLoopback: true, userAgent: 'Convive-test' }));
  const open = async (name: string) => {
    const way = wayOver(egress);
    const collective = held.use(await found(name, { replace: { egress: way.egress } }));
    return Object.assign(collective, { way });
  };
  const [ceiba, maguey] = await Promise.all([open('Ceiba'), open('Maguey')]);
  await meet(ceiba, maguey);
  await meet(maguey, ceiba);
  await compareWords(maguey, ceiba, 'es');
  await stand(maguey, ceiba, { accepts: ['alerts'], sends: [] });
  return { ceiba, maguey, egress, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

/** Publishes Ceiba's first agreement. */
export const publish = (ceiba: Collective) => adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
