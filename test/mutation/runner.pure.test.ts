import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../support/sources.ts';
import { guardsIn } from './guards.ts';

const folder = mkdtempSync(join(tmpdir(), 'convive-mutation-'));
afterAll(() => rmSync(folder, { recursive: true }));

const checks = {
  door: import.meta.resolve('./planted/door.checks.ts'),
  broken: import.meta.resolve('./planted/broken.checks.ts'),
  guests: import.meta.resolve('./planted/guests.checks.ts'),
};
const path = 'test/mutation/planted/door.ts';
const missed = [
  { path, code: 'sentAway', off: ['false'], because: 'nobody is ever sent away in the checks' },
  { path, code: 'if (sentAway) return false;', off: ['if (sentAway) return true;'], because: 'the same' },
];

/** `npm run mutate` over a planted file. */
function mutate(file: string, by: string, exempt: readonly object[] = []) {
  const exemptions = join(folder, 'exemptions.json');
  writeFileSync(exemptions, JSON.stringify(exempt));
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITE|TEST$|NODE_ENV$)/.test(name)));
  const command = [join(root, 'node_modules/tsx/dist/cli.mjs'), 'test/mutation/run.ts', '--of=test/mutation/planted'];
  const args = [...command, `--tests=${fileURLToPath(by)}`, `--exemptions=${exemptions}`, file];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
  return { status, lines: stdout.trim().split('\n') };
}

const changesTo = (text: string) => guardsIn('one.ts', text, 0).guards.map(({ code, off }) => `${code} → ${off}`);

describe('the mutation runner', () => {
  it('names a planted guard that no test would miss, by file and line, and ends with 1', () => {
    const { status, lines } = mutate('door.ts', checks.door);
    expect(lines).toEqual([
      `survives  ${path}:3  if (sentAway) return false; → if (sentAway) return true;`,
      `survives  ${path}:3  sentAway → false`,
      '7 guards of 1 files switched off: 5 noticed, 2 not; 0 exempt',
    ]);
    expect(status).toBe(1);
  });

  it('ends with 0 when every guard is noticed or exempt with a reason', () => {
    const { status, lines } = mutate('door.ts', checks.door, missed);
    expect(lines).toEqual(['5 guards of 1 files switched off: 5 noticed, 0 not; 2 exempt']);
    expect(status).toBe(0);
  });

  it('ends with 1 when what is exempt is no longer in the file', () => {
    const gone = { path, code: 'vouchers.length > 100', off: ['false'], because: 'was there once' };
    const { status, lines } = mutate('door.ts', checks.door, [...missed, gone]);
    expect(lines).toContain(`exempt, but not there  ${path}  vouchers.length > 100 → false`);
    expect(status).toBe(1);
  });

  it('ends with 1 when a check fails with every guard on, or no guard is found at all', () => {
    expect(mutate('door.ts', checks.broken).lines).toContainEqual(expect.stringMatching(/^fails {2}is wrong about/));
    expect(mutate('door.ts', checks.broken, missed).status).toBe(1);
    expect(mutate('window.ts', checks.door)).toMatchObject({ status: 1 });
  });

  it('stops where a file remembers what a switched guard let in, as nothing noticed after that can be believed', () => {
    const { status, lines } = mutate('guests.ts', checks.guests);
    expect(lines[0]).toMatch(/^fails .* something stays behind in lets each guest in once$/);
    expect(status).toBe(1);
  });

  it('finds each part of a condition, and moves what compares sizes by one', () => {
    expect(changesTo('if (!strong || (age > 3 && known)) throw new Refusal();')).toEqual([
      'strong → true',
      'strong → false',
      'age > 3 → true',
      'age > 3 → false',
      'age > 3 → (age)>=(3)',
      'known → true',
      'known → false',
    ]);
  });

  it('finds calls made for their refusal, throws that nothing decides, fallbacks, predicates and counts of different people', () => {
    const text = `
      checkTimes(manifest);
      const attest = standing?.attest ?? 2;
      const own = keys.filter((key) => key.member === me).filter(strong);
      const enough = () => requirePair(envelope);
      const people = new Set(signers).size;
      const needed = Math.max(theirs, ours);
      try { open(); } catch { throw new Refusal('unseal'); }`;
    expect(changesTo(text)).toEqual([
      'checkTimes(manifest) → void 0',
      'standing?.attest ?? 2 → (2)',
      'keys.filter((key) => key.member === me).filter(strong) → keys.filter((key) => key.member === me)',
      'key.member === me → true',
      'key.member === me → false',
      'requirePair(envelope) → void 0',
      'new Set(signers).size → [...signers].length',
      'Math.max(theirs, ours) → Math.min(theirs, ours)',
      'open() → void 0',
      "throw new Refusal('unseal'); → void 0",
    ]);
  });
});
