import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noticesDraftsContract } from '../../schemas/routes/notices-drafts.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { askedBack } from '../../src/client/desk/begin/asked-back.ts';
import { deskTasks } from '../../src/client/desk/tasks.ts';
import { openAtNode } from '../../src/client/keyring/at-node.ts';
import { atWork } from '../../src/commands/scripted-steps.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { openFile, sealFile } from '../../src/protocol/age-seal.ts';
import { b64u, fromB64u, randomId, utf8 } from '../../src/protocol/encoding.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { calledBy } from '../../src/protocol/two-word-name.ts';
import { drafting, newDevice, signing } from '../members/people.ts';
import { movedIn } from '../support/moved-in.ts';
import { type Collective, found } from '../support/world.ts';

/* What page and worker say to each other while people come in and keys change; the pages are in test/browser. */

const [rosa, marisol, tono] = [0, 1, 2];
const code = (code: string) => expect.objectContaining({ code });
type Desk = ReturnType<typeof deskTasks>;

let ceiba: Collective & AsyncDisposable;
beforeEach(async () => {
  ceiba = await found('Ceiba');
}, 60_000);
afterEach(() => ceiba?.[Symbol.asyncDispose]());

/** A browser in which nobody has done anything yet. */
const browser = (): Desk => deskTasks(ceiba.origin, i18nFor('en'));

async function deskOf(who: number): Promise<Desk> {
  const desk = browser();
  await desk.unlock(await movedIn(ceiba, who));
  return desk;
}

/** Makes a keyring, as somebody does who wrote the words down. */
async function makes(desk: Desk) {
  const words = await desk.newWords();
  return { words: words.join(' '), joining: await desk.makeInvited(askedBack.map((at) => words[at] ?? '')) };
}

async function signsWaiting(desk: Desk): Promise<string> {
  const one = (await desk.toSign()).find(({ kind }) => kind === 'manifest')!;
  return desk.sign((await desk.read(one)).opening);
}

describe('somebody who was invited', () => {
  it('comes in with the roles of the invitation, once both stewards and they have signed, in any order', async () => {
    const desk = await deskOf(marisol);
    const { code: given } = await desk.invite({ member: null, roles: ['accompanier'] });
    const lu = browser();
    expect(await lu.invitedWith(` ${given.toLowerCase()} `)).toEqual({
      ...{ anew: null, roles: 'accompanier', plain: false, keeper: false, given: false, me: null, waits: [] },
    });
    const words = await lu.newWords();
    const back = askedBack.map((at) => words[at] ?? '');
    // A word that is not on the paper makes nothing.
    await expect(lu.makeInvited(['ajo', ...back.slice(1)])).rejects.toEqual(
      expect.objectContaining({ code: 'words', where: String(askedBack[0] + 1) }),
    );
    expect((await lu.joining())?.given).toBe(false);
    const { me } = (await lu.makeInvited(back))!;
    const [key] = (await desk.people()).given;
    expect([key?.words, key?.called]).toEqual([me?.words, me?.called]);
    const read = await desk.prepareNext({ join: [key!.named] });
    expect(read.says[0]).toBe(`${me?.called} joins: accompanier`);
    // Nobody else knows of it before the press.
    expect((await lu.joining())?.waits).toEqual([]);
    await desk.proposeNext(read.opening);
    // Lu closed the tab; code and paper lead back.
    const again = browser();
    await again.invitedWith(given);
    const { waits } = await again.resumeInvited(words.join(' '));
    const theirs = await again.readInvited(waits[0]!.id);
    expect(theirs.words).toBe(read.words);
    expect((await again.signInvited(theirs.opening))?.waits[0]?.signed).toBe(true);
    expect(await signsWaiting(await deskOf(tono))).toContain('version 2 holds');
    // Who waited looks again, and is in.
    expect(await again.joining()).toBe(null);
    expect((await again.me()).roles).toEqual(['accompanier']);
    await expect(browser().invitedWith(given)).rejects.toEqual(code('invitation'));
    expect((await desk.people()).people.map(({ called }) => called)).toContain(me?.called);
    expect((await again.people()).steward).toBe(false);
    await expect(again.invite({ member: null, roles: ['steward'] })).rejects.toEqual(code('not-allowed'));
  });

  it('has what they made although the answer was lost, and finds nothing of anybody else’s', async () => {
    const desk = await deskOf(marisol);
    const { code: given } = await desk.invite({ member: null, roles: ['steward'] });
    const lu = browser();
    await lu.invitedWith(given);
    const words = await lu.newWords();
    const back = askedBack.map((at) => words[at] ?? '');
    const first = await lu.makeInvited(back);
    expect((await lu.makeInvited(back))?.me).toEqual(first?.me);
    // Whoever has the link as well sees that it was used, and makes no second key of it.
    const other = browser();
    expect((await other.invitedWith(given)).given).toBe(true);
    await expect(makes(other)).rejects.toEqual(code('invitation'));
    await expect(other.resumeInvited(wordsOf(newSecret(), 'en'))).rejects.toEqual(code('keyring-phrase'));
    await expect(other.signInvited(1)).rejects.toEqual(code('conflict'));
    expect((await desk.people()).given).toHaveLength(1);
    // Ended by whoever made it, it leads nowhere.
    const [open] = (await desk.people()).invitations;
    await expect((await deskOf(tono)).endInvitation(open!.id)).rejects.toEqual(code('not-found'));
    expect(await desk.endInvitation(open!.id)).toMatchObject({ given: [], invitations: [] });
    await expect(lu.joining()).rejects.toEqual(code('invitation'));
    await expect(browser().invitedWith('AAAA-BBBB-CCCC-DDDD')).rejects.toEqual(code('invitation'));
  });
});

