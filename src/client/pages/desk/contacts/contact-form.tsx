/** @jsxImportSource hono/jsx/dom */
import type { ContactField, ContactShown } from '../../../desk/contacts/contacts.ts';
import type { ContactsShown } from '../../../desk/contacts/tasks.ts';
import type { Opening } from '../../../desk/showing.ts';
import type { Area } from '../area.ts';
import { Field, typedIn } from '../fields.tsx';
import { Press, Screen, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';

type Props = Area & Opening & { contact: ContactShown; kept: (now: ContactsShown) => void };

/** Everything that can be said of one contact. */
export function ContactForm({ ask: asked, contact: { id, heading, form }, opening, kept, back }: Props) {
  const ask = useAsk(asked);
  const work = useWorking();
  const submit = (event: Event) => {
    const said = typedIn(event);
    const typed = Object.fromEntries(form.map(({ name }) => [name, said(name)]));
    void work.doing(async () => kept(await ask('keepContact', { opening, id, typed })));
  };
  const title =
    id === null
      ? i18n._('contacts.add', {}, { message: 'Name somebody' })
      : i18n._('contacts.change', { name: heading }, { message: 'Change “{name}”' });
  return (
    <Screen title={title}>
      <form autocomplete="off" onSubmit={submit}>
        {form.map((field) => (field.long ? <Long field={field} /> : <Line field={field} />))}
        <Wrong text={work.wrong} />
        <div class="press">
          <button type="submit" class="main" aria-disabled={work.busy ? 'true' : undefined}>
            {i18n._('begin.keep', {}, { message: 'Keep this' })}
          </button>
          <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={work.busy} press={back} />
        </div>
      </form>
    </Screen>
  );
}

function Line({ field: { hint, long: _, ...field } }: { field: ContactField }) {
  return <Field {...field} {...(hint !== null && { hint })} />;
}

function Long({ field: { name, label, hint, value, most } }: { field: ContactField }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint === null ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <textarea
        id={name}
        name={name}
        rows={3}
        maxlength={most}
        value={value}
        aria-describedby={hint === null ? undefined : `${name}-hint`}
      />
    </div>
  );
}
