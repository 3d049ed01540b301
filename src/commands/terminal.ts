import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { Refusal } from '../../schemas/codes.ts';

/** Where a command reads and writes; a test gives its own streams. */
export type Streams = {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
};

/** Questions to the person at the terminal. Without a terminal each answer is the next line of standard input. */
export type Prompts = {
  text(question: string): Promise<string>;
  /** As `text`, but what is typed is not shown. */
  secret(question: string): Promise<string>;
  confirm(question: string): Promise<boolean>;
};

const most = 4096;

/** Text for a screen: what a node or a stranger wrote into it moves no cursor, clears nothing and hides nothing. Keeps lines and tabs. */
export function plainText(text: string): string {
  return text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]/g, '');
}

/** Prompts on a terminal, or lines of standard input. Refuses with `cancelled` on Ctrl-C, `input-ended` when no line is left. */
export function promptsFor(streams: Streams): Prompts & Disposable {
  // When only the results go elsewhere, questions stand on standard error: a line that is read plainly would show what is typed.
  const output = streams.stdout.isTTY ? streams.stdout : streams.stderr;
  return streams.stdin.isTTY && output.isTTY ? terminalPrompts(streams.stdin, output) : linePrompts(streams);
}

function terminalPrompts(stdin: Streams['stdin'], output: Streams['stdout']): Prompts & Disposable {
  const answered = async <T>(given: Promise<T>): Promise<Exclude<T, symbol>> => {
    const answer = await given;
    if (typeof answer === 'symbol') throw new Refusal('cancelled');
    return answer as Exclude<T, symbol>;
  };
  const asked = (message: string) => ({ message: plainText(message), input: stdin, output });
  const clack = () => import('@clack/prompts');
  return {
    text: async (message) => ((await answered((await clack()).text(asked(message)))) ?? '').trim(),
    secret: async (message) => ((await answered((await clack()).password(asked(message)))) ?? '').trim(),
    confirm: async (message) => answered((await clack()).confirm(asked(message))),
    [Symbol.dispose]() {},
  };
}

function linePrompts({ stdin }: Streams): Prompts & Disposable {
  let lines: Interface | undefined;
  let next: AsyncIterator<string> | undefined;
  const line = async (): Promise<string> => {
    lines ??= createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
    next ??= lines[Symbol.asyncIterator]();
    const read = await next.next();
    if (read.done) throw new Refusal('input-ended');
    if (read.value.length > most) throw new Refusal('too-large', 'stdin');
    return read.value.trim();
  };
  return {
    text: line,
    secret: line,
    confirm: async () => /^(y|yes|s|si|sí)$/i.test(await line()),
    [Symbol.dispose]() {
      lines?.close();
    },
  };
}

/**
 * Shows what must not stay on the screen. On a terminal it stands on the alternate screen until `done` settles and is
 * then cleared; elsewhere it is plain text on standard output.
 */
export async function showAndClear(
  stdout: Streams['stdout'],
  unsafe: string,
  done: () => Promise<unknown>,
): Promise<void> {
  const text = plainText(unsafe);
  if (!stdout.isTTY) {
    stdout.write(`${text}\n`);
    return;
  }
  await onOtherScreen(stdout, () => {
    stdout.write(`${text}\n\n`);
    return done();
  });
}

/** Does the work on the terminal's alternate screen and clears it; without a terminal only does the work. */
export async function onOtherScreen<T>(stdout: Streams['stdout'], work: () => Promise<T>): Promise<T> {
  if (!stdout.isTTY) return work();
  stdout.write('\x1b[?1049h\x1b[2J\x1b[H');
  try {
    return await work();
  } finally {
    stdout.write('\x1b[2J\x1b[3J\x1b[H\x1b[?1049l');
  }
}
