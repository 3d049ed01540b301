import type { WithheldRow } from '../protocol/record-chain.ts';
import type { Readers } from '../room.ts';
import type { SignedIn } from '../web/session.ts';

/** Whether rows for these readers are this member's to read. */
export function reads({ roles, plain }: SignedIn, readers: Readers): boolean {
  if (readers === 'members') return true;
  return roles.includes('accompanier') || (readers === 'listed' && !plain);
}

/** A row whole, or only its place in the chain for whom it is withheld from. */
export function rowFor<Row extends { seq: number; prev: string; hash: string }>(
  row: Row,
  reads: boolean,
): Row | WithheldRow {
  if (reads) return row;
  const { seq, prev, hash } = row;
  return { seq, prev, hash, withheld: true };
}
