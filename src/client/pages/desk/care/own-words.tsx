/** @jsxImportSource hono/jsx/dom */
import { i18n } from '../words.ts';

/** Where the person affected types, or reads out, the words that they already have. */
export function OwnWords() {
  return (
    <div class="field">
      <label for="own-words">
        {i18n._('care.own-words', {}, { message: 'The twelve words that the person already has' })}
      </label>
      <textarea
        id="own-words"
        name="words"
        rows={4}
        required
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
      />
    </div>
  );
}

/** What was typed there; null where nothing was asked. */
export function ownWordsIn(event: Event): string | null {
  event.preventDefault();
  const words = new FormData(event.target as HTMLFormElement).get('words');
  return words === null ? null : String(words);
}
