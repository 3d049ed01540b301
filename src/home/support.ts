import type { Agreement } from '../../schemas/agreement.ts';

/** The first agreement whose clauses promise support to whoever was affected. */
export function promiseOf<A extends Pick<Agreement, 'clauses'>>(agreements: readonly A[]): A | null {
  const promises = ({ support }: Agreement['clauses'][number]) =>
    Object.values(support).some((list) => list.length > 0);
  return agreements.find(({ clauses }) => clauses.some(promises)) ?? null;
}

/** Whom a collective names to turn to, and the languages in which it writes, the first one first. */
export type TurnTo = Pick<Agreement, 'contacts' | 'languages'>;

/**
 * The contacts that the collective names beside its agreements, then those of all of these, each once; null where
 * nobody is named.
 */
export function contactsOf(own: TurnTo, agreements: readonly TurnTo[]): TurnTo | null {
  const all = [own, ...agreements];
  const contacts = all.flatMap((one) => one.contacts);
  if (contacts.length === 0) return null;
  const said = new Map(contacts.map(({ id, ...contact }) => [JSON.stringify(contact), { id, ...contact }]));
  return { languages: [...new Set(all.flatMap(({ languages }) => languages))], contacts: [...said.values()] };
}
