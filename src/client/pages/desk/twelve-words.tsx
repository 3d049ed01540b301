/** @jsxImportSource hono/jsx/dom */
import { typedIn } from './fields.tsx';
import { Press, Wrong } from './parts.tsx';
import { i18n } from './words.ts';
import type { Working } from './working.ts';

type Props = { work: Pick<Working, 'busy' | 'wrong'>; typed: (words: string) => void; back?: () => void };

/** Where somebody types the twelve words of a keyring. */
export function TwelveWords({ work: { busy, wrong }, typed, back }: Props) {
  const submit = (event: Event) => {
    const read = typedIn(event);
    if (!busy) typed(read('words'));
  };
  return (
    <form autocomplete="off" spellcheck={false} onSubmit={submit}>
      <div class="field">
        <label for="words">{i18n._('desk.words', {}, { message: 'Your twelve words' })}</label>
        <p class="hint" id="words-hint">
          {i18n._('desk.words-hint', {}, { message: 'In their order, with spaces. Four letters of each are enough.' })}
        </p>
        <textarea
          id="words"
          name="words"
          rows={4}
          required
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-describedby="words-hint"
        />
      </div>
      <Wrong text={wrong} />
      <div class="press">
        <button type="submit" class="main" aria-disabled={busy ? 'true' : undefined}>
          {busy
            ? i18n._('desk.unlocking', {}, { message: 'Opening…' })
            : i18n._('desk.unlock', {}, { message: 'Open my keyring' })}
        </button>
        {back ? <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={busy} press={back} /> : null}
      </div>
    </form>
  );
}
