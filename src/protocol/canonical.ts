import { Refusal } from '../../schemas/codes.ts';

const deepest = 32;

/**
 * Canonical JSON (RFC 8785) of strings, safe integers, booleans, null, arrays and plain objects; refuses (`canonical`)
 * everything else.
 */
export function canonical(value: unknown): string {
  return write(value, 0);
}

/**
 * Parses canonical JSON; refuses (`canonical`) any text that `canonical` would not have written: duplicate keys, 1.0,
 * white space, escapes.
 */
export function parseCanonical(text: string): unknown {
  const value = parsed(text);
  if (write(value, 0) !== text) throw new Refusal('canonical');
  return value;
}

// What does not parse becomes undefined, which `write` refuses.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function write(value: unknown, depth: number): string {
  if (depth > deepest) throw new Refusal('canonical');
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value);
  // Array.from makes holes visible as undefined, which is refused one level down.
  if (Array.isArray(value)) return `[${Array.from(value, (one) => write(one, depth + 1)).join(',')}]`;
  if (typeof value !== 'object' || !plain(value)) throw new Refusal('canonical');
  const members = Object.keys(value)
    .sort()
    .map((key) => `${name(key)}:${write((value as Record<string, unknown>)[key], depth + 1)}`);
  return `{${members.join(',')}}`;
}

function plain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

// An own "__proto__" turns into a prototype when some later code copies the object.
function name(key: string): string {
  if (key === '__proto__') throw new Refusal('canonical');
  return quoted(key);
}

function quoted(value: string): string {
  if (!value.isWellFormed()) throw new Refusal('canonical');
  return JSON.stringify(value);
}
