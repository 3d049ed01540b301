import { lookUp, type Shared } from '../../src/client/alerts/withdraw.ts';
import { connect } from '../../src/client/api/api.ts';
import { adopt, attested, consented, sealed } from '../../src/commands/scripted-steps.ts';
import { alertWords } from './alert-words.ts';
import { handedOver } from './past-pause.ts';
import { agreementText, trustForAlerts } from './trust.ts';
import { type Collective, eventually, found, type WorldOptions } from './world.ts';

/** Ceiba, which shares alerts with two partners. */
export type TwoHolders = AsyncDisposable & {
  ceiba: Collective;
  peers: readonly [maguey: string, hawthorn: string];
  /** Shares an alert with both; gives the words of the person affected, once both have it. */
  share(): Promise<string>;
  /** What stands under somebody's words. */
  under(words: string): Promise<readonly Shared[]>;
};

/** Opens three nodes that trust each other for alerts from the first. */
export async function twoHolders(options: WorldOptions = {}): Promise<TwoHolders> {
  await using opened = new AsyncDisposableStack();
  const ceiba = opened.use(await found('Ceiba', options));
  const maguey = opened.use(await found('Maguey'));
  const hawthorn = opened.use(await found('Hawthorn'));
  await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
  const peers = [await trustForAlerts(ceiba, maguey), await trustForAlerts(ceiba, hawthorn)] as const;
  const under = async (words: string) => (await lookUp(connect(ceiba.origin), words, new Date())).deliveries;
  const kept = opened.move();
  return {
    ceiba,
    peers,
    under,
    async share() {
      const draft = await attested(ceiba, alertWords());
      const words = await consented(ceiba, draft, peers[0]);
      await consented(ceiba, draft, peers[1], { words });
      for (const peer of peers) await handedOver(ceiba, await sealed(ceiba, draft, peer));
      await eventually(
        () => under(words),
        (some) => some.every(({ steps }) => steps.at(-1)?.acknowledged === 'stored'),
      );
      return words;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
