import { constants } from 'node:os';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { withoutMarks } from '../../schemas/characters.ts';
import { Refusal } from '../../schemas/codes.ts';
import { exitCodes } from './exit-codes.ts';

/** Where a command reads and writes; a test gives its own streams. */
export type Streams = {
  stdin: Readable & { isTTY?: boolean };
  /** `rows` and `columns` are the terminal's size, where it says one. */
  stdout: Writable & { isTTY?: boolean; rows?: number; columns?: number };
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

/**
 * Text for a screen: what a node or a stranger wrote into it moves no cursor, clears nothing and hides nothing. Keeps
 * lines and tabs.
 */
export function plainText(text: string): string {
  return withoutMarks(text);
}

/**
 * Prompts on a terminal, or lines of standard input.
 * @throws `cancelled` for on Ctrl-C, `input-ended` when no line is left.
 */
export function promptsFor(streams: Streams): Prompts & Disposable {
  // When only the results go elsewhere, questions stand on standard error: a line that is read plainly would show what
  // is typed.
  const output = streams.stdout.isTTY ? streams.stdout : streams.stderr;
  return streams.stdin.isTTY && output.isTTY ? terminalPrompts(streams.stdin, output) : linePrompts(streams);
}

function terminalPrompts(stdin: Streams['stdin'], output: Streams['stdout']): Prompts & Disposable {
  const answered = async <T>(ask: () => Promise<T>): Promise<Exclude<T, symbol>> => {
    const answer = await puttingBack(output, showCursor, ask);
    if (typeof answer === 'symbol') throw new Refusal('cancelled');
    return answer as Exclude<T, symbol>;
  };
  const asked = (message: string) => ({ message: plainText(message), input: stdin, output });
  const clack = () => import('@clack/prompts');
  return {
    text: async (message) => ((await answered(async () => (await clack()).text(asked(message)))) ?? '').trim(),
    secret: async (message) => ((await answered(async () => (await clack()).password(asked(message)))) ?? '').trim(),
    confirm: (message) => answered(async () => (await clack()).confirm(asked(message))),
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
 * then cleared; what is longer than the screen, which has no way back there, comes page by page, `done` being told that
 * more follows. Elsewhere it is plain text on standard output.
 */
export async function showAndClear(
  stdout: Streams['stdout'],
  unsafe: string,
  done: (more: boolean) => Promise<unknown>,
): Promise<void> {
  const text = plainText(unsafe);
  if (!stdout.isTTY) {
    stdout.write(`${text}\n`);
    return;
  }
  await onOtherScreen(stdout, async () => {
    const pages = pagesOf(text, stdout);
    for (const [at, page] of pages.entries()) {
      if (at > 0) stdout.write(clear);
      stdout.write(`${page}\n\n`);
      await done(at + 1 < pages.length);
    }
  });
}

const clear = '\x1b[2J\x1b[H';
const showCursor = '\x1b[?25h';

/**
 * Does the work on the terminal's alternate screen and clears it, however the work ends; without a terminal only does
 * the work.
 */
export async function onOtherScreen<T>(stdout: Streams['stdout'], work: () => Promise<T>): Promise<T> {
  if (!stdout.isTTY) return work();
  stdout.write(`\x1b[?1049h${clear}`);
  // A stopped process (Ctrl-Z) could clear nothing, so it does not stop here.
  process.on('SIGTSTP', stay);
  try {
    return await puttingBack(stdout, '\x1b[2J\x1b[3J\x1b[H\x1b[?1049l', work);
  } finally {
    process.off('SIGTSTP', stay);
  }
}

const stay = () => {};
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Does the work and then writes `back`, also when a signal or a fault ends the process in the middle of it. */
async function puttingBack<T>(output: Streams['stdout'], back: string, work: () => Promise<T>): Promise<T> {
  const write = () => void output.write(back);
  // Leaving by `exit` puts the keyboard back too; being ended by the signal would leave it as a question had it.
  const end = (signal: NodeJS.Signals) => process.exit(exitCodes.ended.code + constants.signals[signal]);
  process.on('exit', write);
  for (const signal of endings) process.on(signal, end);
  try {
    return await work();
  } finally {
    for (const signal of endings) process.off(signal, end);
    process.off('exit', write);
    write();
  }
}

/** Rows that a question under the text takes. */
const questionRows = 7;

function pagesOf(text: string, { rows, columns = 80 }: Streams['stdout']): string[] {
  // A pipe that calls itself a terminal has no rows, or none that count.
  if (!rows || !columns) return [text];
  const room = Math.max(rows - questionRows, 3);
  const lines = text.split('\n').flatMap((line) => wrapped(line, columns));
  if (lines.length <= room) return [text];
  return Array.from({ length: Math.ceil(lines.length / room) }, (_, at) =>
    lines.slice(at * room, (at + 1) * room).join('\n'),
  );
}

/** One line as rows of the screen, broken between words where there are any. */
function wrapped(line: string, columns: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of line.replaceAll('\t', '    ').match(/\S+\s*|\s+/g) ?? []) {
    if (row && widthOf(row) + widthOf(word.trimEnd()) > columns) row = begin(row);
    for (const character of word) {
      const full = widthOf(row) + widthOf(character) > columns;
      if (full) row = begin(row);
      if (!full || character !== ' ') row += character;
    }
  }
  return [...rows, row];

  function begin(full: string): string {
    rows.push(full);
    return '';
  }
}

/** Columns at most: from Hangul on a character may take two. */
function widthOf(text: string): number {
  return text.length + (text.match(/[\u1100-\uffff]/g)?.length ?? 0);
}
