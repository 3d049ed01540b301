import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ownChain } from '../../src/collective/store.ts';
import { convive } from './command-line.ts';
import { startTestNode } from './node.ts';

test('a lost device is replaced with four commands, and everybody who signs reads the same words', async () => {
  await using node = await startTestNode();
  const home = mkdtempSync(join(tmpdir(), 'convive-rotation-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const together = ['setup', '--together', home, '--node', node.origin, '--name', 'Ceiba', '--handle', 'ceiba'];
  const made = await convive([...together, '--summary', 'A house.', '--yes', '--json'], { lines: [node.code()] });
  const { founders } = JSON.parse(made.out) as { founders: { member: string; keyring: string; phraseFile: string }[] };
  const [rosa, marisol, tono] = founders as [(typeof founders)[0], (typeof founders)[0], (typeof founders)[0]];
  const as = (who: typeof rosa, ...words: string[]) =>
    convive([...words, '--node', node.origin, '--keyring', who.keyring, '--phrase-file', who.phraseFile, '--yes']);
  const samewords = (text: string) => /the same: (.+)/.exec(text)?.[1] ?? 'nothing';

  const invited = await as(marisol, 'keys', 'invite', '--member', rosa.member);
  expect(invited).toMatchObject({ exit: 0, err: expect.stringContaining('convive keys replace') });
  const code = invited.out.trim();
  const keyring = join(home, 'rosa-again.keyring');
  const replace = (...lines: string[]) =>
    convive(['keys', 'replace', '--node', node.origin, '--keyring', keyring, '--yes'], { lines });
  const given = await replace(code);
  expect(given).toMatchObject({ exit: 0, err: expect.stringContaining(rosa.member) });
  const phrase = given.out.split('\n').find((line) => line.trim().split(' ').length === 12) ?? '';

  expect((await as(tono, 'manifest', 'draft')).exit).toBe(1);
  for (const wrong of [`${tono.member}=keeper`, tono.member, `${tono.member}=`])
    expect((await as(marisol, 'manifest', 'draft', '--roles', wrong)).exit).toBe(1);
  expect((await as(tono, 'manifest', 'draft', '--replace', rosa.member)).err).toBe(
    'Your role does not cover this. Ask somebody who holds it.\n',
  );
  // Read first: a no leaves nothing.
  const asked = ['manifest', 'draft', '--replace', rosa.member, '--node', node.origin, '--keyring', marisol.keyring];
  const refused = await convive([...asked, '--phrase-file', marisol.phraseFile], { lines: ['no'] });
  expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining('The care team gets a new box, from ') });
  expect((await as(marisol, 'manifest', 'show')).err).not.toContain('proposed by');
  const drafted = await as(marisol, 'manifest', 'draft', '--replace', rosa.member, '--because', 'compromised');
  expect(drafted).toMatchObject({ exit: 0, err: expect.stringContaining('has a new key') });
  expect(drafted.err).toContain('somebody else may have it');
  expect(drafted.err).toContain('The care team gets a new box, from ');
  const signed = await as(tono, 'manifest', 'sign');
  expect(signed.exit).toBe(0);
  expect((await as(tono, 'manifest', 'show')).err).toContain(samewords(drafted.err));

  const proven = await replace(code, phrase);
  expect(proven).toMatchObject({ exit: 0, out: expect.stringContaining('version 2 holds') });
  expect(new Set([drafted, signed, proven].map(({ err }) => samewords(err))).size).toBe(1);
  expect((await ownChain(node.runtime.db))?.newest.statement.revoked).toMatchObject([{ reason: 'compromised' }]);
  expect((await as(rosa, 'manifest', 'show')).err).toBe('The signature does not fit.\n');
  const shown = await convive(['manifest', 'show', '--node', node.origin, '--keyring', keyring], { lines: [phrase] });
  expect(shown.out).toContain('version 2');
  const roles = await as(marisol, 'manifest', 'draft', '--roles', `${tono.member}=steward,accompanier`);
  expect(roles.err).toContain(`${tono.member} has other roles: steward, accompanier`);
  expect((await as(tono, 'manifest', 'sign')).out).toContain('version 3 holds');
  expect(node.logged.join()).not.toContain(code);
  expect(node.logged.join()).not.toContain(phrase);
});
