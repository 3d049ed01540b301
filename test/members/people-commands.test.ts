import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { People } from '../../src/client/desk/people/people.ts';
import { convive } from './command-line.ts';
import { startTestNode } from './node.ts';

test('plain members are invited, come in, are listed and removed, and people leave, by commands', async () => {
  await using node = await startTestNode();
  const home = mkdtempSync(join(tmpdir(), 'convive-people-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const together = ['setup', '--together', home, '--node', node.origin, '--name', 'Ceiba', '--handle', 'ceiba'];
  const made = await convive([...together, '--summary', 'A house.', '--yes', '--json'], { lines: [node.code()] });
  const { founders } = JSON.parse(made.out) as { founders: { member: string; keyring: string; phraseFile: string }[] };
  const rosa = founders[0]!;
  const as = (...argv: string[]) =>
    convive(['people', ...argv, '--node', node.origin, '--keyring', rosa.keyring, '--phrase-file', rosa.phraseFile]);
  /** Whoever has no file types words, or a code. */
  const typing = (lines: string[], ...argv: string[]) => convive(['people', ...argv, '--node', node.origin], { lines });
  const joins = async (code: string) => {
    const joined = await typing([code], 'join');
    expect(joined).toMatchObject({ exit: 0, err: expect.stringContaining('Your keyring lies at your node') });
    return joined.out.split('\n').find((line) => line.trim().split(' ').length === 12) ?? '';
  };
  const plain = async () => {
    const { people } = JSON.parse((await as('list', '--json')).out) as People;
    return people.filter((one) => one.plain !== null);
  };

  const invited = await as('invite');
  expect(invited).toMatchObject({ exit: 0, err: expect.stringContaining('convive people join') });
  const words = await joins(invited.out.trim());
  expect((await typing([invited.out.trim()], 'join')).exit).toBe(1);
  const [lu] = await plain();
  expect(lu?.plain?.keeper).toBe(false);
  await joins((await as('invite', '--keeper')).out.trim());
  const keeper = (await plain()).find((one) => one.plain?.keeper)!;
  const listed = await typing([words], 'list');
  expect(listed.out).toContain(`${lu!.member}  ${lu!.called}: member: reads, writes and decides`);
  expect(listed.out).toContain('node keeper: runs the machine, opens nothing sealed');
  // A code for a role is another command's, and a plain member's words are no steward's.
  const role = ['keys', 'invite', '--roles', 'accompanier', '--node', node.origin];
  const forRole = await convive([...role, '--keyring', rosa.keyring, '--phrase-file', rosa.phraseFile]);
  const refused = await typing([forRole.out.trim()], 'join');
  expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining('convive keys replace') });
  expect((await typing([words], 'invite')).err).toContain('Your role does not cover this');
  expect((await typing([words, 'yes'], 'remove', keeper.member)).exit).toBe(1);

  // A no changes nothing.
  expect((await as('remove', keeper.member)).exit).toBe(1);
  expect(await plain()).toHaveLength(2);
  expect(await as('remove', keeper.member, '--yes')).toMatchObject({ exit: 0, out: `${keeper.member} is removed.\n` });
  expect((await typing([words, 'no'], 'leave')).exit).toBe(1);
  const left = await typing([words, 'yes'], 'leave');
  expect(left).toMatchObject({ exit: 0, out: expect.stringContaining('You are no member here any more.') });
  expect(left.err).toContain('You leave at once; nobody has to sign.');
  expect(await plain()).toEqual([]);
  expect((await typing([words], 'list')).err).toContain('The phrase does not open this keyring');

  // Of three stewards none leaves.
  const few = await as('leave', '--yes');
  expect(few).toMatchObject({ exit: 1, err: expect.stringContaining('Without you there would be too few') });
  expect(few.err).toContain('Two stewards sign a next manifest without you');
  expect((await as('stay')).exit).toBe(0);
  expect(node.logged.join()).not.toContain(words);
});
