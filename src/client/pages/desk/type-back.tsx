/** @jsxImportSource hono/jsx/dom */
import { askedBack } from '../../desk/begin/asked-back.ts';
import { TextField } from '../parts/fields.tsx';
import { Press, Screen, Send, Wrong } from './parts.tsx';
import { typedIn } from './typed-in.ts';
import { i18n } from './words.ts';
import type { Working } from './working.ts';

type Props = {
  work: Pick<Working, 'busy' | 'wrong'>;
  typed: (back: string[]) => void;
  /** What typing them does. */
  press: string;
  again: () => void;
};

/** Three of twelve new words, typed from the paper that they were written on: only then they count. */
export function TypeBack({ work: { busy, wrong }, typed, press, again }: Props) {
  const submit = (event: Event) => {
    const said = typedIn(event);
    if (!busy) typed(askedBack.map((at) => said(`word-${at + 1}`)));
  };
  return (
    <Screen title={i18n._('begin.back-title', {}, { message: 'Three of them, from the paper' })}>
      <form autocomplete="off" onSubmit={submit}>
        {askedBack.map((at) => (
          <TextField
            plain
            required
            name={`word-${at + 1}`}
            label={i18n._('begin.word', { number: at + 1 }, { message: 'Word {number}' })}
          />
        ))}
        <Wrong text={wrong} />
        <div class="press">
          <Send text={press} busy={busy} />
          <Press text={i18n._('begin.words-again', {}, { message: 'See the words again' })} busy={busy} press={again} />
        </div>
      </form>
    </Screen>
  );
}
