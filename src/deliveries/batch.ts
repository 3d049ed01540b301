/**
 * Does the same work for many at once: what comes while it is being done waits and is done together next. Everybody
 * waits for their own, and hears of the failure of the group that they were in.
 */
export function grouped<T>(work: (all: T[]) => Promise<void>): (one: T) => Promise<void> {
  let next: { all: T[]; done: Promise<void> } | null = null;
  let last: Promise<unknown> = Promise.resolve();
  return (one) => {
    if (next === null) {
      const all: T[] = [];
      const begin = () => {
        next = null;
        return work(all);
      };
      const done = last.then(begin, begin);
      next = { all, done };
      last = done;
    }
    next.all.push(one);
    return next.done;
  };
}
