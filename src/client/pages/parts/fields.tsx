import type { Child } from 'hono/jsx';

/* Fields of forms, drawn by a server and by a browser alike. No page has one of its own. */

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
  required?: boolean | undefined;
  /** Characters that it holds. */
  most?: number | undefined;
  /** Its label is for whoever hears the page: what stands around it says the same. */
  unseen?: boolean | undefined;
};

export type Option = {
  value: string;
  text: string;
  language?: string | undefined;
  /** What it means, below it. */
  more?: string;
  /** It stays as it is. */
  fixed?: boolean;
};

/** How what is typed is written, where that is known. */
type Written = { lang?: string; dir: 'auto' | 'ltr' | 'rtl' };

/** The id of a field, for links to it. */
export function fieldId({ name, form = 'field' }: Pick<Field, 'name' | 'form'>): string {
  return `${form}-${name.replaceAll('.', '-')}`;
}

/** One line. `plain`: a word or an address, which no keyboard begins with a capital. */
export function TextField({
  value = '',
  type = 'text',
  written = anyhow,
  plain = false,
  last,
  ...field
}: Field & { value?: string; type?: 'text' | 'date' | 'number'; written?: Written; plain?: boolean; last?: string }) {
  return (
    <Labelled {...field}>
      <input
        type={type}
        value={value}
        max={last}
        {...described(field)}
        {...written}
        autocomplete="off"
        autocapitalize={plain ? 'none' : undefined}
      />
    </Labelled>
  );
}

/** Several lines. In a page that is parsed the first line break is dropped after the tag, so one more is put before. */
export function AreaField({
  value,
  written = anyhow,
  rows = 4,
  ...field
}: Field & { value: string; written?: Written; rows?: number }) {
  const common = { rows, ...described(field), ...written, autocomplete: 'off' };
  return (
    <Labelled {...field}>
      {typeof document === 'undefined' ? (
        <textarea {...common}>{`\n${value}`}</textarea>
      ) : (
        <textarea value={value} {...common} />
      )}
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
      <legend class={field.unseen ? 'unseen' : undefined}>{label}</legend>
      <Said {...field} />
      {options.map((one) => (
        <label class="choice">
          <input type={type} name={name} value={one.value} checked={chosen.includes(one.value)} disabled={one.fixed} />
          {one.more === undefined ? (
            <span>{one.text}</span>
          ) : (
            <span>
              <b>{one.text}</b>
              <br />
              {one.more}
            </span>
          )}
        </label>
      ))}
    </fieldset>
  );
}

function Labelled({ children, ...field }: Field & { children?: Child }) {
  return (
    <div class="field">
      <label for={fieldId(field)} class={field.unseen ? 'unseen' : undefined}>
        {field.label}
      </label>
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

const anyhow: Written = { dir: 'auto' };
