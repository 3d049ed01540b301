import type { FieldGroup } from '../../agreement-file/fields.ts';
import type { AnyPart } from '../../agreement-file/parts.ts';
import { Prose } from '../../web/parts.tsx';
import { directionOf, type View } from '../../web/view.ts';
import { inLanguage } from '../versions/in-language.ts';
import { spokenFields } from './field-value.ts';

type Texts = Record<string, string | string[]>;

/** A text or a list of an agreement in the reader's language where it has one; nothing when it is empty. */
export function Passage({
  view,
  agreement,
  words,
  lead,
}: {
  view: View;
  agreement: { languages: readonly string[] };
  words: Texts;
  lead?: boolean;
}) {
  const found = inLanguage(words, view.textLanguage, agreement.languages);
  if (found === null || found.value.length === 0) return null;
  const { value, language } = found;
  if (typeof value === 'string') return <Prose text={value} language={language} from={view.textsFrom} lead={lead} />;
  return (
    <ul lang={language} dir={directionOf(language)}>
      {value.map((text) => (
        <li>
          <Prose text={text} language={language} from={view.textsFrom} line />
        </li>
      ))}
    </ul>
  );
}

/**
 * The words of a part below its heading, each field under its label; the lead has none. Fields in `but` are shown
 * elsewhere.
 */
export function PartWords({
  view,
  agreement,
  kind,
  part,
  but = [],
}: {
  view: View;
  agreement: { languages: readonly string[] };
  kind: FieldGroup;
  part: AnyPart;
  but?: readonly string[];
}) {
  return (
    <>
      {spokenFields(view, kind, part, but).map(({ field, label, texts, undecided }) => (
        <>
          {field.lead ? null : <h4>{label}</h4>}
          {undecided ? <p>{notDecided(view)}</p> : <Passage view={view} agreement={agreement} words={texts} />}
        </>
      ))}
    </>
  );
}

/** Says of a field that it is open. */
export function notDecided({ i18n }: View): string {
  return i18n._('agreement.field-undecided', {}, { message: 'We have not decided this yet.' });
}
