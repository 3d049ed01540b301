/** @jsxImportSource hono/jsx/dom */
import type { Answers } from '../../../desk/care/answers.ts';
import type { AskedField } from '../../../say/alert-form.ts';
import { i18n } from '../words.ts';

type Props = { field: AskedField; answers: Answers; hints?: string[] | undefined };

/** One field to fill in, with what stands in it. It is not controlled: what is typed is read where it stands. */
export function AskedFieldset({ field, answers, hints = [] }: Props) {
  return (
    <>
      {field.shape === 'line' || field.shape === 'text' ? (
        <Typed field={field} answers={answers} />
      ) : (
        <fieldset class="field" aria-describedby={field.hint === null ? undefined : `${field.name}-hint`}>
          <legend>{field.label}</legend>
          <Hint field={field} />
          {field.shape === 'identifiers' ? (
            <Identifiers field={field} answers={answers} />
          ) : (
            <Options field={field} answers={answers} />
          )}
        </fieldset>
      )}
      <div role="status">
        {hints.map((hint) => (
          <p class="asks">{hint}</p>
        ))}
      </div>
    </>
  );
}

function Hint({ field: { name, hint } }: Pick<Props, 'field'>) {
  return hint === null ? null : (
    <p class="hint" id={`${name}-hint`}>
      {hint}
    </p>
  );
}

function Typed({ field, answers }: Props) {
  const { name, label, shape, most } = field;
  const value = answers[name]?.[0] ?? '';
  const shared = { id: name, name, maxlength: most, autocomplete: 'off', 'aria-describedby': `${name}-hint` };
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <Hint field={field} />
      {shape === 'text' ? <textarea rows={6} value={value} {...shared} /> : <input value={value} {...shared} />}
      <p class="hint">{i18n._('care.most', { most }, { message: '{most} characters at most.' })}</p>
    </div>
  );
}

function Options({ field: { name, shape, options }, answers }: Props) {
  const chosen = answers[name] ?? [];
  return (
    <>
      {options.map(({ value, text }) => (
        <label class="choice">
          <input
            type={shape === 'choice' ? 'radio' : 'checkbox'}
            name={name}
            value={value}
            checked={chosen.includes(value)}
          />
          <span>{text}</span>
        </label>
      ))}
    </>
  );
}

const rows = [0, 1, 2, 3];

function Identifiers({ field: { options, most }, answers }: Props) {
  const kindLabel = (number: number) => i18n._('care.kind-of', { number }, { message: 'Kind, {number}' });
  const valueLabel = (number: number) => i18n._('care.value-of', { number }, { message: 'How it reads, {number}' });
  return (
    <>
      {rows.map((at) => (
        <div class="field">
          <select name="kind" aria-label={kindLabel(at + 1)}>
            {options.map(({ value, text }) => (
              <option value={value} selected={(answers.kind?.[at] ?? options[0]?.value) === value}>
                {text}
              </option>
            ))}
          </select>
          <input
            name="value"
            aria-label={valueLabel(at + 1)}
            maxlength={most}
            autocomplete="off"
            value={answers.value?.[at] ?? ''}
          />
        </div>
      ))}
    </>
  );
}
