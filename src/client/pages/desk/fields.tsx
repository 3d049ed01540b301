/** @jsxImportSource hono/jsx/dom */

type Props = {
  name: string;
  label: string;
  hint?: string;
  value?: string;
  most?: number;
  needed?: boolean;
};

/** One line of a form, filled by whoever types alone: nothing here watches or corrects it. */
export function Field({ name, label, hint, value = '', most, needed = true }: Props) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint === undefined ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <input
        id={name}
        name={name}
        type="text"
        required={needed}
        maxlength={most}
        value={value}
        autocomplete="off"
        autocapitalize="none"
        aria-describedby={hint === undefined ? undefined : `${name}-hint`}
      />
    </div>
  );
}

/** What a form holds in its fields. */
export function typedIn(event: Event): (name: string) => string {
  event.preventDefault();
  const data = new FormData(event.target as HTMLFormElement);
  return (name) => String(data.get(name) ?? '').trim();
}
