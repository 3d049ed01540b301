import type { Context } from 'hono';
import type * as z from 'zod';
import { markIn } from '../../schemas/characters.ts';
import { Refusal } from '../../schemas/codes.ts';

/** Largest body that a form or a JSON route reads unless it says otherwise, in bytes. */
const usualLimit = 64 * 1024;
/** No document of ours nests deeper, or has more values; a plain form has fewer fields still. */
const deepest = 32;
const mostValues = 20_000;
const mostFields = 500;

declare module 'hono' {
  interface ContextVariableMap {
    /** What came in a plain form, once it was read. */
    typed: Fields;
  }
}

type Fields = Record<string, string | string[]>;

/**
 * The body of a request, JSON or a plain form, by a strict schema. Refuses what is too large before reading it whole,
 * and too many values before building them (`too-large`); and what has another type, shape or field (`malformed`, with
 * the path of the first wrong field); never repeats a value. A mark that no text may hold has its own code (`mark-…`).
 */
export async function readBody<T>(c: Context, schema: z.ZodType<T>, limit = usualLimit): Promise<T> {
  if (!isForm(c) && typeOf(c) !== 'application/json') throw new Refusal('malformed', 'content-type');
  const value = isForm(c) ? ofWhoAsks(c, await readForm(c, limit)) : parseJson(await readText(c, limit));
  const unstorable = findUnstorable(value, '');
  if (unstorable !== null) throw new Refusal('malformed', unstorable);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const mark = markIn(issue);
  if (mark) throw new Refusal(`mark-${mark.mark}`, `${pathOf({ path: mark.path })}:${mark.at}`);
  throw new Refusal('malformed', pathOf(issue));
}

/** The field in which a form names the member for whom its page was made. */
export const typedBy = 'typed-by';

/** The fields of a form without who typed them; refuses (`not-allowed`) what another member typed than who sends it. */
function ofWhoAsks(c: Context, typed: Fields): Fields {
  const { [typedBy]: by, ...fields } = typed;
  if (by !== undefined && by !== c.get('signedIn')?.member) throw new Refusal('not-allowed', typedBy);
  return fields;
}

/** Whether a plain form came, as a page sends it. */
export const isForm = (c: Context): boolean => typeOf(c) === 'application/x-www-form-urlencoded';

const typeOf = (c: Context) => (c.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();

/** The fields of a plain form, whatever they are called; refuses as {@link readBody} what is too large. */
export async function readForm(c: Context, limit: number): Promise<Fields> {
  const typed = parseForm(await readText(c, limit));
  c.set('typed', typed);
  return typed;
}

/** The body as text (a Markdown file, an envelope), within a limit in bytes; refuses what is not UTF-8. */
export async function readText(c: Context, limit: number): Promise<string> {
  if (Number(c.req.header('content-length') ?? 0) > limit) throw new Refusal('too-large');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let read = 0;
  let text = '';
  try {
    for await (const chunk of c.req.raw.body ?? []) {
      read += chunk.byteLength;
      if (read > limit) throw new Refusal('too-large');
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new Refusal('malformed', 'body');
    throw error;
  }
}

// A megabyte of ones costs half a second to build and to judge: values are counted in the text first.
function checkValues(text: string): void {
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) {
      at++;
      while (at < text.length && text.charCodeAt(at) !== 0x22) at += text.charCodeAt(at) === 0x5c ? 2 : 1;
    } else if (unit === 0x2c || unit === 0x5b || unit === 0x7b) {
      if (++values > mostValues) throw new Refusal('too-large');
    }
  }
}

/** A part of a path in its form; what cannot exist is answered (`not-found`) like what does not. */
export function known<T>(form: z.ZodType<T>, value: string | undefined): T {
  const read = form.safeParse(value);
  if (!read.success) throw new Refusal('not-found');
  return read.data;
}

function parseJson(text: string): unknown {
  checkValues(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('malformed', 'body');
  }
}

function parseForm(text: string): Fields {
  if (text.split('&', mostFields + 1).length > mostFields) throw new Refusal('too-large');
  const fields = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(fields.keys())].map((name) => {
      const values = fields.getAll(name);
      return [name, values.length === 1 ? values[0]! : values];
    }),
  );
}

// Postgres takes neither NUL nor a lone surrogate: the asker is told, instead of the database failing later.
function findUnstorable(value: unknown, path: string, depth = 0): string | null {
  if (depth > deepest) return 'body';
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path || 'body' : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes('\0') || !key.isWellFormed()) return path || 'body';
    const found = findUnstorable(inner, path === '' ? safeName(key) : `${path}.${safeName(key)}`, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function pathOf(issue: { path: PropertyKey[]; code?: string; keys?: string[] } | undefined): string {
  const path = issue?.path.map((part) => safeName(String(part))).join('.') ?? '';
  if (path !== '') return path;
  return issue?.code === 'unrecognized_keys' ? safeName(issue.keys?.[0] ?? 'body') : 'body';
}

// A field name comes from the asker: only what looks like one of ours is repeated.
function safeName(name: string): string {
  return /^[A-Za-z0-9_-]{1,40}$/.test(name) ? name : 'field';
}
