/** @jsxImportSource hono/jsx/dom */
import type { Child } from 'hono/jsx';
import { useEffect, useRef } from 'hono/jsx/dom';
import { i18n } from './words.ts';

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

/** Why something was not done, read out when it appears. */
export function Wrong({ text }: { text: string | null }) {
  return <div role="alert">{text === null ? null : <p class="wrong">{text}</p>}</div>;
}

/** What was done, read out when it appears. */
export function Done({ text }: { text: string | null }) {
  return <div role="status">{text === null ? null : <p class="note">{text}</p>}</div>;
}

/** A button with what it does while it works. */
export function Press({
  text,
  main = false,
  less = false,
  busy,
  press,
}: {
  text: string;
  main?: boolean;
  /** Weighs less than what stands beside it. */
  less?: boolean;
  busy: boolean;
  press: () => void;
}) {
  return (
    <button
      type="button"
      class={main ? 'main' : less ? 'less' : ''}
      aria-disabled={busy ? 'true' : undefined}
      onClick={() => busy || press()}
    >
      {text}
    </button>
  );
}

/** The one button that sends a form. */
export function Send({ text, busy = false }: { text: string; busy?: boolean }) {
  return (
    <button type="submit" class="main" aria-disabled={busy ? 'true' : undefined}>
      {text}
    </button>
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
