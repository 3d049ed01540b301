import type { Child } from 'hono/jsx';

/** Something to know before going on. `said`: of what was just done, and read out when the page is there. */
export function Note({ said = false, id, children }: { said?: boolean; id?: string; children?: Child }) {
  return (
    <p class="note" id={id} role={said ? 'status' : undefined}>
      {children}
    </p>
  );
}

/** Why something was not done, read out when it appears. */
export function Wrong({ text }: { text: string | null }) {
  return <div role="alert">{text === null ? null : <p class="wrong">{text}</p>}</div>;
}

/** What was done, read out when it appears. */
export function Done({ text }: { text: string | null }) {
  return <div role="status">{text === null ? null : <Note>{text}</Note>}</div>;
}

/** Facts that stand beside each other and each for itself, never one mark. */
export function Facts({ facts }: { facts: readonly { name: string; says: Child }[] }) {
  return (
    <dl class="facts">
      {facts.map(({ name, says }) => (
        <div>
          <dt>{name}</dt>
          <dd>{says}</dd>
        </div>
      ))}
    </dl>
  );
}
