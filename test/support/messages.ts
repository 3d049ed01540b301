import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatter } from '@lingui/format-po';
import { parseSync } from 'oxc-parser';
import { refusalSentences, settingSentences } from '../../src/platform/refusal-sentences.ts';
import { nodesOf, root, type Source } from './sources.ts';

export type Message = { id: string; message: string | undefined; comment: string | undefined; at: string };
type Catalogue = Record<string, { translation?: string; comments?: string[] }>;

/** Every `_('id', values, {message, comment})` of the sources, and the sentences that are looked up by code. */
export function usedMessages(sources: readonly Source[]): Message[] {
  const named = (prefix: string, sentences: Record<string, string | undefined>): Message[] =>
    Object.entries(sentences).map(([name, message]) => ({
      id: `${prefix}.${name}`,
      message,
      comment: undefined,
      at: 'src/platform/refusal-sentences.ts',
    }));
  return [
    ...named('refusal', refusalSentences),
    ...named('setting', settingSentences),
    ...sources.flatMap(({ path, text }) =>
      text.includes("._('") || text.includes('message:') ? inSource(path, text) : [],
    ),
  ];
}

function inSource(at: string, text: string): Message[] {
  const found: Message[] = [];
  for (const node of nodesOf(parseSync(at, text).program)) {
    if (node.type === 'CallExpression') {
      const callee = node.callee as { type: string; property?: { name?: string } };
      const [id, , rest] = node.arguments as unknown[];
      const text = literal(id);
      if (callee.type !== 'MemberExpression' || callee.property?.name !== '_' || text === undefined) continue;
      found.push({ id: text, message: property(rest, 'message'), comment: property(rest, 'comment'), at });
    } else if (node.type === 'ObjectExpression') {
      // A descriptor that is looked up later: {id, message}.
      const id = property(node, 'id');
      const message = property(node, 'message');
      if (id && message) found.push({ id, message, comment: property(node, 'comment'), at });
    }
  }
  return found;
}

function property(node: unknown, name: string): string | undefined {
  const { properties = [] } = (node ?? {}) as { properties?: { key?: { name?: string }; value?: unknown }[] };
  return literal(properties.find(({ key }) => key?.name === name)?.value);
}

/** A string literal, also one joined with + or in backquotes without a hole. */
function literal(node: unknown): string | undefined {
  const { type, value, left, right, quasis } = (node ?? {}) as Record<string, unknown>;
  if (type === 'Literal' && typeof value === 'string') return value;
  if (type === 'BinaryExpression') {
    const [start, end] = [literal(left), literal(right)];
    return start === undefined || end === undefined ? undefined : start + end;
  }
  const parts = (quasis ?? []) as { value: { cooked: string } }[];
  return type === 'TemplateLiteral' && parts.length === 1 ? parts[0]?.value.cooked : undefined;
}

const po = formatter({ explicitIdAsDefault: true, origins: false, lineNumbers: false });
const fileOf = (language: string) => join(root, 'src/locales', `${language}.po`);

function readCatalogue(language: string): Catalogue {
  const context = { locale: language, sourceLocale: 'en', filename: fileOf(language) };
  return po.parse(readFileSync(fileOf(language), 'utf8'), context) as Catalogue;
}

/** Adds what the sources use to a catalogue (English with its text, others empty) and drops what they no longer use. */
export function writeCatalogue(language: string, used: readonly Message[]): void {
  const before = readCatalogue(language);
  const after = new Map(
    used.map(({ id, message, comment }): [string, Catalogue[string]] => [
      id,
      {
        ...before[id],
        comments: comment ? [comment] : [],
        translation: language === 'en' ? (message ?? before[id]?.translation ?? '') : (before[id]?.translation ?? ''),
      },
    ]),
  );
  const sorted = Object.fromEntries([...after].sort(([a], [b]) => (a < b ? -1 : 1)));
  const header = [
    `msgid ""`,
    `msgstr ""`,
    `"Language: ${language}\\n"`,
    `"Content-Type: text/plain; charset=utf-8\\n"`,
  ];
  const context = { locale: language, sourceLocale: 'en', filename: fileOf(language), existing: header.join('\n') };
  const text = po.serialize(sorted as never, context as never) as string;
  writeFileSync(fileOf(language), text.replace(/^"(POT-Creation-Date|X-Generator|Mime-Version).*\n/gim, ''));
}

/** Names in braces, sorted: a translation has the same ones as the English text. */
export function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\s*(\w+)\s*[,}]/g)].map((found) => found[1] ?? ''))].sort();
}

const banned = {
  en:
    'report|case|victim|perpetrator|offender|accused|evidence|investigation|verdict|sentence|ban|blacklist|' +
    'suspect|user',
  es:
    'denuncia|caso|víctima|victima|agresor|victimario|acusado|acusada|prueba|investigación|veredicto|sentencia|' +
    'lista negra|sospechoso|sospechosa|usuario|usuaria|administrador|administradora|nosotro|nosotra|' +
    '(?:el|un|este|cada|del|al) colectivo|esto no pasó',
};

/**
 * The words that our own interface never uses, those that assume a gender, and those that seem to deny, with their
 * plurals.
 */
export function bannedWords(language: 'en' | 'es', text: string): string[] {
  const words = new RegExp(`(?<![\\p{L}])(${banned[language]})(e?s)?(?![\\p{L}])`, 'giu');
  return [...text.replace(/\{[^{}]*\}/g, '').matchAll(words)].map((found) => found[0].toLowerCase());
}

/** Whether a place in it would be filled with a date by the library: scripts of pages have no part of it that does. */
export const fillsDates = (text: string): boolean => /\{\s*\w+\s*,\s*(?:date|time)\b/.test(text);

/** What is wrong with the catalogues, one line each, sorted by id. */
export function catalogueProblems(used: readonly Message[]): string[] {
  const ids = new Map<string, Message>();
  const problems: string[] = [];
  for (const message of used) {
    const other = ids.get(message.id);
    if (other && other.message !== message.message)
      problems.push(`${message.id}: two texts (${other.at}, ${message.at})`);
    ids.set(message.id, message);
    if (message.message === undefined) problems.push(`${message.id}: no message in ${message.at}`);
  }
  for (const language of ['en', 'es'] as const) {
    const catalogue = readCatalogue(language);
    for (const { id, message = '', at } of ids.values()) {
      const text = catalogue[id]?.translation ?? '';
      if (!text) problems.push(`${id}: missing in ${language}.po (${at})`);
      else if (language === 'en' && text !== message) problems.push(`${id}: en.po differs from ${at}`);
      else if (String(placeholders(text)) !== String(placeholders(message))) {
        problems.push(`${id}: other placeholders in ${language}.po`);
      }
    }
    for (const [id, { translation = '' }] of Object.entries(catalogue)) {
      if (!ids.has(id)) problems.push(`${id}: unused in ${language}.po`);
      if (fillsDates(translation)) problems.push(`${id}: a date that is not given in words in ${language}.po`);
      for (const word of bannedWords(language, translation)) problems.push(`${id}: "${word}" in ${language}.po`);
    }
  }
  return problems.sort();
}
