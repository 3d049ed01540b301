import { fieldOf, fieldsOf } from '../../agreement-file/fields.ts';
import type { AnyPart } from '../../agreement-file/parts.ts';
import { fieldLabel } from '../../agreement-file/vocabulary.ts';
import { termName } from '../../platform/terms.ts';
import { canonical } from '../../protocol/canonical.ts';
import { readable } from '../../web/markdown.ts';
import { directionOf, languageName, type View } from '../../web/view.ts';
import { saidWords, spokenFields } from '../sheet/field-value.ts';
import { notDecided, Passage } from '../sheet/passage.tsx';
import { type Typed, typedOf } from './form-values.ts';
import type { Step } from './part-name.ts';
import type { Content, FieldGroup } from './text.ts';

/**
 * A part as it will read once published: Markdown reduced to what a page may hold, in every language it is written in.
 */
export function PartReads({
  view,
  content,
  languages,
}: {
  view: View;
  content: Content;
  languages: readonly string[];
}) {
  const { kind } = content;
  const part: AnyPart = content;
  const around = { languages };
  const said =
    kind === 'front' ? [] : saidWords(view, around, kind, part).map(({ label, value }) => `${label}: ${value}`);
  const fields = spokenFields(view, kind, part, ['title']);
  const alone = languages.length === 1;
  return (
    <>
      {said.length === 0 ? null : <p class="quiet">{said.join(' · ')}</p>}
      {fields.map(({ label, undecided }) =>
        undecided ? (
          <p>
            {label}: {notDecided(view)}
          </p>
        ) : null,
      )}
      {languages.map((language) => {
        const agreement = { languages: [language] };
        return (
          <div lang={language} dir={directionOf(language)}>
            {alone ? null : <h3>{languageName(view, language)}</h3>}
            {fields.map(({ field, label, texts }) => {
              const words = only(texts, language);
              if (Object.values(words).every((value) => value.length === 0)) return null;
              return (
                <>
                  {field.lead ? null : alone ? <h3>{label}</h3> : <h4>{label}</h4>}
                  <Passage view={{ ...view, textLanguage: language }} agreement={agreement} words={words} />
                </>
              );
            })}
          </div>
        );
      })}
    </>
  );
}

/** The fields of a part exactly as they were typed, or only those that are not the same in `against`. */
export function PartTyped({
  view,
  kind,
  typed,
  against,
  steps,
}: {
  view: View;
  kind: FieldGroup;
  typed: Typed;
  against?: Typed;
  steps: readonly Step[];
}) {
  const names = Object.keys(against ? { ...typed, ...against } : typed).filter(
    (name) => !against || canonical(typed[name] ?? '') !== canonical(against[name] ?? ''),
  );
  return (
    <dl>
      {names.map((name) => {
        const [key = '', language] = name.split('.');
        const value = valueWords(view, kind, key, typed[name] ?? '', steps);
        return (
          <>
            <dt>
              {fieldLabel(kind, key, view.language)}
              {language === undefined ? null : <span class="quiet"> · {languageName(view, language)}</span>}
            </dt>
            <dd class="typed" lang={language} dir="auto">
              {value === '' ? view.i18n._('writing.nothing', {}, { message: 'Nothing' }) : readable(value)}
            </dd>
          </>
        );
      })}
    </dl>
  );
}

/** What a part's form would show, in one order. */
export function typedInOrder(content: Content): Typed {
  const typed = typedOf(content);
  const order = fieldsOf(content.kind).map(([key]) => key);
  const place = (name: string) => order.indexOf(name.split('.')[0] ?? '');
  return Object.fromEntries(Object.entries(typed).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1)));
}

/** A value of a form as people read it: fixed words by their names, steps by theirs. */
function valueWords(
  view: View,
  kind: FieldGroup,
  key: string,
  value: string | readonly string[],
  steps: readonly Step[],
): string {
  const { i18n, language } = view;
  const field = fieldOf(kind, key);
  if (typeof value !== 'string') {
    const chosen = (field?.options ?? []).filter((name) => value.includes(name));
    return new Intl.ListFormat(language).format(chosen.map((name) => termName(i18n, field?.terms ?? '', name)));
  }
  if (field?.undecided && value === 'not_decided_yet') return notDecided(view);
  if (field?.shape === 'step') return steps.find(({ id }) => id === value)?.name ?? '';
  return field?.terms === undefined || value === '' ? value : termName(i18n, field.terms, value);
}

function only<T>(values: Record<string, T>, language: string): Record<string, T> {
  const value = values[language];
  return value === undefined ? {} : { [language]: value };
}
