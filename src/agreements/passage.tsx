import { Prose } from '../web/parts.tsx';
import { directionOf, type View } from '../web/view.ts';
import { inLanguage } from './agreement-words.ts';

/** A text of an agreement in the reader's language where it has one; nothing when the text is empty. */
export function Passage({
  view,
  agreement,
  words,
  lead,
}: {
  view: View;
  agreement: { languages: readonly string[] };
  words: Record<string, string>;
  lead?: boolean;
}) {
  const found = inLanguage(words, view.words, agreement.languages);
  return found === null ? null : <Prose text={found.value} language={found.language} lead={lead} />;
}

/** A list of an agreement under an optional heading; nothing when the list is empty. */
export function Entries({
  view,
  agreement,
  lists,
  heading,
}: {
  view: View;
  agreement: { languages: readonly string[] };
  lists: Record<string, string[]>;
  heading?: string;
}) {
  const found = inLanguage(lists, view.words, agreement.languages);
  if (found === null || found.value.length === 0) return null;
  return (
    <>
      {heading === undefined ? null : <h4>{heading}</h4>}
      <ul lang={found.language} dir={directionOf(found.language)}>
        {found.value.map((text) => (
          <li>
            <Prose text={text} language={found.language} line />
          </li>
        ))}
      </ul>
    </>
  );
}
