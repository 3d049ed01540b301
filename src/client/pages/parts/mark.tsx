import { weaveOf, weaveSide } from './weave.ts';

/**
 * The woven mark of a collective, beside its name wherever that stands. It says nothing that the name does not, so who
 * hears a page read aloud does not meet it.
 */
export function Mark({ of, at }: { of: string | null; at?: { x: number; y: number; side: number } }) {
  if (of === null) return null;
  const { yarn, down, across } = weaveOf(of);
  return (
    <svg
      class={`mark yarn-${yarn}`}
      viewBox={`0 0 ${weaveSide} ${weaveSide}`}
      aria-hidden="true"
      focusable="false"
      {...(at && { x: at.x - at.side / 2, y: at.y - at.side / 2, width: at.side, height: at.side })}
    >
      <path d={down} />
      <path d={across} />
    </svg>
  );
}

/** A collective by its mark and its name. */
export function Named({ of, name }: { of: string | null; name: string }) {
  return (
    <>
      <Mark of={of} /> <bdi>{name}</bdi>
    </>
  );
}
