/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import { Note } from '../../parts/notes.tsx';
import type { Area } from '../area.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';

const lookMs = 500;

/** After keys changed: what lies sealed for an older box is sealed anew by one press, while one sees how far it is. */
export function ResealArea({ ask: asked, back }: Area) {
  const ask = useAsk(asked);
  const [far, setFar] = useState('');
  const [says, setSays] = useState<string[]>([]);
  const work = useWorking();
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
      <Wrong text={work.wrong} />
      <div role="status">
        {work.busy ? <p>{far}</p> : null}
        {says.map((line) => (
          <Note>{line}</Note>
        ))}
      </div>
      <div class="press">
        <Press
          text={i18n._('reseal.go', {}, { message: 'Seal anew what waits' })}
          main
          busy={work.busy}
          press={() => {
            setSays([]);
            void work.doing(async () => setSays(await ask('reseal')));
          }}
        />
        <Press text={i18n._('desk.to-desk', {}, { message: 'Back to the desk' })} busy={work.busy} press={back} />
      </div>
    </Screen>
  );
}
