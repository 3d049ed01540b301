import { expect, test } from 'vitest';
import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import { keeping, withMarks } from '../../../src/client/keyring/keeping.ts';
import { type Keyring, newKeyring, newPhrase, passkeyOf } from '../../../src/client/keyring/keyring.ts';
import { newBoxIdentity } from '../../../src/protocol/age-seal.ts';
import { random } from '../../../src/protocol/encoding.ts';

const mine = await newKeyring(['steward'], newPhrase('es'));
const at = (hour: number) => `2026-11-30T${String(hour).padStart(2, '0')}:00:00Z`;
const stood = (peer: string, hour: number) => ({ standings: { [peer]: at(hour) } });
const pinned = (peer: string, version: number) => ({ peers: { [peer]: { version, id: `${version}` } } });

/** Where a keyring lies, as a node keeps it, and a slow line there. */
function place() {
  const there = { keyring: mine, revision: 1 };
  const line = { refuses: null as RefusalCode | null, loses: false, under: 0, most: 0, tries: 0, saves: 0 };
  const open = () =>
    keeping(there, {
      read: async () => ({ ...there }),
      async write(keyring: Keyring, revision: number) {
        line.tries += 1;
        line.under += 1;
        line.most = Math.max(line.most, line.under);
        await new Promise((resolve) => setTimeout(resolve, 5));
        line.under -= 1;
        if (line.refuses) throw new Refusal(line.refuses);
        if (revision !== there.revision) throw new Refusal('conflict');
        line.saves += 1;
        there.keyring = keyring;
        there.revision += 1;
        if (line.loses) throw new Refusal('unreachable', 'connect');
        return there.revision;
      },
    });
  return { there, line, open };
}

test('of two marks the later one stays, whichever way they come together', () => {
  const one = withMarks(withMarks(mine, { ...pinned('p', 3), ...stood('p', 3) }), {
    desk: { version: 2, id: 'd', at: at(1) },
  });
  const other = withMarks(withMarks(mine, { ...pinned('p', 2), ...stood('q', 1) }), {
    desk: { version: 1, id: 'e', at: at(2) },
  });
  const both = { peers: pinned('p', 3).peers, standings: { p: at(3), q: at(1) }, desk: { version: 2, id: 'd' } };
  expect(withMarks(one, other)).toMatchObject(both);
  expect(withMarks(other, one)).toMatchObject(both);
});

test('what is seen is kept at once, one save at a time, and none of it is lost', async () => {
  const { there, line, open } = place();
  const kept = open();
  for (let hour = 0; hour < 9; hour++) kept.saw({ ...stood(`p${hour}`, hour), ...pinned('q', hour + 1) });
  expect(Object.keys(kept.now().standings)).toHaveLength(9);
  await kept.settled();
  expect(there.keyring).toEqual(kept.now());
  expect(line).toMatchObject({ most: 1, saves: 1 });
  kept.saw(pinned('q', 3));
  await kept.settled();
  expect(line.saves).toBe(1);
});

test('a task that saves from what it read before takes back nothing that was seen meanwhile', async () => {
  const { there, open } = place();
  const kept = open();
  const before = kept.now();
  kept.saw(stood('p', 1));
  const saved = kept.save(before, { ...before, roles: [] });
  kept.saw(stood('q', 2));
  await saved;
  await kept.settled();
  expect(there.keyring).toEqual({ ...mine, roles: [], standings: { p: at(1), q: at(2) } });
  expect(kept.now()).toEqual(there.keyring);
});

test('two devices that read keep what both saw, and both still save', async () => {
  const { there, open } = place();
  const [phone, computer] = [open(), open()];
  phone.saw(stood('p', 1));
  await phone.settled();
  computer.saw(stood('q', 2));
  await computer.settled();
  expect(there.keyring.standings).toEqual({ p: at(1), q: at(2) });
  await phone.save(phone.now(), { ...phone.now(), roles: [] });
  expect(there.keyring).toEqual({ ...mine, roles: [], standings: { p: at(1), q: at(2) } });
});

