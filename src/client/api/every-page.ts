import { longestPage } from '../../../schemas/contract.ts';

/**
 * Follows a list to its end: `ask` gets what the page before gave as `next`. A node that leads in a circle is not
 * followed for ever: a key comes once.
 */
export async function everyPage<Page extends { next: string | null }, Row>(
  ask: (query: { after?: string; limit: string }) => Promise<Page>,
  rows: (page: Page) => readonly Row[],
): Promise<Row[]> {
  const limit = `${longestPage}`;
  const all: Row[] = [];
  const seen = new Set<string>();
  let page = await ask({ limit });
  for (;;) {
    all.push(...rows(page));
    if (page.next === null || seen.has(page.next)) return all;
    seen.add(page.next);
    page = await ask({ after: page.next, limit });
  }
}
