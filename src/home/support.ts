import type { Agreement } from '../../schemas/agreement.ts';

/** The first agreement whose clauses promise support to whoever was affected. */
export function promiseOf<A extends Pick<Agreement, 'clauses'>>(agreements: readonly A[]): A | null {
  const promises = ({ support }: Agreement['clauses'][number]) =>
    Object.values(support).some((list) => list.length > 0);
  return agreements.find(({ clauses }) => clauses.some(promises)) ?? null;
}

/** The first agreement with the contacts of all of them, each once; null where none names anybody. */
export function contactsOf(agreements: readonly Agreement[]): Agreement | null {
  const [first] = agreements;
  const all = agreements.flatMap(({ contacts }) => contacts);
  if (first === undefined || all.length === 0) return null;
  const said = new Map(all.map(({ id, ...contact }) => [JSON.stringify(contact), { id, ...contact }]));
  return { ...first, contacts: [...said.values()] };
}
