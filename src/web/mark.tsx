import { weaveOf, weaveSide } from './weave.ts';

/**
 * The woven mark of a collective, beside its name wherever that stands. It says nothing that the name does not, so who
 * hears a page read aloud does not meet it.
 */
export function Mark({ of }: { of: string | null }) {
  if (of === null) return null;
  const { yarn, down, across } = weaveOf(of);
  return (
    <svg class={`mark yarn-${yarn}`} viewBox={`0 0 ${weaveSide} ${weaveSide}`} aria-hidden="true" focusable="false">
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
