import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { onOtherScreen, promptsFor } from '../../src/commands/terminal.ts';
import { convive } from '../members/command-line.ts';

function screen(isTTY: boolean) {
  const written: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY });
  stream.on('data', (chunk) => written.push(String(chunk)));
  return { stream, written };
}

test('an id that begins with a dash is an id, and an unknown option still stops the command', async () => {
  const nowhere = ['--node', 'http://localhost:1'];
  const id = '-AAAAAAAAAAAAAAAAAAAAA';
  const asked = await convive(['agreements', 'export', id, ...nowhere]);
  expect(asked).toMatchObject({ exit: 1, err: expect.stringContaining('cannot be reached') });
  expect(await convive(['agreements', 'export', id, '--dance', ...nowhere])).toMatchObject({ exit: 2 });
  expect(await convive(['agreements', 'list', '--dance', ...nowhere])).toMatchObject({ exit: 2 });
});

test('words typed at a terminal are not shown when only the results go elsewhere', async () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  const [out, err] = [screen(false), screen(true)];
  using prompts = promptsFor({ stdin, stdout: out.stream, stderr: err.stream });
  const asked = prompts.secret('Words?');
  await expect.poll(() => err.written.join('')).toContain('Words?');
  for (const key of ['z', 'q', '\r']) stdin.write(key);
  expect(await asked).toBe('zq');
  expect(out.written).toEqual([]);
  expect(err.written.join('')).not.toMatch(/[zq]/);
});

test('what is asked for apart leaves with the other screen, whatever happens', async () => {
  const { stream, written } = screen(true);
  const stopped = onOtherScreen(stream, async () => {
    stream.write('acts');
    throw new Error('stopped');
  });
  await expect(stopped).rejects.toThrow('stopped');
  const all = written.join('');
  expect(all.indexOf('\x1b[?1049h')).toBe(0);
  expect(all.indexOf('acts')).toBeLessThan(all.indexOf('\x1b[2J\x1b[3J'));
  expect(all.endsWith('\x1b[?1049l')).toBe(true);
});
