import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/logging.ts';
import type { Chore } from '../room.ts';

/** How often the clock is looked at, in milliseconds. */
const lookMs = 1000;

type Round = { began: Date; again: boolean; running: Promise<void> | null; timer: NodeJS.Timeout | null };

/**
 * Runs each chore at once and then whenever its time has passed by the clock since it began last, so that a machine
 * that slept does not wait once more; never two of the same at a time. A failure is logged; the next round comes.
 */
export function startChores<Name extends string>(
  chores: Readonly<Record<Name, Chore>>,
  { clock, log }: { clock: Clock; log: Log },
): AsyncDisposable & { soon: (name: Name) => void } {
  const rounds = new Map<Name, Round>();
  let stopped = false;

  const run = (name: Name): void => {
    const round = rounds.get(name) ?? { began: clock.now(), again: false, running: null, timer: null };
    rounds.set(name, round);
    if (round.timer) clearTimeout(round.timer);
    round.again = round.running !== null;
    if (stopped || round.running) return;
    round.began = clock.now();
    round.running = chores[name]
      .work()
      .catch((error: unknown) => log.error('upkeep.chore-failed', { action: name, error }))
      .then(() => {
        round.running = null;
        if (stopped) return;
        if (round.again) run(name);
        else wait(name, round);
      });
  };

  const wait = (name: Name, round: Round): void => {
    const { everyMs } = chores[name];
    const look = () => {
      // A clock that was set back must not keep a chore waiting for as long again.
      if (Math.abs(clock.now().getTime() - round.began.getTime()) >= everyMs) run(name);
      else wait(name, round);
    };
    round.timer = setTimeout(look, Math.min(everyMs, lookMs)).unref();
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
