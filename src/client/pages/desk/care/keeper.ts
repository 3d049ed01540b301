import type { Answers } from '../../../desk/care/answers.ts';

/** What is known of what was typed: kept at the node, on its way there, or not, and then why. */
export type Keeping = { state: 'nothing' | 'typing' | 'kept' } | { state: 'not'; why: unknown };

export type Keeper = {
  /** Everything that was typed so far. */
  answers(): Answers;
  /** Notes what fields hold now, to be kept after a pause. */
  note(typed: Answers): void;
  /** Keeps it now; false where that was refused. */
  flush(): Promise<boolean>;
};

type Timer = Parameters<typeof clearTimeout>[0];

/** Keeps what is typed after a pause, one save at a time, and tries again where it could not. */
export function keeperFor(
  first: Answers,
  save: (answers: Answers) => Promise<void>,
  told: (keeping: Keeping) => void,
  { pauseMs = 2000, againMs = 10_000 } = {},
): Keeper {
  let answers = first;
  let kept = JSON.stringify(first);
  let saving: Promise<boolean> | null = null;
  let timer: Timer;
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };
  const saveAll = async (): Promise<boolean> => {
    while (JSON.stringify(answers) !== kept) {
      const now = answers;
      try {
        await save(now);
      } catch (why) {
        told({ state: 'not', why });
        later(againMs);
        return false;
      }
      kept = JSON.stringify(now);
      told({ state: JSON.stringify(answers) === kept ? 'kept' : 'typing' });
    }
    return true;
  };
  const flush = (): Promise<boolean> => {
    clearTimeout(timer);
    saving ??= saveAll().finally(() => {
      saving = null;
    });
    return saving;
  };
  return {
    answers: () => answers,
    note(typed) {
      answers = { ...answers, ...typed };
      if (JSON.stringify(answers) === kept) return;
      told({ state: 'typing' });
      later(pauseMs);
    },
    flush,
  };
}
