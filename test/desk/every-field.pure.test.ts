import { describe, expect, it } from 'vitest';
import { schemaOf } from '../../schemas/statements.ts';
import { signed } from './every-kind.ts';
import { type Filled, filled } from './every-leaf.ts';

/* That all of it is, on the desk and on the command line: every-kind.ts says what is not, and why. */

/** Fields of which two values read alike, and free texts of which a word is missing. */
function unread(statement: Filled, shown: (value: never) => string): string[] {
  const base = shown(statement.value as never);
  const missing = [...statement.texts].filter(([, text]) => !base.includes(text)).map(([path]) => path);
  const read = new Map<string, string[]>();
  const alike = statement.others.flatMap(({ path, value, text }) => {
    const says = shown(value as never);
    const before = read.get(path) ?? [base];
    read.set(path, [...before, says]);
    return before.includes(says) || (text !== null && !says.includes(text)) ? [path] : [];
  });
  return [...new Set([...missing, ...alike])].sort();
}

describe.each(signed)('what somebody reads before they sign: %s', (_name, name, { notShown, given = {}, ...shown }) => {
  const statement = filled(schemaOf[name], given);

  it('is all of it at the desk, but for what stands here with its reason', () => {
    expect(unread(statement, shown.desk)).toEqual(Object.keys(notShown).sort());
  });

  it('is all of it on the command line, but for the same', () => {
    expect(unread(statement, shown.commandLine)).toEqual(Object.keys(notShown).sort());
  });
});
