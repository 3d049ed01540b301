import type { Log } from '../platform/logging.ts';
import type { Chore } from '../room.ts';

/** Runs each chore at once and then on its timer, never two of the same at a time. A failure is logged; the next round comes. */
export function startChores<Name extends string>(
  chores: Readonly<Record<Name, Chore>>,
  log: Log,
): AsyncDisposable & { soon: (name: Name) => void } {
  const rounds = new Map<Name, { again: boolean; running: Promise<void> | null; timer: NodeJS.Timeout | null }>();
  let stopped = false;

  const run = (name: Name): void => {
    const round = rounds.get(name) ?? { again: false, running: null, timer: null };
    rounds.set(name, round);
    if (round.timer) clearTimeout(round.timer);
    round.again = round.running !== null;
    if (stopped || round.running) return;
    const { everyMs, work } = chores[name];
    round.running = work()
      .catch((error: unknown) => log.error('upkeep.chore-failed', { action: name, error }))
      .then(() => {
        round.running = null;
        if (stopped) return;
        round.timer = setTimeout(run, round.again ? 0 : everyMs, name).unref();
      });
  };

  for (const name of Object.keys(chores) as Name[]) run(name);
  return {
    soon: run,
    async [Symbol.asyncDispose]() {
      stopped = true;
      for (const { timer } of rounds.values()) if (timer) clearTimeout(timer);
      await Promise.all([...rounds.values()].map(({ running }) => running));
    },
  };
}
