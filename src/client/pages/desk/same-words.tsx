/** @jsxImportSource hono/jsx/dom */
import { WordList } from '../parts/word-list.tsx';
import { i18n } from './words.ts';

/** Twelve words that everybody who signs reads to the others. */
export function SameWords({ words }: { words: string }) {
  return (
    <section aria-labelledby="same">
      <h2 id="same">{i18n._('desk.same-words', {}, { message: 'Read these words to each other' })}</h2>
      <p>
        {i18n._('desk.same-words-how', {}, { message: 'Everybody who signs must see the same, in the same order.' })}
      </p>
      <WordList words={words.split(' ')} />
    </section>
  );
}
