import { expect, test } from 'vitest';
import { Refusal } from '../../../schemas/codes.ts';
import { type Keyring, newKeyring, newPhrase } from '../../../src/client/keyring/keyring.ts';
import { savingOver } from '../../../src/client/keyring/saving.ts';

const mine = await newKeyring(['steward'], newPhrase('es'));
const changed = (name: string): Keyring => ({ ...mine, collective: name.padEnd(43, 'A') });

/** Where a keyring lies: refuses as a node does whoever does not name the revision that is there. */
function place() {
  const there = { keyring: mine, revision: 1 };
  const line = { loses: false };
  const saving = () =>
    savingOver(1, {
      read: async () => ({ ...there }),
      async write(keyring, revision) {
        if (revision !== there.revision) throw new Refusal('conflict');
        there.keyring = keyring;
        there.revision += 1;
        if (line.loses) throw new Refusal('unreachable', 'connect');
        return there.revision;
      },
    });
  return { there, line, saving };
}

test('a save whose answer was lost is no other device’s: the next one takes its place', async () => {
  const { there, line, saving } = place();
  const save = saving();
  line.loses = true;
  await expect(save(changed('B'))).rejects.toMatchObject({ code: 'unreachable' });
  await expect(save(changed('C'))).rejects.toMatchObject({ code: 'unreachable' });
  line.loses = false;
  await save(changed('D'));
  expect(there).toEqual({ keyring: changed('D'), revision: 4 });
});

test('what another device saved meanwhile is never overwritten', async () => {
  const { there, line, saving } = place();
  const [save, other] = [saving(), saving()];
  await other(changed('B'));
  await expect(save(changed('C'))).rejects.toMatchObject({ code: 'conflict' });
  await expect(save(changed('C'))).rejects.toMatchObject({ code: 'conflict' });
  expect(there.keyring).toEqual(changed('B'));
  line.loses = true;
  await expect(other(changed('D'))).rejects.toMatchObject({ code: 'unreachable' });
  there.keyring = changed('E');
  there.revision += 1;
  line.loses = false;
  await expect(other(changed('F'))).rejects.toMatchObject({ code: 'conflict' });
  expect(there.keyring).toEqual(changed('E'));
});
