import type { I18n } from '@lingui/core';
import { doubtText } from '../../say/words.ts';
import { type Doubt, wordFields } from './typed-words.ts';

const letters = [...'abcdefghijklmnopqrstuvwxyz'];

/**
 * Twelve numbered fields in one column, and the letters for them. Drawn by a server and by a browser alike; without
 * `letterKeys` the letters stay hidden. No field is ever filled by us.
 */
export function WordEntry({ i18n, doubt = null }: { i18n: I18n; doubt?: Doubt | null }) {
  return (
    <div class="word-entry" data-words>
      <p class="hint" id="words-how">
        {i18n._('words.how', {}, { message: 'Four letters of each word will do. All twelve can go in the first box.' })}
      </p>
      <p class="wrong" id="words-doubt" role="status">
        {doubt === null ? '' : doubtText(i18n, doubt)}
      </p>
      <ol class="typed-words" dir="ltr">
        {wordFields.map((name, place) => (
          <li>
            <WordField i18n={i18n} name={name} number={place + 1} doubtful={doubt?.at.includes(place + 1) ?? false} />
          </li>
        ))}
      </ol>
      <LetterKeys i18n={i18n} />
    </div>
  );
}

/** Nothing that a browser, a keyboard or a translator keeps, mends or sends elsewhere. */
const unkept = {
  autocomplete: 'off',
  autocapitalize: 'none',
  autocorrect: 'off',
  // As text: drawn in a browser, `false` would only take the attribute away.
  spellcheck: 'false' as unknown as boolean,
  translate: 'no',
  enterkeyhint: 'next',
} as const;

type WordProps = { i18n: I18n; name: string; number: number; doubtful: boolean };

function WordField({ i18n, name, number, doubtful }: WordProps) {
  return (
    <input
      type="text"
      name={name}
      id={name}
      data-word
      dir="ltr"
      aria-label={i18n._('words.word', { number }, { message: 'Word {number}' })}
      aria-invalid={doubtful ? 'true' : undefined}
      aria-describedby={number === 1 ? 'words-how words-doubt' : 'words-doubt'}
      maxlength={number === 1 ? 400 : 40}
      {...unkept}
    />
  );
}

/** One key for each letter, all of a width: what cannot come next is said to be off, and stays where it is. */
function LetterKeys({ i18n }: { i18n: I18n }) {
  const own = i18n._('words.own', {}, { message: 'Use my own keyboard' });
  return (
    <div class="letters" data-keys hidden dir="ltr">
      <fieldset aria-label={i18n._('words.letters', {}, { message: 'Letters' })}>
        {letters.map((letter) => (
          <button type="button" data-letter={letter} translate="no">
            {letter}
          </button>
        ))}
        <button type="button" data-key="erase" aria-label={i18n._('words.erase', {}, { message: 'Erase a letter' })}>
          ⌫
        </button>
        <button type="button" data-key="next" aria-label={i18n._('words.next', {}, { message: 'Next word' })}>
          →
        </button>
      </fieldset>
      <button type="button" data-key="own">
        {own}
      </button>
    </div>
  );
}
