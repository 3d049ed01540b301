import type { WithheldRow } from '../protocol/record-chain.ts';

/** A row whole, or only its place in the chain for whom it is withheld from. */
export function rowFor<Row extends { seq: number; prev: string; hash: string }>(
  row: Row,
  reads: boolean,
): Row | WithheldRow {
  if (reads) return row;
  const { seq, prev, hash } = row;
  return { seq, prev, hash, withheld: true };
}
