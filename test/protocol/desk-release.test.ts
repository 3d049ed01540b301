import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { filesThatDiffer, printOf, requireLaterRelease, shortPrint } from '../../src/protocol/desk-release.ts';
import { b64u, timeOf } from '../../src/protocol/encoding.ts';
import { inDays, now } from './cast.ts';
import { refuses } from './refusals.ts';
import { ceiba, maguey } from './spoken.ts';

const hash = (text: string) => createHash('sha256').update(text).digest();
const file = (name: string, text: string) => ({ name, sha256: b64u(hash(text)) });
const page = file('desk.es.html', 'a page');
const script = file('desk.es.js', 'a script');

describe('the print of a desk', () => {
  it('is the hash of what sha256sum writes of its files, sorted by name', () => {
    const list = `${hash('a page').toString('hex')}  desk.es.html\n${hash('a script').toString('hex')}  desk.es.js\n`;
    expect(printOf([page, script])).toBe(hash(list).toString('base64url'));
    expect(printOf([script, page])).toBe(printOf([page, script]));
  });

  it('is another one for other bytes, another name, a file less', () => {
    const print = printOf([page, script]);
    expect(printOf([page, file('desk.es.js', 'another script')])).not.toBe(print);
    expect(printOf([page, file('desk.en.js', 'a script')])).not.toBe(print);
    expect(printOf([page])).not.toBe(print);
  });

  it('is of no list that names a file twice', async () => {
    await refuses('statement-rule', () => printOf([page, page]), 'files');
  });

  it('is read as sixteen characters, four by four, noughts included', () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, at) => at);
    expect(shortPrint(b64u(bytes))).toBe('0001 0203 0405 0607');
    expect(shortPrint(b64u(bytes.map((byte) => 255 - byte)))).toBe('fffe fdfc fbfa f9f8');
    expect(() => shortPrint(b64u(bytes.subarray(1)))).toThrow('encoding');
  });
});

describe('files that differ', () => {
  it('are those with other bytes, and those that one list lacks, by name', () => {
    const other = file('desk.es.js', 'another script');
    const more = file('a.js', 'one more');
    expect(filesThatDiffer([page, script], [script, page])).toEqual([]);
    expect(filesThatDiffer([page, script], [page, other])).toEqual(['desk.es.js']);
    expect(filesThatDiffer([page, script], [page])).toEqual(['desk.es.js']);
    expect(filesThatDiffer([page], [page, script, more])).toEqual(['a.js', 'desk.es.js']);
  });
});

describe('a release of the desk', () => {
  const at = timeOf(now);
  const second = { version: 2, id: ceiba.id, at };

  it('follows none, an earlier one, and itself', () => {
    expect(() => requireLaterRelease(second, null)).not.toThrow();
    expect(() => requireLaterRelease({ version: 3, id: maguey.id, at }, second)).not.toThrow();
    expect(() => requireLaterRelease({ ...second }, second)).not.toThrow();
  });

  it('follows no later one, no other one under its number, and none that was said after it', async () => {
    const other = { version: 2, id: maguey.id, at: inDays(1) };
    await refuses('edition-rollback', () => requireLaterRelease({ ...other, version: 1 }, second), 'version');
    await refuses('equivocation', () => requireLaterRelease(other, second), 'version');
    await refuses(
      'edition-rollback',
      () => requireLaterRelease({ ...other, version: 3, at: inDays(-1) }, second),
      'at',
    );
  });
});
