import { Refusal } from '../../schemas/codes.ts';
import { daysAfter } from './calendar.ts';
import { dateOf, timeOf } from './encoding.ts';

/**
 * How often one peer was answered: ever, and when within the window. A care file, which the server holds and could give
 * back in an older edition.
 */
export type QuotaBook = { count: number; answered: readonly string[] };

/** The highest count that this keyring has seen for the peer, and when: an older book cannot hide it. */
export type QuotaMark = { count: number; at: string };

const perWindow = 3;
const windowDays = 30;

/**
 * Counts one more answer to a peer, before it is given: at most three in 30 days. Changes neither argument.
 * @throws `inquiry-quota`, also when answers that the keyring has seen and the book has not would make it more;
 * `encoding` for a time that is none.
 */
export function countAnswer(book: QuotaBook, mark: QuotaMark | null, now: Date): { book: QuotaBook; mark: QuotaMark } {
  const begin = daysAfter(now, -windowDays);
  const within = (at: string) => dateOf(at) > begin;
  const hidden = mark && within(mark.at) ? Array<string>(Math.max(0, mark.count - book.count)).fill(mark.at) : [];
  const recent = book.answered.filter(within);
  if (recent.length + hidden.length >= perWindow) throw new Refusal('inquiry-quota');
  const count = Math.max(book.count, mark?.count ?? 0) + 1;
  const at = timeOf(now);
  return { book: { count, answered: [...recent, ...hidden, at] }, mark: { count, at } };
}
