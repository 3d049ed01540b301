import { firstMark } from '../../schemas/characters.ts';
import { oneLine, plain } from './plain.ts';
import { type Complain, quoted } from './problems.ts';

/** Largest agreement file, in bytes of UTF-8. */
const largestFile = 256 * 1024;
/**
 * Largest front matter, in characters: YAML is read only below it. Signs and indentation of YAML take room beside the
 * words.
 */
const largestFront = 64 * 1024;

/** One value under a key: its first line in the file, the language asked for by `key (en):`, and its lines. */
export type KeyedLines = { key: string; language: string | null; line: number; lines: string[] };
export type Section = { heading: string; id: string | null; line: number; entries: KeyedLines[] };
export type FileParts = { front: string; frontLine: number; sections: Section[]; lastLine: number };

const heading = /^(#{1,6})\s(.*)$/;
// Matched only against the few characters before the first colon, so that a long line costs nothing.
const keyWords = /^(\p{L}[\p{L}\p{M} _-]*?) ?(?:\(([^()]+)\))?$/u;
const longestKey = 64;

/** Splits a file into front matter and sections of keys. Complains of what cannot be placed; reads no value. */
export function splitFile(text: string, complain: Complain): FileParts | null {
  if (new TextEncoder().encode(text).length > largestFile) {
    complain(1, 'file-too-large', { kilobytes: largestFile / 1024 });
    return null;
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  let safe = true;
  for (const [index, line] of lines.entries()) {
    const mark = firstMark(line);
    if (!mark) continue;
    complain(index + 1, 'file-character', mark);
    safe = false;
  }
  if (!safe) return null;
  const end = lines[0]?.trimEnd() === '---' ? lines.findIndex((line, at) => at > 0 && line.trimEnd() === '---') : -1;
  if (end < 0) {
    complain(1, 'front-missing');
    return null;
  }
  const front = lines.slice(1, end).join('\n');
  if (front.length > largestFront) {
    complain(1, 'front-too-large', { kilobytes: largestFront / 1024 });
    return null;
  }
  return { front, frontLine: 2, sections: readSections(lines, end + 1, complain), lastLine: lines.length };
}

function readSections(lines: string[], from: number, complain: Complain): Section[] {
  const sections: Section[] = [];
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index]!.trimEnd();
    const head = heading.exec(line);
    const section = sections.at(-1);
    if (head !== null) {
      if (head[1] !== '##') complain(index + 1, 'heading-level');
      else sections.push(readHeading(head[2]!, index + 1));
    } else if (section === undefined) {
      if (line !== '') complain(index + 1, 'text-outside', { text: quoted(line) });
    } else {
      readLine(section, line, index + 1, complain);
    }
  }
  return sections;
}

function readHeading(text: string, line: number): Section {
  const trimmed = text.trim();
  const open = trimmed.endsWith('}') ? trimmed.lastIndexOf('{#') : -1;
  if (open < 0) return { heading: trimmed, id: null, line, entries: [] };
  return { heading: trimmed.slice(0, open).trim(), id: trimmed.slice(open + 2, -1), line, entries: [] };
}

function readKey(line: string): { key: string; language: string | null; rest: string } | null {
  const colon = line.indexOf(':');
  if (colon < 1 || colon > longestKey || !/^:(\s|$)/.test(line.slice(colon, colon + 2))) return null;
  const words = keyWords.exec(line.slice(0, colon).trimEnd());
  return words === null
    ? null
    : { key: plain(words[1]!), language: words[2] ?? null, rest: line.slice(colon + 1).trim() };
}

function readLine(section: Section, line: string, number: number, complain: Complain): void {
  const found = readKey(line);
  const entry = section.entries.at(-1);
  if (found !== null) {
    section.entries.push({ key: found.key, language: found.language, line: number, lines: [found.rest] });
  } else if (entry !== undefined) {
    entry.lines.push(line);
  } else if (line !== '') {
    complain(number, 'text-outside', { text: quoted(line) });
  }
}

/** The text of an entry: Markdown without the indentation that the file gave it, and without empty lines around it. */
export function textOf(entry: KeyedLines): string {
  const [first = '', ...rest] = entry.lines;
  const body = withoutIndent(rest);
  return trimLines(first === '' ? body : [first, ...body]).join('\n');
}

/** The entries of a list: one per line that begins with a dash; a value without dashes is a list of one. */
export function listOf(entry: KeyedLines): { line: number; text: string }[] {
  const items: { line: number; lines: string[] }[] = [];
  const [first = '', ...rest] = entry.lines;
  if (first !== '') items.push({ line: entry.line, lines: [first] });
  for (const [index, line] of withoutIndent(rest).entries()) {
    const item = /^[-*]\s+(.*)$/.exec(line);
    const open = items.at(-1);
    if (item !== null) items.push({ line: entry.line + index + 1, lines: [item[1]!] });
    else if (open !== undefined) open.lines.push(line.trim());
    else if (line !== '') items.push({ line: entry.line + index + 1, lines: [line] });
  }
  return items.map(({ line, lines }) => ({ line, text: oneLine(lines.join(' ')) }));
}

function withoutIndent(lines: string[]): string[] {
  const indents = lines.filter((line) => line !== '').map((line) => line.search(/\S/));
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  return lines.map((line) => line.slice(common));
}

function trimLines(lines: string[]): string[] {
  const from = lines.findIndex((line) => line !== '');
  if (from < 0) return [];
  return lines.slice(from, lines.findLastIndex((line) => line !== '') + 1);
}
