/** Twelve words to write down or to read aloud: one numbered column, for no translator. */
export function WordList({ words }: { words: readonly string[] }) {
  return (
    <ol class="words" translate="no" lang="" dir="ltr">
      {words.map((word) => (
        <li>{word}</li>
      ))}
    </ol>
  );
}
