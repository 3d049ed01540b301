import { readable } from '../../web/markdown.ts';

/**
 * What is written in the reader's language where it exists, else in the first language of the agreement that has it; as
 * it reads, without marks that deceive.
 */
export function inLanguage<T extends string | string[]>(
  values: Record<string, T>,
  wanted: string,
  languages: readonly string[],
): { value: T; language: string } | null {
  const language = [wanted, ...languages, ...Object.keys(values)].find((tag) => Object.hasOwn(values, tag));
  if (language === undefined) return null;
  const found = values[language] as T;
  return { value: (typeof found === 'string' ? readable(found) : found.map(readable)) as T, language };
}
