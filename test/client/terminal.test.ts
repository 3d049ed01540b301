import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createContext } from '../../src/commands/context.ts';
import { promptsFor, showAndClear } from '../../src/commands/terminal.ts';

function screen(isTTY: boolean) {
  const written: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY });
  stream.on('data', (chunk) => written.push(String(chunk)));
  return { stream, written };
}

test('secret words stand on the alternate screen, and are gone whatever happens after', async () => {
  const { stream, written } = screen(true);
  const stopped = showAndClear(stream, 'twelve words', async () => {
    throw new Error('stopped');
  });
  await expect(stopped).rejects.toThrow('stopped');
  const all = written.join('');
  expect(all.indexOf('\x1b[?1049h')).toBe(0);
  expect(all.indexOf('twelve words')).toBeLessThan(all.indexOf('\x1b[2J\x1b[3J'));
  expect(all.endsWith('\x1b[?1049l')).toBe(true);
});

test('what is longer than the screen comes in pages, each of them whole on it', async () => {
  const { stream, written } = screen(true);
  const small = Object.assign(stream, { rows: 10, columns: 20 });
  const text = `Seven words that are more than one row.\n\n${'字'.repeat(15)}\na\tb`;
  const asked: boolean[] = [];
  await showAndClear(small, text, async (more) => void asked.push(more));
  const pages = written
    .join('')
    .split(/(?:\x1b\[(?:\?1049h|2J|3J|H))+/)
    .map((page) => page.trimEnd())
    .filter((page) => page !== '' && page !== '\x1b[?1049l');
  expect(pages).toEqual(['Seven words that are\nmore than one row.', `${'字'.repeat(10)}\n${'字'.repeat(5)}\na    b`]);
  expect(asked).toEqual([true, false]);
});

test('without a terminal they are one plain output, and nobody is waited for', async () => {
  const { stream, written } = screen(false);
  await showAndClear(stream, 'twelve words', () => Promise.reject(new Error('asked')));
  expect(written.join('')).toBe('twelve words\n');
});

test('a name that a node made up moves nothing on the screen and hides nothing', async () => {
  const [out, err] = [screen(false), screen(false)];
  using context = createContext({ stdin: new PassThrough(), stdout: out.stream, stderr: err.stream }, {});
  const name = '\x1b[1A\x1b[2K\x9b2J\x1b]8;;https://x.example\x07Maguey\r\u202eyeugaM\x7f';
  context.print(name);
  context.tell(name);
  await context.showAndClear(`Sealed for ${name}\n\tNobody else`);
  expect(out.written.join('')).toBe(
    '[1A[2K2J]8;;https://x.exampleMagueyyeugaM\nSealed for [1A[2K2J]8;;https://x.exampleMagueyyeugaM\n\tNobody else\n',
  );
  expect(err.written.join('')).toBe('[1A[2K2J]8;;https://x.exampleMagueyyeugaM\n');
});

test('answers come line by line from standard input, and a missing one is a refusal', async () => {
  const stdin = new PassThrough();
  stdin.end('  first \nyes\nsí\nno\n');
  using prompts = promptsFor({ stdin, stdout: new PassThrough(), stderr: new PassThrough() });
  expect(await prompts.secret('?')).toBe('first');
  expect([await prompts.confirm('?'), await prompts.confirm('?'), await prompts.confirm('?')]).toEqual([
    true,
    true,
    false,
  ]);
  await expect(prompts.text('?')).rejects.toMatchObject({ code: 'input-ended' });
});
