/** What a line of our own may carry. Never a name, a sentence, an address of a person, a body, a key or a URL. */
export type AllowedFields = {
  /** Words of the code: a refusal code, a kind of item, a state. */
  code: string;
  kind: string;
  state: string;
  lane: string;
  action: string;
  method: string;
  /** A path of fields, a header name or file:line, as in `Refusal.where`. */
  where: string;
  /** Which database, and versions of software. */
  database: string;
  version: string;
  /** Another collective's host, with its port. */
  host: string;
  /** A row of our own, as UUID. */
  id: string;
  status: number;
  count: number;
  bytes: number;
  ms: number;
  attempt: number;
  port: number;
  pid: number;
  /** Written as name, code and place in our code; its message is never written. */
  error: unknown;
};

const word = /^[a-z][a-z0-9-]{0,47}$/i;
const shapes = {
  code: word,
  kind: word,
  state: word,
  lane: word,
  action: /^[a-z][a-z0-9.-]{0,63}$/i,
  method: /^[A-Z]{3,7}$/,
  where: /^[\w.$[\]#/:-]{1,80}$/,
  database: word,
  version: /^[\w.+-]{1,40}$/,
  host: /^(https?:\/\/)?[a-z0-9.-]{1,253}(:\d{1,5})?$|^\[[0-9a-f:.]{2,45}\](:\d{1,5})?$/i,
  id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
} as const satisfies Record<WordFields, RegExp>;

type WordFields = Exclude<keyof AllowedFields, Numbers | 'error'>;
type Numbers = 'status' | 'count' | 'bytes' | 'ms' | 'attempt' | 'port' | 'pid';

const numbers: ReadonlySet<string> = new Set<Numbers>(['status', 'count', 'bytes', 'ms', 'attempt', 'port', 'pid']);
/** A library's words may come from the other side of the wire: only its numbers, methods and errors are kept. */
const foreign: ReadonlySet<string> = new Set([...numbers, 'method', 'error', 'trial', 'redirections']);

export type Kept = Record<string, string | number>;

/** Keeps allowed fields of the allowed shape and drops everything else, silently. Never throws. */
export function keepAllowed(properties: Record<string, unknown>, ours: boolean): Kept {
  const kept: Kept = {};
  for (const [name, value] of Object.entries(properties)) {
    if (!ours && !foreign.has(name)) continue;
    if (name === 'error') Object.assign(kept, describeError(value));
    else if (typeof value === 'number' && Number.isFinite(value)) {
      if (numbers.has(name) || !ours) kept[name] = value;
    } else if (typeof value === 'string' && Object.hasOwn(shapes, name) && shapes[name as WordFields].test(value)) {
      kept[name] = value;
    }
  }
  return kept;
}

const frame = /^\s+at .*?\b((?:src|schemas|migrations)\/[\w./-]{1,120}\.tsx?:\d{1,6})/m;

function describeError(error: unknown): Kept {
  if (!(error instanceof Error)) return { error: typeof error };
  const kept: Kept = { error: /^[A-Z]\w{0,47}$/.test(error.name) ? error.name : 'Error' };
  const code = codeOf(error) ?? codeOf(error.cause);
  if (code) kept.code = code;
  if ('where' in error && typeof error.where === 'string' && shapes.where.test(error.where)) kept.where = error.where;
  // Without the message, which may repeat what somebody sent.
  const stack = error.stack ?? '';
  const at = frame.exec(stack.slice(Math.max(0, stack.indexOf(error.message)) + error.message.length))?.[1];
  if (at) kept.at = at;
  return kept;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^[\w-]{1,48}$/.test(error.code) ? error.code : undefined;
}

/** A library's message template with only the kept fields filled in; other placeholders stay as they are. */
export function fillTemplate(template: string, kept: Kept): string {
  return template
    .replace(/\S*(?:[a-z]+:\/\/|@)\S*/gi, '…')
    .replace(/\{([^{}]*)\}/g, (whole, name: string) => (Object.hasOwn(kept, name) ? String(kept[name]) : whole))
    .replace(/\s+/g, ' ')
    .slice(0, 300);
}
