import { fieldsOf, isSpoken, type Field as Shaped } from '../../agreement-file/fields.ts';
import type { Questions } from '../../agreement-file/template-questions.ts';
import { fieldHelp, fieldLabel } from '../../agreement-file/vocabulary.ts';
import { termName } from '../../platform/terms.ts';
import { AreaField, Choices, type Field, SelectField, TextField } from '../../web/fields.tsx';
import { languageName, type View } from '../../web/view.ts';
import { type Typed, undecided, type Wrong, wrongSentence } from './form-values.ts';
import type { Step } from './part-name.ts';
import { asks } from './templates.ts';
import type { FieldGroup } from './text.ts';

/** What a part's form shows: what was typed, what is wrong with it, and what there is to talk over. */
export type PartFieldsShown = {
  kind: FieldGroup;
  typed: Typed;
  wrong: readonly Wrong[];
  questions: Questions;
  /** The agreement's languages, the first one first. */
  languages: readonly string[];
  /** The steps of its ladder, by their ids. */
  steps: readonly Step[];
};

/**
 * The fields of a part as the table of fields has them: fixed words first, then texts, each language under its own
 * heading.
 */
export function PartFields({ view, shown }: { view: View; shown: PartFieldsShown }) {
  const { kind, languages, typed } = shown;
  const spoken = fieldsOf(kind).filter(([, field]) => isSpoken(field));
  const named = Object.keys(typed).flatMap((name) => name.split('.')[1] ?? []);
  const all = [...new Set([...languages, ...named])];
  const words = (language: string, first: boolean) =>
    spoken.map(([key, field]) => (
      <SpokenField view={view} shown={shown} name={key} field={field} language={language} first={first} />
    ));
  return (
    <>
      {fieldsOf(kind).map(([key, field]) =>
        isSpoken(field) ? null : <WordField view={view} shown={shown} name={key} field={field} />,
      )}
      {spoken.map(([key, field]) =>
        field.undecided ? <NotDecided view={view} shown={shown} name={key} field={field} /> : null,
      )}
      {all.map((language, at) =>
        all.length === 1 ? (
          words(language, true)
        ) : (
          <fieldset class="field language">
            <legend>{languageName(view, language)}</legend>
            {languages.includes(language) ? null : (
              <p class="hint">
                {view.i18n._(
                  'writing.language-out',
                  {},
                  { message: 'The agreement does not name this language now: these words are kept, not published.' },
                )}
              </p>
            )}
            {words(language, at === 0)}
          </fieldset>
        ),
      )}
    </>
  );
}

type One = { view: View; shown: PartFieldsShown; name: string; field: Shaped };

function WordField({ view, shown, name, field }: One) {
  const { i18n } = view;
  const plain = described(view, shown, name, name, field);
  const value = text(shown, name);
  const options = (field.options ?? []).map((one) => ({ value: one, text: termName(i18n, field.terms ?? '', one) }));
  if (field.shape === 'choices') {
    const chosen = shown.typed[name] ?? [];
    return (
      <Choices {...plain} type="checkbox" chosen={typeof chosen === 'string' ? [chosen] : chosen} options={options} />
    );
  }
  if (field.shape === 'step') {
    const steps = shown.steps.map(({ id, name: words }) => ({ value: id, text: words }));
    if (steps.length === 0) return <input type="hidden" name={name} value={value} />;
    return <SelectField {...plain} value={value} options={[unchosen(view), ...steps]} />;
  }
  if (field.shape === 'choice') {
    // What is to be weighed is seen at once; what only orders a part can be folded up.
    const few = options.length === 2 || (field.needed !== undefined && field.otherwise !== undefined);
    if (few) return <Choices {...plain} type="radio" chosen={[value]} options={options} />;
    const none = field.otherwise === undefined ? [unchosen(view)] : [];
    return <SelectField {...plain} value={value} options={[...none, ...options]} />;
  }
  return <TextField {...plain} type={field.shape === 'day' ? 'date' : 'text'} value={value} />;
}

const unchosen = ({ i18n }: View) => ({
  value: '',
  text: i18n._('writing.not-chosen', {}, { message: 'Not chosen yet' }),
});

/** Says of a text that it is open. */
function NotDecided({ view, shown, name, field }: One) {
  const { hint: _, ...plain } = described(view, shown, name, name, field);
  const option = { value: undecided, text: view.i18n._('writing.undecided', {}, { message: 'Not decided yet' }) };
  return <Choices {...plain} type="checkbox" chosen={[text(shown, name)]} options={[option]} />;
}

function SpokenField({ view, shown, name: key, field, language, first }: One & { language: string; first: boolean }) {
  const name = `${key}.${language}`;
  const value = text(shown, name);
  const { asks: asked, ...plain } = described(view, shown, name, key, field);
  const shape = field.shape === 'list' ? onePerLine(view) : field.lead ? subset(view) : undefined;
  const hint = plain.hint ?? shape;
  const props = {
    ...plain,
    ...(hint !== undefined && { hint }),
    ...(first && asked && { asks: asked }),
    value,
    language,
  };
  if (field.shape === 'line') return <TextField {...props} />;
  return <AreaField {...props} {...(field.lead && { rows: 6 })} />;
}

const onePerLine = ({ i18n }: View) => i18n._('writing.one-per-line', {}, { message: 'One per line.' });
const subset = ({ i18n }: View) =>
  i18n._(
    'writing.subset',
    { strong: '**', item: '- ' },
    {
      message:
        'An empty line begins a paragraph, “{item}” an entry of a list, two stars around words make them ' +
        '{strong}strong{strong}.',
    },
  );

function text({ typed }: PartFieldsShown, name: string): string {
  const value = typed[name] ?? '';
  return typeof value === 'string' ? value : '';
}

/** What a field has beside its value: label, hint, question, and what is wrong with it. */
function described(view: View, shown: PartFieldsShown, name: string, key: string, field: Shaped): Field {
  const wrong = shown.wrong.find((one) => one.name === name);
  const { hint } = fieldHelp(shown.kind, key, view.language);
  const asked = askedAbout(shown, key, isSpoken(field) ? text(shown, name) : '');
  return {
    name,
    label: fieldLabel(shown.kind, key, view.language),
    error: wrong && wrongSentence(view.i18n, wrong),
    ...(hint !== undefined && { hint }),
    ...(asked !== undefined && { asks: asked }),
  };
}

/** What there is to talk over about a field, unless the field still holds it. */
function askedAbout({ questions }: PartFieldsShown, key: string, value: string) {
  const lines = questions[key];
  if (!lines || asks(value)) return undefined;
  return lines.length === 1 ? (
    <p>{lines[0]}</p>
  ) : (
    <ul>
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}
