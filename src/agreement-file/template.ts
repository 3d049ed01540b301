import { readFileSync } from 'node:fs';
import { plain } from './vocabulary.ts';

const mark = /^[\s"'-]*(\?\?|¿\?)\s*/u;
const texts = new Map<string, string>();
let asked: ReadonlySet<string> | undefined;

/** The agreement that only asks, in Spanish or English: every type of violence, and what to talk over about education, prevention and intervention. */
export function agreementTemplate(language: 'es' | 'en'): string {
  const known = texts.get(language);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`template.${language}.md`, import.meta.url), 'utf8');
  texts.set(language, text);
  return text;
}

/** Whether a text still holds a question of the template, with the mark before it or without: a question is no answer. */
export function asksStill(text: string): boolean {
  asked ??= new Set(questions().map(plain));
  const known = asked;
  return text.split('\n').some((line) => mark.test(line) || known.has(plain(line)));
}

function questions(): string[] {
  return (['es', 'en'] as const).flatMap((language) =>
    agreementTemplate(language)
      .split('\n')
      .flatMap((line) => {
        const at = line.search(/\?\?/u);
        return at < 0 || line.startsWith('#')
          ? []
          : [
              line
                .slice(at + 2)
                .replace(/"$/, '')
                .trim(),
            ];
      }),
  );
}
