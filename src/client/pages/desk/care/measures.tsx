/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Opening } from '../../../desk/showing.ts';
import type { Tasks } from '../../../desk/tasks.ts';
import type { SaidPart } from '../../../say/agreement-words.ts';
import { Note } from '../../parts/notes.tsx';
import type { Area } from '../area.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { Fields } from '../sign/reading.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';

type Said = Awaited<ReturnType<Tasks['measures']>>;

/** What our own agreements say; one point can be chosen to take along, and is noted nowhere. */
export function Measures({ ask: asked, opening, back }: Area & Opening) {
  const ask = useAsk(asked);
  const [said, setSaid] = useState<Said | null>(null);
  const [chosen, setChosen] = useState<SaidPart | null>(null);
  const work = useWorking();
  useEffect(() => void work.doing(async () => setSaid(await ask('measures', opening))), []);
  if (chosen) return <Chosen part={chosen} back={() => setChosen(null)} />;
  return (
    <Screen title={i18n._('care.measures', {}, { message: 'What our agreement says' })}>
      <p>
        {i18n._(
          'care.measures-noted',
          {},
          { message: 'An alert recommends, and never orders. What you choose here is noted nowhere.' },
        )}
      </p>
      <Wrong text={work.wrong} />
      {said?.notes.map((note) => (
        <Note>{note}</Note>
      ))}
      {said?.agreements.map(({ agreement, parts }, at) => (
        <section aria-labelledby={`agreement-${at}`}>
          <h2 id={`agreement-${at}`}>{agreement}</h2>
          {parts.length === 0 ? (
            <p>{i18n._('care.measures-none', {}, { message: 'It says nothing about this yet.' })}</p>
          ) : null}
          <ul class="cards">
            {parts.map((part) => (
              <li>
                <p class="title">{part.heading}</p>
                <Fields fields={part.fields} />
                <div class="press">
                  <Press
                    text={i18n._('care.choose', {}, { message: 'Take this to our team' })}
                    busy={false}
                    press={() => setChosen(part)}
                  />
                </div>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <div class="press">
        <Press text={i18n._('care.to-alert', {}, { message: 'Back to the alert' })} busy={false} press={back} />
      </div>
    </Screen>
  );
}

function Chosen({ part, back }: { part: SaidPart; back: () => void }) {
  return (
    <Screen title={part.heading}>
      <Fields fields={part.fields} />
      <section aria-labelledby="along">
        <h2 id="along">{i18n._('care.along', {}, { message: 'What to decide with your team' })}</h2>
        <ul>
          <li>{i18n._('care.along-who', {}, { message: 'Who decides it, by your agreement.' })}</li>
          <li>{i18n._('care.along-plan', {}, { message: 'A plan to repair, and who goes along with it.' })}</li>
          <li>{i18n._('care.along-review', {}, { message: 'A day to look at it again, and a way back.' })}</li>
        </ul>
        <p>
          {i18n._(
            'care.along-noted',
            {},
            { message: 'Nothing of this is noted here. Write on paper what you need, without names.' },
          )}
        </p>
        <div class="press">
          <Press text={i18n._('care.to-measures-back', {}, { message: 'Choose another' })} busy={false} press={back} />
        </div>
      </section>
    </Screen>
  );
}
