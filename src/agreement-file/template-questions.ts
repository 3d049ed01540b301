import { randomId } from '../protocol/encoding.ts';
import { importOpen, type OpenText } from './read.ts';
import type { Clause } from './read-clauses.ts';
import { agreementTemplate } from './template.ts';

/** What the template asks, by the name of the field that it asks it about. */
export type Questions = Partial<Record<string, string[]>>;

const templates = new Map<string, OpenText | null>();

/** What the template asks about one type of violence, in Spanish or English. */
export function clauseQuestions(language: string, violence: Clause['violence']): Questions {
  const clause = templateIn(language)?.clauses.find((one) => one.violence === violence);
  const { text = {}, examples = {}, responses = {}, support = {} } = clause ?? {};
  return asked({ text, examples, responses, support });
}

/** What it asks about ceasing to belong. */
export function belongingQuestions(language: string): Questions {
  const { when = {}, measure = {}, wayBack = {} } = templateIn(language)?.belonging[0] ?? {};
  return asked({ when, measure, wayBack });
}

/** What it asks about all of the agreement. */
export function frontQuestions(language: string): Questions {
  const { title = {}, summary = {}, protects = {}, reviewBy = '' } = templateIn(language) ?? {};
  return asked({ title, summary, protects, reviewBy: { [language]: reviewBy } });
}

function templateIn(language: string): OpenText | null {
  const known = templates.get(language);
  if (known !== undefined) return known;
  const read = importOpen(agreementTemplate(language === 'es' ? 'es' : 'en'), { newId: randomId });
  const text = read.ok ? read.agreement : null;
  templates.set(language, text);
  return text;
}

function asked(fields: Record<string, Record<string, string | string[]>>): Questions {
  const lines = Object.entries(fields).map(([name, words]): [string, string[]] => [
    name,
    Object.values(words)
      .flat()
      .flatMap((text) => text.split('\n'))
      .filter((line) => line.startsWith('??'))
      .map((line) => line.slice(2).trim()),
  ]);
  return Object.fromEntries(lines.filter(([, questions]) => questions.length > 0));
}
