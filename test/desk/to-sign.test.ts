import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acknowledgementOf, signAcknowledgement } from '../../src/client/agreements/acknowledge.ts';
import { importAgreement } from '../../src/client/agreements/agreements.ts';
import { signWithdrawal, withdrawalOf } from '../../src/client/agreements/withdraw.ts';
import { deskTasks } from '../../src/client/desk/tasks.ts';
import { adopt, atWork, meet } from '../../src/commands/scripted-steps.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { drafting, newDevice } from '../members/people.ts';
import { movedIn } from '../support/moved-in.ts';
import { agreementText } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';

let ceiba: Collective & AsyncDisposable;
let maguey: Collective & AsyncDisposable;
let marisol: Awaited<ReturnType<typeof deskAt>>;
let agreement: Awaited<ReturnType<typeof adopt>>;

/** Words that open the keyrings that were left at a node, by collective and person. */
const words = new Map<string, Promise<string>>();

/** The desk of one of a party's people, as the worker beside the page has it. */
async function deskAt(party: Collective, who: number) {
  const key = `${party.origin} ${who}`;
  if (!words.has(key)) words.set(key, movedIn(party, who));
  const tasks = deskTasks(party.origin, i18nFor('en'));
  await tasks.unlock((await words.get(key)) ?? '');
  return tasks;
}
const kindsOf = async (desk: typeof marisol) => (await desk.toSign()).map(({ kind }) => kind);

beforeAll(async () => {
  [ceiba, maguey] = await Promise.all([found('Ceiba'), found('Maguey')]);
  await meet(maguey, ceiba);
  agreement = await adopt(ceiba, 'ceiba.md', agreementText('ceiba-v1.es.md'));
  marisol = await deskAt(ceiba, 1);
}, 120_000);
afterAll(async () => {
  for (const party of [ceiba, maguey]) await party?.[Symbol.asyncDispose]();
});

