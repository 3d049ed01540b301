/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom';
import { Screen, Wrong } from './parts.tsx';
import { i18n } from './words.ts';

/** Twelve words open the keyring. */
export function Locked({ why, unlock }: { why: string | null; unlock: (words: string) => Promise<string | null> }) {
  const [[busy, wrong], setState] = useState<[boolean, string | null]>([false, null]);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setState([true, null]);
    const words = new FormData(event.target as HTMLFormElement).get('words');
    const refused = await unlock(String(words ?? ''));
    if (refused !== null) setState([false, refused]);
  };
  return (
    <Screen title={i18n._('desk.locked', {}, { message: 'The desk is locked' })}>
      {why === null ? null : <p class="note">{why}</p>}
      <p class="lead">
        {i18n._(
          'desk.unlock-how',
          {},
          { message: 'Your twelve words open your keyring on this device, until you lock it.' },
        )}
      </p>
      <form autocomplete="off" spellcheck={false} onSubmit={submit}>
        <div class="field">
          <label for="words">{i18n._('desk.words', {}, { message: 'Your twelve words' })}</label>
          <p class="hint" id="words-hint">
            {i18n._(
              'desk.words-hint',
              {},
              { message: 'In their order, with spaces. Four letters of each are enough.' },
            )}
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
        </div>
      </form>
      <Honest />
    </Screen>
  );
}

/** What nobody can promise (PROTOCOL §9), before a key is opened here. */
function Honest() {
  return (
    <section aria-labelledby="honest">
      <h2 id="honest">{i18n._('desk.honest', {}, { message: 'What nobody can promise you' })}</h2>
      <p>
        {i18n._(
          'desk.honest-text',
          {},
          {
            message:
              'Of an alert this server keeps only sealed text. It also sends you the program that opens it: whoever ' +
              'changes that program can read what you open. No browser can yet prove it unchanged.',
          },
        )}
      </p>
    </section>
  );
}
