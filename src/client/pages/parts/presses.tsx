/* Buttons, drawn by a server and by a browser alike. */

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
