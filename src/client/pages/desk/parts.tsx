/** @jsxImportSource hono/jsx/dom */
import type { Child } from 'hono/jsx';
import { useEffect, useRef, useState } from 'hono/jsx/dom';
import { Mark } from '../parts/mark.tsx';
import { Press } from '../parts/presses.tsx';
import { i18n } from './words.ts';

export { Done, Wrong } from '../parts/notes.tsx';
export { Press, Send } from '../parts/presses.tsx';

/**
 * One screen of the desk, with the mark of the collective that it is about, if it is about one. Its heading takes the
 * focus, so that whoever cannot see it hears where they are.
 */
export function Screen({ title, mark = null, children }: { title: string; mark?: string | null; children?: Child }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [title]);
  return (
    <>
      <header>
        <h1 tabindex={-1} ref={heading}>
          <Mark of={mark} /> {title}
        </h1>
      </header>
      {children}
    </>
  );
}

/** Below a list: to look again, and the way back to the doors. */
export function LookAgain({ busy, look, back }: { busy: boolean; look: () => void; back: () => void }) {
  return (
    <div class="press">
      <Press text={i18n._('desk.again', {}, { message: 'Look again' })} busy={busy} press={look} />
      <Press text={i18n._('desk.to-desk', {}, { message: 'Back to the desk' })} busy={false} press={back} />
    </div>
  );
}

type TwiceProps = { text: string; says: string; less?: boolean; busy: boolean; press: () => void };

/**
 * What erases is pressed twice. The first press says what goes, and has the way back where a finger still is; whoever
 * cannot see it hears the sentence.
 */
export function Twice({ text, says, less = false, busy, press }: TwiceProps) {
  const [asked, setAsked] = useState(false);
  const said = useRef<HTMLParagraphElement>(null);
  useEffect(() => (asked ? said.current?.focus() : undefined), [asked]);
  if (!asked) return <Press text={text} less={less} busy={busy} press={() => setAsked(true)} />;
  return (
    <>
      <Press
        text={i18n._('desk.leave-it', {}, { message: 'No, leave it' })}
        busy={false}
        press={() => setAsked(false)}
      />
      <p class="whole" tabindex={-1} ref={said}>
        {says}
      </p>
      <Press text={text} less busy={busy} press={press} />
    </>
  );
}

/** What the press says that takes an alert back before it leaves. */
export const stopSays = () =>
  i18n._(
    'care.stop-says',
    {},
    {
      message:
        'It does not leave. The yes for this partner goes for good, and the text too where it was for nobody else.',
    },
  );