test('what else another device saved is not written over, and what was seen here goes with it', async () => {
  const { there, open } = place();
  const [phone, computer] = [open(), open()];
  await computer.save(computer.now(), { ...computer.now(), collective: 'B'.padEnd(43, 'A') });
  phone.saw(stood('p', 1));
  await phone.settled();
  expect(there.keyring).toEqual({ ...mine, collective: 'B'.padEnd(43, 'A'), ...stood('p', 1) });
  await expect(phone.save(phone.now(), { ...phone.now(), roles: [] })).rejects.toMatchObject({ code: 'conflict' });
  phone.saw(stood('q', 1));
  await phone.settled();
  expect(there.keyring.collective).toBe('B'.padEnd(43, 'A'));
  expect(Object.keys(there.keyring.standings)).toEqual(['p', 'q']);
  expect(phone.lost()).toBe(false);
});

test('where nothing can be kept, nothing fails; it is said once, and kept with what comes next', async () => {
  const { there, line, open } = place();
  const kept = open();
  line.refuses = 'unreachable';
  kept.saw(stood('p', 1));
  await kept.settled();
  expect([kept.lost(), kept.lost()]).toEqual([true, false]);
  line.refuses = null;
  line.loses = true;
  kept.saw(stood('q', 1));
  await kept.settled();
  line.loses = false;
  kept.saw(stood('r', 1));
  await kept.settled();
  expect(Object.keys(there.keyring.standings)).toEqual(['p', 'q', 'r']);
});

test('what a reading that began before brings is added, and takes back neither a box that came nor one that went', async () => {
  const { there, open } = place();
  const kept = open();
  const [old, made, came] = [await newBoxIdentity(), await newBoxIdentity(), await newBoxIdentity()];
  await kept.save(kept.now(), { ...kept.now(), boxes: [old] });
  const then = kept.now();
  await kept.save(then, { ...then, boxes: [made] });
  kept.learnt(then, { ...then, roles: ['accompanier'], boxes: [came, old] });
  await kept.settled();
  expect(there.keyring).toMatchObject({ roles: ['accompanier'], boxes: [came, made] });
});

test('a save from a keyring read long before takes back no box that came since, and brings back none that went', async () => {
  const { there, open } = place();
  const kept = open();
  const [old, made, came] = [await newBoxIdentity(), await newBoxIdentity(), await newBoxIdentity()];
  await kept.save(kept.now(), { ...kept.now(), boxes: [old] });
  const then = kept.now();
  // Another task at this desk: a new box came, and the older one is forgotten.
  await kept.save(then, { ...then, roles: ['accompanier'], boxes: [made] });
  await kept.save(then, { ...then, boxes: [came, old] });
  expect(there.keyring).toMatchObject({ roles: ['accompanier'], boxes: [came, made] });
  await kept.save(then, { ...then, boxes: [] });
  expect(there.keyring).toMatchObject({ roles: ['accompanier'], boxes: [came, made] });
});

test('a passkey that was removed stays away, whatever was begun before', async () => {
  const { there, open } = place();
  const kept = open();
  const passkey = async () => passkeyOf(random(32), at(1));
  const [lost, own, added] = [await passkey(), await passkey(), await passkey()];
  await kept.save(kept.now(), { ...kept.now(), passkeys: [lost, own] });
  const then = kept.now();
  // One task removes one, another adds one, a third brings a role: each from what it read.
  await Promise.all([
    kept.save(then, { ...then, passkeys: [own] }),
    kept.save(then, { ...then, passkeys: [added, lost, own] }),
    kept.save(then, { ...then, roles: ['accompanier'] }),
  ]);
  expect(there.keyring).toMatchObject({ roles: ['accompanier'], passkeys: [added, own] });
});

test('while what was seen cannot be kept, one save waits at most', async () => {
  const { there, line, open } = place();
  const kept = open();
  line.refuses = 'unreachable';
  for (let hour = 0; hour < 9; hour++) {
    kept.saw(stood(`p${hour}`, hour));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const { tries } = line;
  await kept.settled();
  expect(line.tries - tries).toBeLessThanOrEqual(1);
  line.refuses = null;
  kept.saw(stood('q', 1));
  await kept.settled();
  expect(Object.keys(there.keyring.standings)).toHaveLength(10);
});
