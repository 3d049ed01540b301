import type { Agreement } from '../../../schemas/agreement.ts';

type Clause = Agreement['clauses'][number];

import type { View } from '../../web/view.ts';
import { inLanguage } from '../versions/in-language.ts';
/** The collective's own name for a kind of violence, or null when it uses the type's name. */
export function clauseTitle(view: View, agreement: { languages: readonly string[] }, clause: Clause) {
  const own = clause.ownName === null ? null : inLanguage(clause.ownName, view.words, agreement.languages);
  if (own === null) return null;
  const [first = '', ...rest] = own.value;
  return { ...own, value: first.toLocaleUpperCase(own.language) + rest.join('') };
}
