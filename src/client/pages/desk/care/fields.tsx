/** @jsxImportSource hono/jsx/dom */
import type { Answers } from '../../../desk/care/answers.ts';
import type { AskedField } from '../../../say/alert-form.ts';
import { AreaField, Choices, SelectField, TextField } from '../../parts/fields.tsx';
import { i18n } from '../words.ts';

type Props = { field: AskedField; answers: Answers; hints?: string[] | undefined };

/** One field to fill in, with what stands in it. It is not controlled: what is typed is read where it stands. */
export function AskedFieldset({ field, answers, hints = [] }: Props) {
  return (
    <>
      <Asked field={field} answers={answers} />
      <div role="status">
        {hints.map((hint) => (
          <p class="asks">{hint}</p>
        ))}
      </div>
    </>
  );
}

function Asked({ field, answers }: Props) {
  const { name, label, hint, shape, most, options } = field;
  if (shape === 'identifiers') return <Identifiers field={field} answers={answers} />;
  if (shape === 'choice' || shape === 'choices') {
    const type = shape === 'choice' ? 'radio' : 'checkbox';
    return <Choices {...{ name, label, hint, options, type }} chosen={answers[name] ?? []} />;
  }
  const atMost = i18n._('care.most', { most }, { message: '{most} characters at most.' });
  const typed = {
    name,
    label,
    most,
    hint: hint === null ? atMost : `${hint} ${atMost}`,
    value: answers[name]?.[0] ?? '',
  };
  return shape === 'text' ? <AreaField rows={6} {...typed} /> : <TextField {...typed} />;
}

const rows = [0, 1, 2, 3];

function Identifiers({ field: { name, label, hint, options, most }, answers }: Props) {
  const kindLabel = (number: number) => i18n._('care.kind-of', { number }, { message: 'Kind, {number}' });
  const valueLabel = (number: number) => i18n._('care.value-of', { number }, { message: 'How it reads, {number}' });
  return (
    <fieldset class="field" aria-describedby={hint === null ? undefined : `${name}-hint`}>
      <legend>{label}</legend>
      {hint === null ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {rows.map((at) => (
        <div class="field">
          <SelectField
            form={`kind-${at}`}
            name="kind"
            label={kindLabel(at + 1)}
            unseen
            value={answers.kind?.[at] ?? options[0]?.value ?? ''}
            options={options}
          />
          <TextField
            plain
            form={`value-${at}`}
            name="value"
            label={valueLabel(at + 1)}
            unseen
            most={most}
            value={answers.value?.[at] ?? ''}
          />
        </div>
      ))}
    </fieldset>
  );
}
