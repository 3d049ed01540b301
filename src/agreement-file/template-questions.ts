import { randomId } from '../protocol/encoding.ts';
import { fieldsOf, isSpoken, type Kind } from './fields.ts';
import { type AnyPart, listedParts, textsIn, wordIn } from './parts.ts';
import { importOpen } from './read.ts';
import type { Asks } from './template.ts';
import { fieldHelp } from './vocabulary.ts';

/** What there is to talk over before writing, by the key of the field that it is asked about. */
export type Questions = Partial<Record<string, string[]>>;

/** What is asked about a part of a kind; about a clause, by its type of violence. */
export type Asked = (kind: Kind, violence?: string) => Questions;

/** What a template asks, field by field; where it asks nothing, the words of that language do. */
export function questionsIn(template: string, language: string, asks: Asks): Asked {
  const read = importOpen(template, { newId: randomId, asks });
  const parts: { kind: Kind; part: AnyPart }[] = read.ok
    ? [{ kind: 'front', part: read.agreement }, ...listedParts(read.agreement)]
    : [];
  return (kind, violence) => {
    const found = parts.find((one) => one.kind === kind && (kind !== 'clause' || one.part.violence === violence));
    const asked = fieldsOf(kind).map(([key, field]): [string, string[]] => {
      const said = found && isSpoken(field) ? Object.values(textsIn(found.part, key)).flat() : [];
      const lines = [...said, found ? wordIn(found.part, key) : ''].flatMap((text) => text.split('\n'));
      const questions = lines.filter((line) => line.startsWith('??')).map((line) => line.slice(2).trim());
      const { question } = fieldHelp(kind, key, language);
      return [key, questions.length === 0 && question !== undefined ? [question] : questions];
    });
    return Object.fromEntries(asked.filter(([, questions]) => questions.length > 0));
  };
}
