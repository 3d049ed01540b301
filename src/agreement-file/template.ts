import { plain } from './plain.ts';

/** The template of questions, in each language that it is written in. */
export type Templates = Readonly<Record<'es' | 'en', string>>;

/**
 * Whether a text still holds a question of the template, with the mark before it or without: a question is no answer.
 */
export type Asks = (text: string) => boolean;

const mark = /^[\s"'-]*(\?\?|¿\?)\s*/u;

/** What tells an answer from a question of these templates. */
export function askedBy(templates: Templates): Asks {
  const asked = new Set(Object.values(templates).flatMap(questionsIn).map(plain));
  return (text) => text.split('\n').some((line) => mark.test(line) || asked.has(plain(line)));
}

function questionsIn(template: string): string[] {
  return template.split('\n').flatMap((line) => {
    const at = line.search(/\?\?/u);
    if (at < 0 || line.startsWith('#')) return [];
    return [
      line
        .slice(at + 2)
        .replace(/"$/, '')
        .trim(),
    ];
  });
}
