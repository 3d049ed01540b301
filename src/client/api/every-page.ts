import { Refusal } from '../../../schemas/codes.ts';
import { longestPage } from '../../../schemas/contract.ts';

/** Half a million rows, more than any list of a node may hold. */
const mostPages = 1000;

/**
 * Follows a list to its end: `ask` gets what the page before gave as `next`.
 * @throws `unexpected-answer` where a node leads in a circle, or on and on
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
    if (page.next === null) return all;
    if (seen.has(page.next) || seen.size >= mostPages) throw new Refusal('unexpected-answer');
    seen.add(page.next);
    page = await ask({ after: page.next, limit });
  }
}
