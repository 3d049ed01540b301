import { axis, severity, stance, violence } from '../../../schemas/terms.ts';
import { axisName, severityName, violenceName } from '../../platform/terms.ts';
import { canonical } from '../../protocol/canonical.ts';
import { readable } from '../../web/markdown.ts';
import { directionOf, languageName, type View } from '../../web/view.ts';
import { ClauseLists, Passage } from '../sheet/passage.tsx';
import { stanceName } from '../versions/in-language.ts';
import { fieldName, fieldOf } from './field-names.ts';
import { type Typed, typedOf } from './form-values.ts';
import type { Content } from './text.ts';

/** A part as it will read once published: Markdown reduced to what a page may hold, in every language it is written in. */
export function PartReads({
  view,
  content,
  languages,
}: {
  view: View;
  content: Content;
  languages: readonly string[];
}) {
  if (content.kind === 'front') return <Passage view={view} agreement={{ languages }} words={content.summary} />;
  return (
    <>
      {languages.map((language) => {
        const shown = { view: { ...view, words: language }, agreement: { languages: [language] } };
        return (
          <div lang={language} dir={directionOf(language)}>
            {languages.length === 1 ? null : <h3>{languageName(view, language)}</h3>}
            {content.kind === 'clause' ? (
              <>
                <Passage {...shown} words={only(content.text, language)} />
                <ClauseLists
                  {...shown}
                  clause={{
                    examples: only(content.examples, language),
                    responses: only(content.responses, language),
                    support: only(content.support, language),
                  }}
                />
              </>
            ) : (
              (['when', 'measure', 'wayBack'] as const).map((name) => (
                <Passage {...shown} words={only(content[name], language)} />
              ))
            )}
          </div>
        );
      })}
    </>
  );
}

/** The fields of a part exactly as they were typed, or only those that are not the same in `against`. */
export function PartTyped({ view, typed, against }: { view: View; typed: Typed; against?: Typed }) {
  const names = Object.keys(against ? { ...typed, ...against } : typed).filter(
    (name) => !against || canonical(typed[name] ?? '') !== canonical(against[name] ?? ''),
  );
  return (
    <dl>
      {names.map((name) => {
        const [key = '', language] = name.split('.');
        const value = valueWords(view, key, typed[name] ?? '');
        return (
          <>
            <dt>
              {fieldName(view.i18n, fieldOf[key] ?? 'text')}
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
  const order = Object.keys(fieldOf);
  const place = (name: string) => order.indexOf(name.split('.')[0] ?? '');
  return Object.fromEntries(Object.entries(typed).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1)));
}

function valueWords({ i18n, language }: View, key: string, value: string | readonly string[]): string {
  if (typeof value !== 'string') {
    const axes = axis.options.filter((name) => value.includes(name)).map((name) => axisName(i18n, name));
    return new Intl.ListFormat(language).format(axes);
  }
  const found = {
    violence: () => violence.options.filter((one) => one === value).map((one) => violenceName(i18n, one)),
    stance: () => stance.options.filter((one) => one === value).map((one) => stanceName(i18n, one)),
    severity: () => severity.options.filter((one) => one === value).map((one) => severityName(i18n, one)),
  };
  if (key === 'violence' || key === 'stance') return found[key]().join('');
  return key === 'severity' || key === 'severityFrom' ? found.severity().join('') : value;
}

function only<T>(values: Record<string, T>, language: string): Record<string, T> {
  const value = values[language];
  return value === undefined ? {} : { [language]: value };
}
