import type { Agreement } from '../../../schemas/agreement.ts';
import type { View } from '../../web/view.ts';
import { ownNameOf } from './field-value.ts';

type Clause = Agreement['clauses'][number];

/** The collective's own name for a kind of violence, or null when it uses the type's name. */
export function clauseTitle(view: View, agreement: { languages: readonly string[] }, clause: Clause) {
  return ownNameOf(view, { languages: [...agreement.languages] }, 'clause', clause);
}
