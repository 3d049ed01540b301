/**
 * Does the same for all, so many at once: a slow one holds up nobody but itself. What failed first is thrown at the
 * end.
 */
export async function sideBySide<T>(
  all: readonly T[],
  width: number,
  work: (one: T) => Promise<unknown>,
): Promise<void> {
  const failed: unknown[] = [];
  const rest = all.values();
  const go = async () => {
    for (const one of rest) await work(one).catch((error: unknown) => void failed.push(error));
  };
  await Promise.all(Array.from({ length: Math.min(width, all.length) }, go));
  if (failed.length > 0) throw failed[0];
}

/** Whatever is due, and may be asked for again while some of it is being done. */
type Due<Row> = {
  due: () => Promise<readonly Row[]>;
  work: (row: Row) => Promise<unknown>;
  /** On whom a row waits. */
  of: (row: Row) => string;
  /** So many at once, in all and for one. */
  width: number;
  ofOne: number;
};

/** How long a slow one keeps what falls due meanwhile from being seen, in milliseconds. */
const lookMs = 1_000;

/**
 * Does what is due and what falls due meanwhile, so many at once, until nothing is left; gives how many. A slow one
 * holds up no other, and many that wait on one host leave room for the rest. What failed first is thrown at the end.
 */
export async function whileDue<Row extends { id: string }>({ due, work, of, width, ofOne }: Due<Row>): Promise<number> {
  const under = new Map<string, { of: string; done: Promise<void> }>();
  // What failed is still due: it is not begun again in this turn.
  const failed = new Map<string, unknown>();
  let count = 0;
  const begin = (row: Row) => {
    const done = work(row)
      .catch((error: unknown) => void failed.set(row.id, error))
      .then(() => void under.delete(row.id));
    under.set(row.id, { of: of(row), done });
    count++;
  };
  const fits = (row: Row) =>
    under.size < width &&
    !under.has(row.id) &&
    !failed.has(row.id) &&
    [...under.values()].filter((one) => one.of === of(row)).length < ofOne;
  for (;;) {
    for (const row of under.size < width ? await due() : []) if (fits(row)) begin(row);
    if (under.size === 0) break;
    await oneOf([...under.values()].map(({ done }) => done));
  }
  const [first] = failed.values();
  if (first !== undefined) throw first;
  return count;
}

async function oneOf(all: Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const looked = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, lookMs);
  });
  await Promise.race([...all, looked]).finally(() => clearTimeout(timer));
}
