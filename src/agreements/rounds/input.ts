import { date, line } from '../../../schemas/encodings.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { readable } from '../../web/markdown.ts';

/* What people type into the forms of a round, as it is kept. */

/** Characters of the minutes that somebody writes themselves. */
export const mostMinutes = 20_000;
/** Ways in which a text was decided elsewhere. */
/** What somebody typed who decides that cannot be published. */
export type TypedRefusal = 'body' | 'day';

export const methods = ['assembly_minutes', 'consent_round', 'vote', 'board', 'founders', 'other'] as const;
const body = line(200);

/**
 * Who decides: one line of at most 200 characters, as it is published. Null when nothing is left of it, or it is
 * longer.
 */
export function bodyIn(typed: string): string | null {
  const said = body.safeParse(readable(typed).replace(/\s+/g, ' ').trim());
  return said.success ? said.data : null;
}

/** Lines of text with one kind of line end, or null when they say nothing. */
export function wordsIn(typed: string | undefined): string | null {
  const words = (typed ?? '').replace(/\r\n?/g, '\n').trim();
  return readable(words).trim() === '' ? null : words;
}

/** The day on which a decision was taken: one that the calendar has, and not in the future. Null for any other. */
export function decidedOn(typed: string, now: Date): string | null {
  const day = date.safeParse(typed);
  if (!day.success || day.data > dayOf(now)) return null;
  const moment = new Date(`${day.data}T00:00:00Z`);
  return Number.isNaN(moment.getTime()) || dayOf(moment) !== day.data ? null : day.data;
}

/** The day it is, in UTC as on every page. */
export const dayOf = (now: Date): string => timeOf(now).slice(0, 10);
