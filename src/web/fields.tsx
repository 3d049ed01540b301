import type { I18n } from '@lingui/core';
import type { Child } from 'hono/jsx';
import { directionOf, type View } from './view.ts';

/**
 * What every field of a form has: its name in the body, what a person reads, and what is wrong with what they wrote.
 */
export type Field = {
  name: string;
  label: string;
  hint?: Child;
  /** A question to answer together, beside the field. */
  asks?: Child;
  error?: string | undefined;
  /** The id of its form, on a page where several have a field of this name. */
  form?: string | undefined;
  required?: boolean;
  /** Characters that it holds. */
  most?: number | undefined;
};

type Option = { value: string; text: string; language?: string | undefined };

/** The id of a field, for links to it. */
function fieldId({ name, form = 'field' }: Pick<Field, 'name' | 'form'>): string {
  return `${form}-${name.replaceAll('.', '-')}`;
}

/** One line. */
export function TextField({
  value,
  type = 'text',
  language,
  last,
  ...field
}: Field & { value: string; type?: 'text' | 'date' | 'number'; language?: string | undefined; last?: string }) {
  return (
    <Labelled {...field}>
      <input type={type} value={value} max={last} {...described(field)} {...inLanguage(language)} autocomplete="off" />
    </Labelled>
  );
}

/** Several lines. The first line break of what is typed stays: a browser drops one after the tag. */
export function AreaField({
  value,
  language,
  rows = 4,
  ...field
}: Field & { value: string; language?: string | undefined; rows?: number }) {
  return (
    <Labelled {...field}>
      <textarea rows={rows} {...described(field)} {...inLanguage(language)} autocomplete="off">
        {`\n${value}`}
      </textarea>
    </Labelled>
  );
}

/** One of a list. */
export function SelectField({ value, options, ...field }: Field & { value: string; options: readonly Option[] }) {
  return (
    <Labelled {...field}>
      <select {...described(field)}>
        {options.map((one) => (
          <option value={one.value} selected={one.value === value} lang={one.language}>
            {one.text}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** One of a few, or any of them, all to be seen at once. */
export function Choices({
  type,
  chosen,
  options,
  ...field
}: Field & { type: 'radio' | 'checkbox'; chosen: readonly string[]; options: readonly Option[] }) {
  const { label, name } = field;
  return (
    <fieldset class="field" id={fieldId(field)} aria-describedby={descriptions(field)}>
      <legend>{label}</legend>
      <Said {...field} />
      {options.map((one) => (
        <label class="choice">
          <input type={type} name={name} value={one.value} checked={chosen.includes(one.value)} />
          <span>{one.text}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function unsavedSentence(i18n: I18n): string {
  return i18n._('form.problems', {}, { message: 'This is not saved yet. What you typed is all here.' });
}

/** Above a form that was not taken: what to mend, each linked to its field. Nothing when there is nothing. */
export function Problems({ view, problems }: { view: View; problems: readonly { name: string; sentence: string }[] }) {
  if (problems.length === 0) return null;
  return (
    <section class="wrong" aria-labelledby="problems">
      <h2 id="problems">{unsavedSentence(view.i18n)}</h2>
      <ul>
        {problems.map(({ name, sentence }) => (
          <li>
            <a href={`#${fieldId({ name })}`}>{sentence}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Labelled({ children, ...field }: Field & { children?: Child }) {
  return (
    <div class="field">
      <label for={fieldId(field)}>{field.label}</label>
      <Said {...field} />
      {children}
    </div>
  );
}

function Said({ hint, asks, error, ...field }: Field) {
  const id = fieldId(field);
  return (
    <>
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {asks === undefined ? null : (
        <div class="asks" id={`${id}-asks`}>
          {asks}
        </div>
      )}
      {error === undefined ? null : (
        <p class="wrong" id={`${id}-wrong`}>
          {error}
        </p>
      )}
    </>
  );
}

function descriptions({ hint, asks, error, ...field }: Field): string | undefined {
  const said = [hint === undefined ? '' : 'hint', asks === undefined ? '' : 'asks', error === undefined ? '' : 'wrong'];
  const ids = said.filter((part) => part !== '').map((part) => `${fieldId(field)}-${part}`);
  return ids.length === 0 ? undefined : ids.join(' ');
}

const described = (field: Field) => ({
  id: fieldId(field),
  name: field.name,
  required: field.required,
  maxlength: field.most,
  'aria-describedby': descriptions(field),
  'aria-invalid': field.error === undefined ? undefined : ('true' as const),
});

const inLanguage = (language: string | undefined) =>
  language === undefined ? { dir: 'auto' } : { lang: language, dir: directionOf(language) };
