/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Opening } from '../../../desk/showing.ts';
import { recusalQuestion } from '../../../say/recuse.ts';
import { Note } from '../../parts/notes.tsx';
import type { Area } from '../area.ts';
import { Press, Screen, Twice, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';

const lookMs = 500;

/** After keys changed: what lies sealed for an older box is sealed anew by one press, while one sees how far it is. */
export function ResealArea({ ask: asked, back }: Area) {
  const ask = useAsk(asked);
  const [far, setFar] = useState('');
  const [says, setSays] = useState<string[]>([]);
  const [proposed, setProposed] = useState<({ says: string[] } & Opening) | null>(null);
  const [looking, work] = [useWorking(), useWorking()];
  const look = async () => setProposed(await ask('recusals'));
  useEffect(() => void looking.doing(look), []);
  const press = (task: () => Promise<string[]>) => {
    setSays([]);
    void work.doing(async () => {
      setSays(await task());
      void looking.doing(look);
    });
  };
  useEffect(() => {
    if (!work.busy) return undefined;
    const timer = setInterval(() => void ask('resealing').then(setFar), lookMs);
    return () => clearInterval(timer);
  }, [work.busy]);
  return (
    <Screen title={i18n._('reseal.title', {}, { message: 'Seal anew' })}>
      <p class="lead">
        {i18n._(
          'reseal.lead',
          {},
          {
            message:
              'When keys change, what you prepare and what you received is sealed to the new box. Texts and consents ' +
              'stay the same. Of what you received, another accompanier confirms it here.',
          },
        )}
      </p>
      <Wrong text={work.wrong ?? looking.wrong} />
      <div role="status">
        {work.busy ? <p>{far}</p> : null}
        {says.map((line) => (
          <Note>{line}</Note>
        ))}
      </div>
      {proposed?.says.map((says, place) => (
        <Confirm
          key={`${proposed.opening} ${place}`}
          says={says}
          busy={work.busy}
          confirm={() => press(async () => [await ask('confirmRecusal', { opening: proposed.opening, place })])}
        />
      ))}
      <div class="press">
        <Press
          text={i18n._('reseal.go', {}, { message: 'Seal anew what waits' })}
          main
          busy={work.busy}
          press={() => press(() => ask('reseal'))}
        />
        <Press text={i18n._('desk.to-desk', {}, { message: 'Back to the desk' })} busy={work.busy} press={back} />
      </div>
    </Screen>
  );
}

type ConfirmProps = { says: string; busy: boolean; confirm: () => void };

/** That a colleague takes no part any more: it holds once a second one has read that, and confirms it. */
function Confirm({ says, busy, confirm }: ConfirmProps) {
  return (
    <div class="press">
      <p class="whole">{says}</p>
      <Twice
        text={i18n._('reseal.confirm', {}, { message: 'Confirm it: they take no part' })}
        says={recusalQuestion(i18n)}
        less
        busy={busy}
        press={confirm}
      />
    </div>
  );
}
