import { axis, severity, stance, violence } from '../../../schemas/terms.ts';
import { asksStill } from '../../agreement-file/template.ts';
import type { Questions } from '../../agreement-file/template-questions.ts';
import { axisName, severityName, violenceName } from '../../platform/terms.ts';
import { AreaField, Choices, type Field, SelectField, TextField } from '../../web/fields.tsx';
import { languageName, type View } from '../../web/view.ts';
import { stanceName } from '../versions/in-language.ts';
import { type FieldKey, fieldName, type Wrong, wrongSentence } from './field-names.ts';
import type { Typed } from './form-values.ts';
import type { Kind } from './text.ts';

/** What a part's form shows: what was typed, what is wrong with it, and what the template asks. */
export type PartFieldsShown = {
  kind: Kind;
  typed: Typed;
  wrong: readonly Wrong[];
  questions: Questions;
  /** The agreement's languages, the first one first. */
  languages: readonly string[];
};

/** The fields of a part, each language under its own heading where there are several. */
export function PartFields({ view, shown }: { view: View; shown: PartFieldsShown }) {
  const { kind, languages, typed } = shown;
  const named = Object.keys(typed).flatMap((name) => name.split('.')[1] ?? []);
  const all = [...new Set([...languages, ...named])];
  const Words = kind === 'front' ? FrontWords : kind === 'clause' ? ClauseWords : BelongingWords;
  const Rest = kind === 'front' ? FrontRest : kind === 'clause' ? ClauseRest : BelongingRest;
  return (
    <>
      <Rest view={view} shown={shown} />
      {all.map((language, at) =>
        all.length === 1 ? (
          <Words view={view} shown={shown} language={language} first />
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
            <Words view={view} shown={shown} language={language} first={at === 0} />
          </fieldset>
        ),
      )}
    </>
  );
}

type Part = { view: View; shown: PartFieldsShown };
type InLanguage = Part & { language: string; first: boolean };

function FrontWords({ view, shown, language, first }: InLanguage) {
  const one = { view, shown, language, first };
  return (
    <>
      <TextField {...words(one, 'title', 'title')} />
      <AreaField {...words(one, 'summary', 'summary')} />
      <AreaField {...words(one, 'protects', 'protects', onePerLine(view))} />
    </>
  );
}

function FrontRest({ view, shown }: Part) {
  const { i18n } = view;
  return (
    <>
      <TextField
        {...plain(view, shown, 'languages', 'languages')}
        value={text(shown, 'languages')}
        hint={i18n._(
          'writing.languages-hint',
          {},
          { message: 'Short codes, the main one first: es, en, nah. Each then gets its own fields in every part.' },
        )}
      />
      <TextField
        {...plain(view, shown, 'reviewBy', 'review')}
        type="date"
        value={text(shown, 'reviewBy')}
        asks={asked(shown, 'reviewBy', text(shown, 'reviewBy'))}
      />
      <TextField {...plain(view, shown, 'licence', 'licence')} value={text(shown, 'licence')} />
    </>
  );
}

function ClauseWords({ view, shown, language, first }: InLanguage) {
  const one = { view, shown, language, first };
  const { i18n } = view;
  return (
    <>
      <TextField
        {...words(
          one,
          'ownName',
          'own name',
          i18n._('writing.own-name-hint', {}, { message: 'If you have another word for it. It can stay empty.' }),
        )}
      />
      <AreaField {...words(one, 'text', 'text', subset(view))} rows={6} />
      <AreaField {...words(one, 'examples', 'examples', onePerLine(view))} />
      <AreaField {...words(one, 'responses', 'responses', onePerLine(view))} />
      <AreaField {...words(one, 'support', 'support', onePerLine(view))} />
    </>
  );
}

function ClauseRest({ view, shown }: Part) {
  const { i18n } = view;
  const axes = shown.typed.axes ?? [];
  return (
    <>
      <SelectField
        {...plain(view, shown, 'violence', 'violence')}
        hint={i18n._('writing.violence-hint', {}, { message: 'The nearest one: by it agreements are compared.' })}
        value={text(shown, 'violence')}
        options={violence.options.map((value) => ({ value, text: violenceName(i18n, value) }))}
      />
      <Choices
        {...plain(view, shown, 'stance', 'stance')}
        type="radio"
        chosen={[text(shown, 'stance')]}
        options={stance.options.map((value) => ({ value, text: stanceName(i18n, value) }))}
      />
      <SelectField
        {...plain(view, shown, 'severity', 'severity')}
        value={text(shown, 'severity')}
        options={severities(view)}
      />
      <Choices
        {...plain(view, shown, 'axes', 'axes')}
        type="checkbox"
        chosen={typeof axes === 'string' ? [axes] : axes}
        options={axis.options.map((value) => ({ value, text: axisName(i18n, value) }))}
      />
    </>
  );
}

function BelongingWords({ view, shown, language, first }: InLanguage) {
  const one = { view, shown, language, first };
  const { i18n } = view;
  return (
    <>
      <AreaField {...words(one, 'when', 'when', subset(view))} />
      <AreaField {...words(one, 'measure', 'measure')} />
      <AreaField
        {...words(
          one,
          'wayBack',
          'way back',
          i18n._(
            'writing.plan-hint',
            {},
            {
              message:
                'A person never stops belonging without a restorative plan. Write what it asks, and how they return.',
            },
          ),
        )}
      />
    </>
  );
}

function BelongingRest({ view, shown }: Part) {
  return (
    <>
      <SelectField
        {...plain(view, shown, 'severityFrom', 'severity from')}
        value={text(shown, 'severityFrom')}
        options={severities(view)}
      />
      <TextField
        {...plain(view, shown, 'reviewMonths', 'review months')}
        value={text(shown, 'reviewMonths')}
        hint={view.i18n._('writing.months-hint', {}, { message: 'A number from 1 to 12.' })}
      />
    </>
  );
}

const severities = (view: View) => [
  { value: '', text: view.i18n._('writing.not-chosen', {}, { message: 'Not chosen yet' }) },
  ...severity.options.map((value) => ({ value, text: severityName(view.i18n, value) })),
];

const onePerLine = ({ i18n }: View) => i18n._('writing.one-per-line', {}, { message: 'One per line.' });
const subset = ({ i18n }: View) =>
  i18n._(
    'writing.subset',
    { strong: '**', item: '- ' },
    {
      message:
        'An empty line begins a paragraph, “{item}” an entry of a list, two stars around words make them {strong}strong{strong}.',
    },
  );

function text({ typed }: PartFieldsShown, name: string): string {
  const value = typed[name] ?? '';
  return typeof value === 'string' ? value : '';
}

function plain(view: View, shown: PartFieldsShown, name: string, field: FieldKey): Field {
  const wrong = shown.wrong.find((one) => one.name === name);
  return { name, label: fieldName(view.i18n, field), error: wrong && wrongSentence(view.i18n, wrong) };
}

function words({ view, shown, language, first }: InLanguage, key: string, field: FieldKey, hint?: string) {
  const name = `${key}.${language}`;
  const value = text(shown, name);
  return {
    ...plain(view, shown, name, field),
    value,
    language,
    ...(hint === undefined ? {} : { hint }),
    ...(first ? { asks: asked(shown, key, value) } : {}),
  };
}

/** What the template asks about a field, unless the field still holds its questions. */
function asked({ questions }: PartFieldsShown, key: string, value: string) {
  const lines = questions[key];
  if (!lines || asksStill(value)) return undefined;
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
