import { isUtf8 } from 'node:buffer';
import { Refusal } from '../../schemas/codes.ts';

export type JsonObject = { [name: string]: unknown };

const iri = /^https?:\/\/[!-~]{1,492}$/;

/** A list of one is that one: software writes both for the same. */
export const only = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);

/** What a member names, whether it writes the address or embeds what has it as id; null when it is neither. */
export function named(value: unknown): string | null {
  const one = only(value);
  const id = isObject(one) ? one.id : one;
  return typeof id === 'string' && iri.test(id) ? id : null;
}

/** The id of an activity's object, embedded or named; null when it has none. */
export const objectIdOf = ({ object }: JsonObject): string | null => named(object);

/** Whether an activity is about the very actor that sent it. */
export const aboutItsActor = (activity: JsonObject, { actor }: { actor: string }): boolean =>
  objectIdOf(activity) === actor;

/** Levels of nesting and number of values that a document from outside may have. */
const deepest = 16;
const mostNodes = 3000;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

/**
 * Parses a JSON document of a stranger. Depth and size are counted over the bytes, before anything is built and without
 * recursion.
 * @throws `depth`, `nodes`, `unicode` (also NUL and lone surrogates written as escapes) and `malformed`.
 */
export function parseLimited(bytes: Uint8Array): JsonObject {
  measure(bytes);
  if (!isUtf8(bytes)) throw new Refusal('unicode');
  const written = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(written);
  } catch {
    throw new Refusal('malformed');
  }
  if (!isObject(parsed)) throw new Refusal('malformed');
  // Only an escape can write NUL or half a pair into valid UTF-8 that JSON.parse accepts.
  if (written.includes('\\u')) for (const text of texts(parsed)) checkText(text);
  return parsed;
}

/** An object of JSON: neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object inside, the outermost first, without recursion; does not look into what `skip` names. */
export function* objectsIn(root: JsonObject, skip?: ReadonlySet<string>): Generator<JsonObject> {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) open.push(...value);
    else if (isObject(value)) {
      yield value;
      for (const name in value) if (!skip?.has(name)) open.push(value[name]);
    }
  }
}

function measure(bytes: Uint8Array): void {
  let depth = 0;
  let nodes = 1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) {
      at++;
      while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
    } else if (byte === comma) {
      nodes++;
    } else if (byte === 0x5b || byte === 0x7b) {
      nodes++;
      if (++depth > deepest) throw new Refusal('depth');
    } else if (byte === 0x5d || byte === 0x7d) {
      depth--;
    }
    if (nodes > mostNodes) throw new Refusal('nodes');
  }
}

function* texts(root: JsonObject): Generator<string> {
  for (const object of objectsIn(root)) {
    for (const [name, value] of Object.entries(object)) {
      yield name;
      yield* strings(value);
    }
  }
}

/** The strings of a value and of the lists directly inside it; objects come by themselves. */
function* strings(value: unknown): Generator<string> {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string') yield next;
    else if (Array.isArray(next)) open.push(...next);
  }
}

function checkText(text: string): void {
  if (text.includes('\0') || !text.isWellFormed()) throw new Refusal('unicode');
}