describe('somebody who wants to leave', () => {
  it('tells the stewards, who propose it, and is gone once two others signed; too few never stay', async () => {
    const words = await movedIn(ceiba, tono);
    const theirs = browser();
    await theirs.unlock(words);
    await expect(theirs.depart()).rejects.toEqual(code('too-few-stay'));
    const { code: given, keyring } = await newDevice(ceiba, ceiba.keyrings[rosa]!, {
      member: null,
      roles: ['steward'],
    });
    await drafting(ceiba, ceiba.keyrings[rosa]!, { join: [keyring.member] });
    await signing(ceiba, ceiba.keyrings[marisol]!);
    await signing(ceiba, keyring, given);
    const leaving = ({ people }: Pick<Awaited<ReturnType<Desk['people']>>, 'people'>) =>
      people.filter((one) => one.leaving !== null);
    const today = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
    expect(leaving((await theirs.depart())!)).toMatchObject([{ me: true, leaving: today }]);
    expect(leaving(await theirs.stay())).toEqual([]);
    expect(await theirs.depart()).not.toBe(null);
    const desk = await deskOf(marisol);
    const [one] = leaving(await desk.people());
    expect((await desk.news()).leaving).toContain(`somebody wants to leave: ${one!.called}. Hear it from them`);
    expect((await theirs.news()).leaving).toBe(null);
    expect(one).toMatchObject({ member: ceiba.keyrings[tono]!.member, me: false });
    const { opening } = await desk.prepareNext({ leave: [ceiba.keyrings[tono]!.member] });
    await desk.proposeNext(opening);
    expect(await signsWaiting(await deskOf(rosa))).toContain('version 3 holds');
    await expect(browser().unlock(words)).rejects.toEqual(code('keyring-phrase'));
    expect(leaving(await desk.people())).toEqual([]);
  });
});

describe('keys and roles', () => {
  it('change when they were read and two have signed; what was not prepared is not proposed', async () => {
    const desk = await deskOf(marisol);
    await expect(desk.proposeNext(1)).rejects.toEqual(code('conflict'));
    const { people } = await desk.people();
    const other = people.find(({ member }) => member === ceiba.keyrings[tono]!.member)!;
    const read = await desk.prepareNext({ roles: { [other.member]: ['steward', 'accompanier'] } });
    expect(read.says).toContain(`${other.called} has other roles: steward, accompanier`);
    // What a press gives is said as what was done, and whose signature is still missing.
    expect(await desk.proposeNext(read.opening)).toMatch(
      /^Signed\. Still missing: a signature of [a-z ,]+ or [a-z ]+\.$/,
    );
    expect(await signsWaiting(await deskOf(rosa))).toContain('version 2 holds');
    const now = (await desk.people()).people.find(({ member }) => member === other.member);
    expect(now?.has).toEqual(['steward', 'accompanier']);
    const theirs = await deskOf(tono);
    expect((await theirs.me()).roles).toEqual(['steward', 'accompanier']);
    expect(await theirs.reseal()).toHaveLength(1);
    // Three stewards are the fewest; and nobody proposes what takes something from themselves.
    await expect(theirs.prepareNext({ leave: [other.member] })).rejects.toEqual(code('rotate-threshold-new'));
    const { opening } = await theirs.prepareNext({ roles: { [other.member]: ['steward'] } });
    await expect(theirs.proposeNext(opening)).rejects.toEqual(code('not-allowed'));
  });

  it('after new keys, what lies here is sealed to the new box by whoever is asked next, with how far it is', async () => {
    const desk = await deskOf(marisol);
    const draft = randomId();
    const { api, keyring } = await atWork(ceiba, marisol);
    const ciphertext = b64u(await sealFile(utf8('What is being prepared.'), [keyring.boxes[0]!.recipient]));
    await call(api, noticesDraftsContract.addDraft, { body: { draft, ciphertext } });
    const sealed = () => call(api, noticesDraftsContract.draft, { params: { draft } });
    const { code: given } = await desk.invite({ member: ceiba.keyrings[rosa]!.member, roles: [] });
    const anew = browser();
    await anew.invitedWith(given);
    const { words } = await makes(anew);
    const [key] = (await desk.people()).given;
    const next = await desk.prepareNext({ replace: [key!.named], because: 'compromised' });
    await desk.proposeNext(next.opening);
    const rosas = calledBy(ceiba.keyrings[rosa]!.member, 'en');
    expect(await signsWaiting(await deskOf(tono))).toBe(`Signed. Still missing: a signature of ${rosas}.`);
    const { waits } = (await anew.joining())!;
    const { opening } = await anew.readInvited(waits[0]!.id);
    expect(await anew.signInvited(opening)).toBe(null);
    expect((await anew.me()).older).toBe(false);
    // Rosa never had the older box; Marisol has both until nothing needs it.
    const theirs = await openAtNode(connect(ceiba.origin), words, new Date());
    const opens = async () => openFile(fromB64u((await sealed()).ciphertext), [theirs.keyring.boxes[0]!.identity]);
    await expect(opens()).rejects.toEqual(code('unseal'));
    expect(await anew.reseal()).toEqual([expect.stringContaining('Drafts in our new box: 0.')]);
    await desk.people();
    expect((await desk.me()).older).toBe(true);
    expect(await desk.reseal()).toEqual([expect.stringContaining('Drafts in our new box: 1.')]);
    expect(await desk.resealing()).toBe('What you prepare: 0 of 1');
    expect(Buffer.from(await opens()).toString()).toBe('What is being prepared.');
    expect((await desk.me()).older).toBe(false);
  });
});
