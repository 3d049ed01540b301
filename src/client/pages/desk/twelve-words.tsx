/** @jsxImportSource hono/jsx/dom */
import { useEffect, useRef } from 'hono/jsx/dom';
import { letterKeys, type Typing } from '../parts/letter-keys.ts';
import { WordEntry } from '../parts/word-entry.tsx';
import { Press, Send, Wrong } from './parts.tsx';
import { i18n, wordsKnown } from './words.ts';
import type { Working } from './working.ts';

type Props = {
  work: Pick<Working, 'busy' | 'wrong'>;
  typed: (words: string) => void;
  /** What pressing does, where that is not to open a keyring. */
  press?: string;
  back?: () => void;
};

/** Where somebody types twelve words: of a keyring, or of the person affected. */
export function TwelveWords({ work: { busy, wrong }, typed, press, back }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const typing = useRef<Typing>(null);
  useEffect(() => {
    const entry = form.current?.querySelector<HTMLElement>('[data-words]');
    if (entry) typing.current = letterKeys(entry, i18n, wordsKnown());
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    const words = busy ? null : (typing.current?.whole() ?? null);
    if (words !== null) typed(words);
  };
  return (
    <form autocomplete="off" onSubmit={submit} ref={form}>
      <WordEntry i18n={i18n} />
      <Wrong text={wrong} />
      <div class="press">
        <Send
          text={
            press ??
            (busy
              ? i18n._('desk.unlocking', {}, { message: 'Opening…' })
              : i18n._('desk.unlock', {}, { message: 'Open my keyring' }))
          }
          busy={busy}
        />
        {back ? <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={busy} press={back} /> : null}
      </div>
    </form>
  );
}
