import { withoutMarks } from '../../../schemas/characters.ts';
import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import { refusal } from '../../../schemas/contract.ts';
import type { Marks } from '../keyring/keeping.ts';

/** What a node answered instead of doing it. `where` names a field, never a value. */
export class ApiRefusal extends Refusal {
  /** HTTP status. */
  readonly status: number;
  constructor(code: RefusalCode, status: number, where?: string) {
    super(code, where);
    this.name = 'ApiRefusal';
    this.status = status;
  }
}

/**
 * The line to one node; its routes are asked by `call()`. Refuses with the code the node gave (`ApiRefusal`), with
 * `unreachable` when there was no answer, and with `unexpected-answer` when it was none of Convive's.
 */
export type Api = {
  readonly origin: string;
  /** The text of what a route answers; `ifMatch` is the revision that is to be changed. */
  send(method: string, path: string, body?: unknown, ifMatch?: number): Promise<string>;
  /** Notes what was read over it that nothing older may take the place of. */
  saw?(seen: Partial<Marks>): void;
};

const timeoutMs = 20_000;
const answerCap = 8 * 1024 * 1024;

/**
 * The origin of a node's address.
 * @throws `node-address` for what is no address, and `http:` anywhere but on loopback and `.onion`, so that nobody
 * signs in over a line that others can read.
 */
export function nodeOrigin(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || url.username || url.password) throw new Refusal('node-address');
  const open = url.protocol === 'http:' && (loopback(url.hostname) || url.hostname.endsWith('.onion'));
  if (url.protocol !== 'https:' && !open) throw new Refusal('node-address');
  return url.origin;
}

const loopback = (host: string): boolean =>
  /(^|\.)localhost$/.test(host) || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

/** Talks to the node at an address, with that `authorization`. Never follows a redirect: a token goes nowhere else. */
export function connect(address: string, authorization?: string): Api {
  const origin = nodeOrigin(address);
  return {
    origin,
    async send(method, path, body, ifMatch) {
      const headers = new Headers({ accept: 'application/json' });
      if (body !== undefined) headers.set('content-type', 'application/json');
      if (authorization) headers.set('authorization', authorization);
      if (ifMatch !== undefined) headers.set('if-match', `"${ifMatch}"`);
      let answer: Response;
      let text: string;
      try {
        answer = await fetch(new URL(path, origin), {
          method,
          headers,
          redirect: 'error',
          cache: 'no-store',
          credentials: 'omit',
          signal: AbortSignal.timeout(timeoutMs),
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        text = await readCapped(answer);
      } catch (error) {
        throw error instanceof Refusal ? error : new Refusal('unreachable', 'connect');
      }
      if (answer.ok) return text;
      const told = refusal.safeParse(parsed(text));
      if (!told.success) throw new ApiRefusal('unexpected-answer', answer.status);
      throw new ApiRefusal(told.data.code, answer.status, told.data.where);
    },
  };
}

async function readCapped(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  // Many phones cannot yet go through a stream with `for await`.
  const reader = answer.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) return text + decoder.decode();
    size += part.value.byteLength;
    if (size > answerCap) throw new Refusal('unexpected-answer');
    text += decoder.decode(part.value, { stream: true });
  }
}

/**
 * The value of a text in JSON; undefined when it is none. Strings are without marks that show nothing or turn the order
 * round: what is signed comes as base64url, and its own check refuses them.
 */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (_, value) => (typeof value === 'string' ? withoutMarks(value) : value));
  } catch {
    return undefined;
  }
}
