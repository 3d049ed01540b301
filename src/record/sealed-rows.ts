import type { WithheldRow } from '../protocol/record-chain.ts';

/** Rooms whose items answer accompaniers only: so do rows about them. */
const sealed = /^(alert|notice|consent|draft|list)\./;

/** The row as a member sees it: an accompanier whole, anybody else only its place in the chain when it is about something sealed. */
export function rowFor<Row extends { seq: number; prev: string; hash: string; action: string }>(
  row: Row,
  accompanies: boolean,
): Row | WithheldRow {
  if (accompanies || !sealed.test(row.action)) return row;
  const { seq, prev, hash } = row;
  return { seq, prev, hash, withheld: true };
}
