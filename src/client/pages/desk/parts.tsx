/** @jsxImportSource hono/jsx/dom */
import type { Child } from 'hono/jsx';
import { useEffect, useRef } from 'hono/jsx/dom';
import { Press } from '../parts/presses.tsx';
import { i18n } from './words.ts';

export { Done, Wrong } from '../parts/notes.tsx';
export { Press, Send } from '../parts/presses.tsx';

/** One screen of the desk: its heading takes the focus, so that whoever cannot see it hears where they are. */
export function Screen({ title, children }: { title: string; children?: Child }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [title]);
  return (
    <>
      <header>
        <h1 tabindex={-1} ref={heading}>
          {title}
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
