import { askedBy } from '../../agreement-file/template.ts';
import { type Asked, questionsIn } from '../../agreement-file/template-questions.ts';
import { agreementTemplates } from '../../platform/agreement-templates.ts';

/** Tells a question of our templates from an answer. */
export const asks = askedBy(agreementTemplates);

const known = new Map<'es' | 'en', Asked>();

/** What is asked about each field, in the reader's language where there is a template in it, else in English. */
export function askedIn(language: string): Asked {
  const own = language === 'es' ? 'es' : 'en';
  const asked = known.get(own) ?? questionsIn(agreementTemplates[own], own, asks);
  known.set(own, asked);
  return asked;
}
