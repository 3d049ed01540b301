/** @jsxImportSource hono/jsx/dom */
import type { ContactShown } from '../../../desk/contacts/contacts.ts';
import type { ContactsShown } from '../../../desk/contacts/tasks.ts';
import type { Opening } from '../../../desk/showing.ts';
import { AreaField, TextField } from '../../parts/fields.tsx';
import type { Area } from '../area.ts';
import { Press, Screen, Send, Wrong } from '../parts.tsx';
import { typedIn } from '../typed-in.ts';
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
        {form.map(({ long, needed, ...field }) =>
          long ? <AreaField rows={3} {...field} /> : <TextField required={needed} {...field} />,
        )}
        <Wrong text={work.wrong} />
        <div class="press">
          <Send text={i18n._('begin.keep', {}, { message: 'Keep this' })} busy={work.busy} />
          <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={work.busy} press={back} />
        </div>
      </form>
    </Screen>
  );
}