describe('what waits for a signature', () => {
  it('is an agreement with what changed since the version that was signed, part by part', async () => {
    const { api, root } = await atWork(ceiba, 0);
    const file = { file: 'ceiba.md', markdown: agreementText('ceiba-v2.es.md'), series: agreement.series };
    await importAgreement({ api, chain: root.chain }, { ...file, language: 'en' });
    const [one] = await marisol.toSign();
    expect(one).toMatchObject({ kind: 'agreement', signed: false, ready: false });
    const read = await marisol.read(one!);
    const changes = new Map(read.parts.map(({ heading, change }) => [heading, change]));
    expect(new Set(changes.values())).toContain('same');
    const changed = read.parts.filter(({ change }) => change === 'changed');
    expect(changed.length).toBeGreaterThan(0);
    for (const { fields, before } of changed) expect(fields).not.toEqual(before);
    expect(await marisol.sign(read.opening)).toBe('Signed: 1 of 2.');
    expect((await marisol.toSign()).find(({ id }) => id === one!.id)).toMatchObject({ signed: true });
    // What is not on the screen is not signed.
    await expect(marisol.sign(read.opening + 1)).rejects.toMatchObject({ code: 'conflict', where: 'opening' });
  });

  it('is an agreement to take back, once a steward has begun it', async () => {
    const { api, keyring, root } = await atWork(ceiba, 0);
    const who = { api, keyring, chain: root.chain };
    await signWithdrawal(who, await withdrawalOf(who, agreement.series));
    const one = (await marisol.toSign()).find(({ kind }) => kind === 'withdrawal')!;
    expect(one.title).toContain('Take back “');
    expect((await marisol.read(one)).says.join(' ')).toContain('its page is gone');
    // Not pressed here: the agreement is read below.
    expect(one.signed).toBe(false);
  });

  it('is what a steward began to say of a partner’s agreement', async () => {
    const { api, keyring, root } = await atWork(maguey, 0);
    const who = { api, keyring, chain: root.chain };
    const said = await eventually(
      () => acknowledgementOf(who, agreement.id, []).catch(() => null),
      (one) => one !== null,
    );
    await signAcknowledgement(who, said!);
    const desk = await deskAt(maguey, 1);
    const one = (await desk.toSign()).find(({ kind }) => kind === 'acknowledgement')!;
    const read = await desk.read(one);
    expect(read.says.join(' ')).toContain('it fits what we live by');
    expect(await desk.sign(read.opening)).toContain('Published.');
    expect(await kindsOf(desk)).not.toContain('acknowledgement');
  });

  it('is begun by a steward at the desk, who chooses among what the node holds and reads it whole', async () => {
    const begins = await deskAt(maguey, 0);
    const held = await begins.toStart();
    const theirs = held.find(({ kind }) => kind === 'acknowledgement')!;
    expect(theirs).toMatchObject({ id: agreement.id, signed: false, ready: false });
    const about = await begins.whereToDiffer(theirs.id);
    expect(about.title).toContain('“');
    // What the test before this published was said in some second, and no two are.
    await setTimeout(1_000);
    const [, clause] = about.parts;
    const { clauses, belonging } = agreement.agreement;
    const words = [...clauses.map(({ text }) => text), ...belonging.map(({ when }) => when)];
    expect(about.parts.map(({ says }) => says)).toEqual(words.map((text) => text?.es ?? ''));
    const started = { kind: 'acknowledgement', id: theirs.id, differs: [clause!.id] } as const;
    const read = await begins.start(started);
    expect(read).toMatchObject({ kind: 'acknowledgement', signed: false, lines: [] });
    expect(read.says[0]).toContain('we differ on these clauses');
    expect(read.says.slice(1, -2)).toEqual([`${clause!.heading}  ${clause!.id}`]);
    // A press about what was read before this does nothing.
    await expect(begins.sign(read.opening - 1)).rejects.toMatchObject({ code: 'conflict', where: 'opening' });
    expect(await begins.sign(read.opening)).toBe('Signed: 1 of 2.');
    const others = await deskAt(maguey, 1);
    const one = (await others.toSign()).find(({ kind }) => kind === 'acknowledgement')!;
    expect(one.id).toBe(read.id);
    const waiting = await others.read(one);
    expect(waiting.says).toEqual(read.says);
    expect(await others.sign(waiting.opening)).toContain('Published.');
    await expect(begins.start({ ...started, differs: ['A'.repeat(22)] })).rejects.toMatchObject({
      code: 'statement-rule',
    });
    await expect(begins.whereToDiffer('A'.repeat(43))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is a withdrawal that a steward begins at the desk, with the words of what goes', async () => {
    const own = await adopt(maguey, 'maguey.md', agreementText('maguey-v1.es.md'));
    const begins = await deskAt(maguey, 0);
    const ours = (await begins.toStart()).find(({ kind }) => kind === 'withdrawal')!;
    expect(ours).toMatchObject({ id: own.series });
    const read = await begins.start({ kind: 'withdrawal', id: ours.id });
    expect(read.says.join(' ')).toContain('its page is gone');
    expect(await begins.sign(read.opening)).toBe('Signed: 1 of 2. It goes when the others sign it too, within a week.');
    // Whoever begins the same once more reads what waits, and that they have signed it.
    expect(await begins.start({ kind: 'withdrawal', id: ours.id })).toMatchObject({ id: read.id, signed: true });
    const others = await deskAt(maguey, 1);
    const waiting = await others.read((await others.toSign()).find(({ kind }) => kind === 'withdrawal')!);
    expect(waiting.id).toBe(read.id);
    expect(await others.sign(waiting.opening)).toBe('Taken back. Others may still keep a copy.');
    expect((await begins.toStart()).map(({ kind }) => kind)).not.toContain('withdrawal');
  });

  it('says why one thing cannot be read, and hides no other behind it', async () => {
    // Rosa drafts another key for Marisol, whose desk holds the one before.
    const { member } = ceiba.keyrings[1]!;
    await newDevice(ceiba, ceiba.keyrings[0]!, { member, roles: [] });
    await drafting(ceiba, ceiba.keyrings[0]!, { replace: [member] });
    const all = await marisol.toSign();
    const unread = all.find(({ kind }) => kind === 'manifest')!;
    expect(unread.title).toBe('Something proposed that this program does not accept');
    expect(unread.lines.length).toBe(2);
    expect(all.map(({ kind }) => kind)).toContain('agreement');
    await expect(marisol.read(unread)).rejects.toMatchObject({ code: 'manifest-members' });
  });
});
