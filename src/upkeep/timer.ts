import type { Log } from '../platform/logging.ts';

/** Work that comes round: what it is called in the log, how often (milliseconds), and what it does. */
export type Chore = { name: string; everyMs: number; work: () => Promise<unknown> };

/** Runs each chore at once and then on its timer, never two of the same at a time. A failure is logged; the next round comes. */
export function startChores(chores: readonly Chore[], log: Log): AsyncDisposable {
  const running = new Set<Promise<void>>();
  const round = ({ name, work }: Chore) => {
    const turn: Promise<void> = work()
      .then(
        () => undefined,
        (error: unknown) => log.error('upkeep.chore-failed', { action: name, error }),
      )
      .finally(() => running.delete(turn));
    running.add(turn);
    return turn;
  };
  let stopped = false;
  const timers = new Set<NodeJS.Timeout>();
  const again = async (chore: Chore): Promise<void> => {
    await round(chore);
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void again(chore);
    }, chore.everyMs);
    timers.add(timer.unref());
  };
  for (const chore of chores) void again(chore);
  return {
    async [Symbol.asyncDispose]() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
