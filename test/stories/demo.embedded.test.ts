import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { root } from '../support/sources.ts';

async function demo(language: string): Promise<{ code: number | null; told: string }> {
  const child = spawn(process.execPath, [join(root, 'src/convive.js'), 'demo', '--exit'], {
    env: { ...process.env, LANG: language, LC_ALL: language },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [told] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { code: child.exitCode, told };
}

it('the demo tells the whole story in Spanish and ends without an error', { timeout: 240_000 }, async () => {
  const { code, told } = await demo('es_MX.UTF-8');
  expect({ code, told }).toMatchObject({ code: 0 });
  expect(told).toContain('Hawthorn no tiene nada de eso.');
  expect(told).not.toMatch(/\b(undefined|null|NaN|demo\.)/);
});
