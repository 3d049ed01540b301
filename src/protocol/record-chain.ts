import { canonical } from './canonical.ts';
import { b64u, NS, sha256, utf8 } from './encoding.ts';

/** What one row of the record says. */
export type RecordEntry = { seq: number; at: string; actor: string; action: string; subject: string | null };

/** A row with the hash of the row before it (empty for the first) and its own. */
export type RecordRow = RecordEntry & { prev: string; hash: string };

/** A row that says nothing to this reader: only its place in the chain can be checked. */
export type WithheldRow = Pick<RecordRow, 'seq' | 'prev' | 'hash'> & { withheld: true };

export type RecordVerdict =
  | { ok: true; above: number; last: { seq: number; hash: string } }
  | { ok: false; at: number; because: 'changed' | 'missing' | 'reordered' | 'cut' };

/** The hash that ties a row to the one before it (PROTOCOL §10). */
export function rowHash(prev: string, row: RecordEntry): string {
  const { seq, at, actor, action, subject } = row;
  return b64u(sha256(utf8(`${NS}/record\0${canonical({ seq, at, actor, action, subject, prev })}`)));
}

/**
 * Finds the first changed, missing or reordered row, and every cut below the newest `head` it is given; says how many
 * rows lie above it. A row that is withheld is held to its place only: that the rows around it and the head agree on
 * its hash. Rows come oldest first; a later part is checked by passing the last row before it as `after`.
 */
export function verifyRows(
  rows: readonly (RecordRow | WithheldRow)[],
  head: { count: number; hash: string } | null = null,
  after: { seq: number; hash: string } = { seq: 0, hash: '' },
): RecordVerdict {
  let last = after;
  for (const row of rows) {
    if (row.seq !== last.seq + 1) {
      return { ok: false, at: last.seq + 1, because: row.seq > last.seq ? gap(rows, last.seq + 1) : 'reordered' };
    }
    const headHere = head?.count === row.seq ? head.hash : row.hash;
    const hash = 'withheld' in row ? row.hash : rowHash(last.hash, row);
    if (row.prev !== last.hash || row.hash !== hash || row.hash !== headHere) {
      return { ok: false, at: row.seq, because: 'changed' };
    }
    last = { seq: row.seq, hash: row.hash };
  }
  if (head && head.count > last.seq) return { ok: false, at: last.seq + 1, because: 'cut' };
  return { ok: true, above: last.seq - (head?.count ?? last.seq), last };
}

function gap(rows: readonly { seq: number }[], seq: number): 'missing' | 'reordered' {
  return rows.some((row) => row.seq === seq) ? 'reordered' : 'missing';
}
