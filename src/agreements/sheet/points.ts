import type { Agreement } from '../../../schemas/agreement.ts';
import { violenceName } from '../../platform/terms.ts';
import type { View } from '../../web/view.ts';
import { clauseTitle } from './clause-title.ts';

/** A point of an agreement that can be spoken of, by its name. */
export type Point = { id: string; name: string; language: string | undefined; anchor: string };

/** The same by their ids. */
export function pointsById(view: View, agreement: Agreement): ReadonlyMap<string, Point> {
  return new Map(pointsOf(view, agreement).map((point) => [point.id, point]));
}

/** A belonging parameter, where nothing around says what it is about. */
export function situationName({ i18n }: View, number: number): string {
  const whole = i18n._('agreement.belonging', {}, { message: 'When a person stops belonging' });
  return `${whole}: ${i18n._('agreement.situation', { number }, { message: 'Situation {number}' })}`;
}

/** Every point of an agreement, in order. */
export function pointsOf(view: View, agreement: Agreement): Point[] {
  const clauses = agreement.clauses.map((clause) => {
    const own = clauseTitle(view, agreement, clause);
    const name = own?.value ?? violenceName(view.i18n, clause.violence);
    return { id: clause.id, name, language: own?.language, anchor: `clause-${clause.id}` };
  });
  const belonging = agreement.belonging.map(({ id }, at) => ({
    id,
    name: situationName(view, at + 1),
    language: undefined,
    anchor: `belonging-${id}`,
  }));
  return [...clauses, ...belonging];
}
