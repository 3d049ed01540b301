import { useEffect, useState } from 'hono/jsx/dom';
import type { KeyringWorker } from './keyring-worker.ts';
import { whyText } from './words.ts';

/** What a screen shows of work that takes a while: that it is under way, why it was not done, or what was. */
export type Working = {
  busy: boolean;
  wrong: string | null;
  done: string | null;
  /** Does it; a sentence that it gives says what was done. */
  doing(work: () => Promise<unknown>): Promise<void>;
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
  const [state, setState] = useState<Omit<Working, 'doing'>>({ busy: false, wrong: null, done: null });
  // What was done may lead to another screen: only once that is drawn can this one know.
  const settle = (next: Omit<Working, 'doing'>) => setTimeout(() => shown.still && setState(next));
  const doing = async (work: () => Promise<unknown>): Promise<void> => {
    setState({ busy: true, wrong: null, done: null });
    try {
      const done = await work();
      settle({ busy: false, wrong: null, done: typeof done === 'string' ? done : null });
    } catch (error) {
      settle({ busy: false, wrong: whyText(error), done: null });
    }
  };
  return { ...state, doing };
}

type Ask = KeyringWorker['ask'];

/** Asks the worker for as long as this part of the page is shown. What it answers later is dropped. */
export function useAsk(ask: Ask): Ask {
  const shown = useShown();
  return (task, ...given) =>
    new Promise((resolve, reject) => {
      ask(task, ...given).then(
        (done) => shown.still && resolve(done),
        (error: unknown) => shown.still && reject(error),
      );
    });
}
