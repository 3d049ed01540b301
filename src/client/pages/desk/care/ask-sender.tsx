/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { AskSender as Asked } from '../../../desk/care/incoming.ts';
import type { Opening } from '../../../desk/showing.ts';
import type { Area } from '../area.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { Fields } from '../sign/reading.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';

/** How to reach whoever sent an alert, and what to say. */
export function AskSender({ ask: asked, opening, back }: Area & Opening) {
  const ask = useAsk(asked);
  const [how, setHow] = useState<Asked | null>(null);
  const work = useWorking();
  useEffect(() => void work.doing(async () => setHow(await ask('askSender', opening))), []);
  return (
    <Screen title={i18n._('care.ask', {}, { message: 'Ask whoever sent it' })}>
      <Wrong text={work.wrong} />
      {how === null ? (
        <p>{i18n._('desk.looking', {}, { message: 'Looking…' })}</p>
      ) : (
        <>
          <p>{how.from}</p>
          <Contacts how={how} />
          <section aria-labelledby="words">
            <h2 id="words">{i18n._('care.ask-say', {}, { message: 'What to say' })}</h2>
            <p class="typed">{how.words}</p>
            <p>
              {i18n._(
                'care.ask-care',
                {},
                {
                  message: 'Name nobody before you know whom you speak with. A call or a visit is better than a mail.',
                },
              )}
            </p>
          </section>
        </>
      )}
      <div class="press">
        <Press text={i18n._('care.to-alert', {}, { message: 'Back to the alert' })} busy={false} press={back} />
      </div>
    </Screen>
  );
}

function Contacts({ how: { site, contacts } }: { how: Asked }) {
  return (
    <section aria-labelledby="reach">
      <h2 id="reach">{i18n._('care.reach', {}, { message: 'How to reach them' })}</h2>
      {contacts.map(({ heading, fields }) => (
        <>
          <h3>{heading}</h3>
          <Fields fields={fields} />
        </>
      ))}
      {contacts.length > 0 ? null : (
        <p>
          {i18n._(
            'care.no-contacts',
            {},
            { message: 'No agreement of theirs that is shown here names a contact. Ask your stewards how you met.' },
          )}
        </p>
      )}
      {site === null ? null : <p>{i18n._('care.site', { site }, { message: 'Their node: {site}' })}</p>}
    </section>
  );
}
