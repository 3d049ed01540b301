import type { Child } from 'hono/jsx';

/**
 * Two columns where a window has room, else one after the other: what leads into it, what belongs beside it, the text.
 * Without `lead`, the text comes before what stands beside it.
 */
export function Columns({
  lead,
  beside,
  contents = false,
  children,
}: {
  lead?: Child;
  beside: Child;
  /** It stays in sight while the text moves. */
  contents?: boolean;
  children: Child;
}) {
  const narrow = <div class={contents ? 'column beside contents' : 'column beside'}>{beside}</div>;
  const text = <div class="column">{children}</div>;
  if (lead === undefined)
    return (
      <div class="columns">
        {text}
        {narrow}
      </div>
    );
  return (
    <div class="columns led">
      <div class="column">{lead}</div>
      {narrow}
      {text}
    </div>
  );
}
