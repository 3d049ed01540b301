import type { Child } from 'hono/jsx';
import type { View } from '../web/view.ts';
import type { Because } from './round.ts';
import { becauseSentence } from './round-words.ts';

/** A form that was not taken: which, why, and what was typed into it, so that nothing has to be written twice. */
export type Failed = { form: string; because: Because; typed: Readonly<Record<string, string>> };

/** Which field of a form each reason is about; the others are about the form as a whole. */
const fieldOf: Partial<Record<Because, readonly string[]>> = {
  'no-words': ['words', 'minutes'],
  'no-harm': ['harm'],
  'too-long': ['words', 'harm', 'minutes'],
  part: ['part'],
  body: ['body'],
  day: ['decided'],
};

type FieldProps = {
  view: View;
  form: string;
  name: string;
  label: string;
  hint?: string | undefined;
  failed: Failed | null;
};
type Given = { id: string; name: string; 'aria-describedby'?: string; 'aria-invalid'?: 'true' };

/** One labelled field; after a refusal with what was typed and, where it is about this field, why. */
function Field({
  view,
  form,
  name,
  label,
  hint,
  failed,
  children,
}: FieldProps & { children: (given: Given, typed: string) => Child }) {
  const ours = failed?.form === form ? failed : null;
  const wrong = ours !== null && fieldOf[ours.because]?.includes(name) === true;
  const id = `${form}-${name}`;
  const described = [...(wrong ? [`${id}-wrong`] : []), ...(hint === undefined ? [] : [`${id}-hint`])].join(' ');
  const given: Given = {
    id,
    name,
    ...(described === '' ? {} : { 'aria-describedby': described }),
    ...(wrong ? { 'aria-invalid': 'true' as const } : {}),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong ? (
        <p class="wrong" id={`${id}-wrong`}>
          {becauseSentence(view.i18n, ours.because)}
        </p>
      ) : null}
      {children(given, ours?.typed[name] ?? '')}
    </div>
  );
}

/** Several lines. */
export function Lines({ most, required = false, ...field }: FieldProps & { most: number; required?: boolean }) {
  return (
    <Field {...field}>
      {(given, typed) => (
        <textarea {...given} dir="auto" maxlength={most} required={required}>
          {typed}
        </textarea>
      )}
    </Field>
  );
}

/** One line of text. */
export function Line({ most, ...field }: FieldProps & { most: number }) {
  return (
    <Field {...field}>
      {(given, typed) => <input {...given} type="text" dir="auto" maxlength={most} required value={typed} />}
    </Field>
  );
}

/** A day, `last` at the latest. */
export function Day({ last, ...field }: FieldProps & { last: string }) {
  return (
    <Field {...field}>{(given, typed) => <input {...given} type="date" max={last} required value={typed} />}</Field>
  );
}

/** One of a list. */
export function Choice({
  options,
  ...field
}: FieldProps & { options: readonly { value: string; name: string; language?: string | undefined }[] }) {
  return (
    <Field {...field}>
      {(given, typed) => (
        <select {...given}>
          {options.map(({ value, name, language }) => (
            <option value={value} lang={language} selected={value === typed}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** At the top of a page that answers a form: why it was not taken, and the way to it. */
export function WhyNot({ view, failed }: { view: View; failed: Failed | null }) {
  if (failed === null) return null;
  return (
    <p class="wrong" role="alert">
      <a href={`#${failed.form}`}>{becauseSentence(view.i18n, failed.because)}</a>
    </p>
  );
}
