/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { ContactShown } from '../../../desk/contacts/contacts.ts';
import type { ContactsShown } from '../../../desk/contacts/tasks.ts';
import type { Area } from '../area.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { Fields } from '../sign/reading.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import { ContactForm } from './contact-form.tsx';

/** Whom somebody who needs help can turn to, as the collective says it in public: read, changed, taken out. */
export function ContactsArea({ ask: asked, back }: Area) {
  const ask = useAsk(asked);
  const [list, setList] = useState<ContactsShown | null>(null);
  const [open, setOpen] = useState<ContactShown | null>(null);
  const work = useWorking();
  const look = async () => setList(await ask('contacts'));
  useEffect(() => void work.doing(look), []);
  const kept = (now: ContactsShown) => {
    setList(now);
    setOpen(null);
  };
  if (open && list)
    return <ContactForm ask={ask} contact={open} opening={list.opening} kept={kept} back={() => setOpen(null)} />;
  const drop = (id: string | null) =>
    void work.doing(async () => list && kept(await ask('dropContact', { opening: list.opening, id })));
  const one = () => void work.doing(async () => setOpen(await ask('newContact')));
  return (
    <Screen title={i18n._('contacts.title', {}, { message: 'How people reach you' })}>
      <p class="lead">
        {i18n._(
          'contacts.lead',
          {},
          {
            message:
              'Somebody who was hurt sees this first, before anything else. Everybody can read it: name a task and ' +
              'a way to reach it rather than a person.',
          },
        )}
      </p>
      <Wrong text={work.wrong} />
      {list === null ? <p>{i18n._('desk.looking', {}, { message: 'Looking…' })}</p> : null}
      {list?.list.length === 0 ? <p>{i18n._('contacts.none', {}, { message: 'Nobody is named yet.' })}</p> : null}
      {list?.list.map((contact) => (
        <Named contact={contact} busy={work.busy} change={() => setOpen(contact)} drop={drop} />
      ))}
      <div class="press">
        <Press text={i18n._('contacts.add', {}, { message: 'Name somebody' })} main busy={work.busy} press={one} />
        <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={false} press={back} />
      </div>
    </Screen>
  );
}

type NamedProps = { contact: ContactShown; busy: boolean; change: () => void; drop: (id: string | null) => void };

function Named({ contact: { id, heading, fields }, busy, change, drop }: NamedProps) {
  const whom = { name: heading };
  return (
    <section aria-labelledby={`contact-${id}`}>
      <h2 id={`contact-${id}`}>{heading}</h2>
      <Fields fields={fields} />
      <div class="press">
        <Press text={i18n._('contacts.change', whom, { message: 'Change “{name}”' })} busy={busy} press={change} />
        <Press
          text={i18n._('contacts.drop', whom, { message: 'Take “{name}” out' })}
          busy={busy}
          press={() => drop(id)}
        />
      </div>
    </section>
  );
}
