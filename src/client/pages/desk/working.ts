import { useState } from 'hono/jsx/dom';
import { whyText } from './words.ts';

/** What a screen shows of work that takes a while: that it is under way, why it was not done, or what was. */
export type Working = {
  busy: boolean;
  wrong: string | null;
  done: string | null;
  /** Does it; a sentence that it gives says what was done. */
  doing(work: () => Promise<unknown>): Promise<void>;
};

/** Every screen works in this way, so that no press is lost or counts twice. */
export function useWorking(): Working {
  const [state, setState] = useState<Omit<Working, 'doing'>>({ busy: false, wrong: null, done: null });
  const doing = async (work: () => Promise<unknown>): Promise<void> => {
    setState({ busy: true, wrong: null, done: null });
    try {
      const done = await work();
      setState({ busy: false, wrong: null, done: typeof done === 'string' ? done : null });
    } catch (error) {
      setState({ busy: false, wrong: whyText(error), done: null });
    }
  };
  return { ...state, doing };
}
