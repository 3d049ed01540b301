/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { ForWitness } from '../../../desk/care/consenting.ts';
import type { Opening } from '../../../desk/showing.ts';
import type { Area } from '../area.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { Fields } from '../sign/reading.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';

type Props = Pick<Area, 'ask'> & { draft: string; peer: string; back: (said?: string) => void };

/** A witness reads the same text and terms, at a device of their own, and signs. */
export function WitnessScreen({ ask: asked, draft, peer, back }: Props) {
  const ask = useAsk(asked);
  const [read, setRead] = useState<(ForWitness & Opening) | null>(null);
  const work = useWorking();
  useEffect(() => void work.doing(async () => setRead(await ask('readAsWitness', { draft, peer }))), []);
  return (
    <Screen title={i18n._('care.witness', {}, { message: 'You are the witness' })}>
      {read === null ? null : (
        <>
          <Fields fields={read.fields} />
          {read.terms.map((term) => (
            <p>{term}</p>
          ))}
          <p>{read.question}</p>
        </>
      )}
      <Wrong text={work.wrong} />
      <div class="press">
        {read === null ? null : (
          <Press
            text={i18n._('care.witness-sign', {}, { message: 'I sign as witness' })}
            main
            busy={work.busy}
            press={() => void work.doing(async () => back(await ask('signAsWitness', read.opening)))}
          />
        )}
        <Press text={i18n._('desk.back', {}, { message: 'Back, without signing' })} busy={false} press={() => back()} />
      </div>
    </Screen>
  );
}
