import { useEffect, useState } from 'hono/jsx/dom';
import type { KeyringWorker } from './keyring-worker.ts';
import { whyText } from './words.ts';

/** What a screen shows of work that takes a while: that it is under way, why it was not done, or what was. */
export type Working = {
  busy: boolean;
  wrong: string | null;
  done: string | null;
  /** Does it; a sentence that it gives says what was done. What is begun later is what is shown. */
  doing(work: () => Promise<unknown>): Promise<void>;
  /** Counts what was begun. */
  turn(): number;
};

/** Whether a part of the page is still shown. One that is gone and gets a state would be drawn again (hono/jsx/dom). */
function useShown(): { still: boolean } {
  const [shown] = useState({ still: true });
  useEffect(
    () => () => {
      shown.still = false;
    },
    [],
  );
  return shown;
}

/** Every screen works in this way, so that no press is lost or counts twice. */
export function useWorking(): Working {
  const shown = useShown();
  const [begun] = useState({ count: 0 });
  const [state, setState] = useState(idle);
  const doing = async (work: () => Promise<unknown>): Promise<void> => {
    begun.count += 1;
    const turn = begun.count;
    // What was done may lead to another screen: only once that is drawn can this one know.
    const settle = (next: typeof idle) => setTimeout(() => shown.still && begun.count === turn && setState(next));
    setState({ ...idle, busy: true });
    try {
      const done = await work();
      settle({ ...idle, done: typeof done === 'string' ? done : null });
    } catch (error) {
      settle({ ...idle, wrong: whyText(error) });
    }
  };
  return { ...state, doing, turn: () => begun.count };
}

const idle: Pick<Working, 'busy' | 'wrong' | 'done'> = { busy: false, wrong: null, done: null };

type Ask = KeyringWorker['ask'];

/**
 * Asks the worker for as long as this part of the page is shown, and where `work` is named, until something else is
 * begun there. What it answers later is dropped: nothing changes under a finger.
 */
export function useAsk(ask: Ask, work?: Pick<Working, 'turn'>): Ask {
  const shown = useShown();
  return (task, ...given) => {
    const turn = work?.turn();
    const still = () => shown.still && work?.turn() === turn;
    return new Promise((resolve, reject) => {
      ask(task, ...given).then(
        (done) => still() && resolve(done),
        (error: unknown) => still() && reject(error),
      );
    });
  };
}
