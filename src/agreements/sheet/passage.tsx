import type { Agreement } from '../../../schemas/agreement.ts';
import { Prose } from '../../web/parts.tsx';
import { directionOf, type View } from '../../web/view.ts';
import { inLanguage } from '../versions/in-language.ts';

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

/** How a clause can look, what we do, what support there is: each list under its heading. */
export function ClauseLists({
  view,
  agreement,
  clause,
}: {
  view: View;
  agreement: { languages: readonly string[] };
  clause: Pick<Agreement['clauses'][number], 'examples' | 'responses' | 'support'>;
}) {
  const { i18n } = view;
  const shown = { view, agreement };
  return (
    <>
      <Entries
        {...shown}
        lists={clause.examples}
        heading={i18n._('agreement.examples', {}, { message: 'How it can look' })}
      />
      <Entries
        {...shown}
        lists={clause.responses}
        heading={i18n._('agreement.responses', {}, { message: 'What we do' })}
      />
      <Entries
        {...shown}
        lists={clause.support}
        heading={i18n._('agreement.support', {}, { message: 'Support you can count on' })}
      />
    </>
  );
}
