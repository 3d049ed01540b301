import { useEffect, useState } from 'hono/jsx/dom';
import type { Answers } from '../../../desk/care/answers.ts';
import type { Kept } from '../../../desk/care/drafts-tasks.ts';
import type { Opening } from '../../../desk/showing.ts';
import type { Area } from '../area.ts';
import { i18n, whyText } from '../words.ts';
import { type Keeper, type Keeping, keeperFor } from './keeper.ts';

/** What a composer knows of what is typed into it. */
export type Typing = Keeper & { hints: Kept['hints']; says: string };

/** Keeps what is typed, sealed by the worker; nothing of it lies in the browser's storage. */
export function useTyping(ask: Area['ask'], { opening, answers: first }: Opening & { answers: Answers }): Typing {
  const [hints, setHints] = useState<Kept['hints']>({});
  const [keeping, setKeeping] = useState<Keeping>({ state: 'nothing' });
  const [keeper] = useState(() =>
    keeperFor(first, async (answers) => setHints((await ask('keepTyped', { opening, answers })).hints), setKeeping),
  );
  useEffect(() => {
    const over = new AbortController();
    const keepWhenHidden = () => document.visibilityState === 'hidden' && void keeper.flush();
    document.addEventListener('visibilitychange', keepWhenHidden, { signal: over.signal });
    return () => over.abort();
  }, []);
  return { ...keeper, hints, says: keepingText(keeping) };
}

function keepingText(keeping: Keeping): string {
  if (keeping.state === 'not') {
    const why = whyText(keeping.why);
    return i18n._('care.not-kept', { why }, { message: 'Not kept: {why} It stays on this page, and is tried again.' });
  }
  if (keeping.state === 'kept')
    return i18n._('care.kept', {}, { message: 'Kept at your node, sealed to your care team.' });
  if (keeping.state === 'typing') return i18n._('care.typing', {}, { message: 'Not kept yet.' });
  return '';
}

/** What the fields of a form hold, by name; one without a choice holds nothing. */
export function answersIn(form: HTMLFormElement): Answers {
  const names = [...form.elements].flatMap((one) => one.getAttribute('name') ?? []);
  const data = new FormData(form);
  return Object.fromEntries([...new Set(names)].map((name) => [name, data.getAll(name).map(String)]));
}
