/** What a page of a list is asked for: the rows after a key, so many. */
export type Page = { after: string | undefined; most: number };

/**
 * One page of what was asked for with one row more than it holds: the rows, and the key after which the next one
 * begins, null on the last.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  most: number,
  key: (row: Row) => string,
): { rows: Row[]; next: string | null } {
  const shown = rows.slice(0, most);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > most && last ? key(last) : null };
}
