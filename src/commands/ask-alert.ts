import { fromAnswers } from '../client/alerts/alert-form.ts';
import type { AlertWords } from '../client/alerts/compose.ts';
import { alertQuestions } from '../client/say/alert-questions.ts';
import type { Context } from './context.ts';

const lists = ['violence', 'axes', 'clauses', 'asks', 'languages'];

/**
 * Asks for each field in turn; an empty answer leaves a field out.
 * @throws as `readAlertForm`.
 */
export async function askAlert(context: Context): Promise<AlertWords> {
  const raw: Record<string, unknown> = {};
  for (const [field, question] of Object.entries(alertQuestions(context.i18n))) {
    const answer = await context.prompts.text(question);
    if (field === 'identifiers') raw[field] = pairs(answer);
    else if (lists.includes(field)) raw[field] = list(answer);
    else if (answer !== '') raw[field] = answer;
  }
  return fromAnswers(raw);
}

const list = (answer: string): string[] =>
  answer
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

const pairs = (answer: string) =>
  answer
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => {
      const at = one.indexOf('=');
      return { [one.slice(0, at).trim()]: one.slice(at + 1).trim() };
    });
