import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, type Source } from './sources.ts';

/** Documents that lie elsewhere and number their sections themselves. */
const elsewhere = /(?:RFC \d+|Fetch|draft-[a-z0-9-]+)[^.]{0,60}$|\(RFC \d+\)[^§]{0,160}$/s;

/** Documents that the code calls by one word, with the file where they are. */
const called: Record<string, string> = { PROTOCOL: 'docs/protocol.md' };

const textOf = (path: string): string =>
  statSync(join(root, path), { throwIfNoEntry: false })?.isFile() ? readFileSync(join(root, path), 'utf8') : '';

/** Every reference of a file to a document or a section that this repository does not have, one line each. */
export function lostReferences({ path, text }: Source): string[] {
  const plain = text.replace(/\n\s*(\*|\/\/|#) ?/g, ' ');
  const lost = (what: string) => `${path}: ${what}`;
  return [
    ...[...plain.matchAll(/§(\d+)/g)].flatMap((found) => {
      const before = plain.slice(Math.max(0, found.index - 200), found.index);
      const name = /\b([A-Z]{4,})(?: §\d+(?:,| and| to))* $/.exec(before)?.[1];
      // Without a name it is the document's own.
      const document = name === undefined ? text : textOf(called[name] ?? '');
      if (new RegExp(`^#+ ${found[1]}\\. `, 'm').test(document)) return [];
      if (name === undefined) return elsewhere.test(before) ? [] : [lost(found[0])];
      return [lost(`${name} ${found[0]}`)];
    }),
    ...[...plain.matchAll(/\b([A-Z]{4,}\.md)\b(?:`?, "([^"]+)")?/g)].flatMap(([all, file, heading]) => {
      const document = ['', 'test/vectors/', 'deploy/'].map((folder) => textOf(`${folder}${file}`)).find(Boolean) ?? '';
      const found = heading === undefined || document.split('\n').some((line) => isHeading(line, heading));
      return document !== '' && found ? [] : [lost(all)];
    }),
    ...[...plain.matchAll(/\bdocs\/[a-z0-9/-]+\.[a-z]+\b/g)].flatMap(([file]) =>
      textOf(file) === '' ? [lost(file)] : [],
    ),
  ];
}

const isHeading = (line: string, heading: string): boolean => /^#+ /.test(line) && line.includes(` ${heading}`);
