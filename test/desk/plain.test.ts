import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../../src/client/api/api.ts';
import { askedBack } from '../../src/client/desk/begin/asked-back.ts';
import { deskTasks } from '../../src/client/desk/tasks.ts';
import { openAtNode } from '../../src/client/keyring/at-node.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { movedIn } from '../support/moved-in.ts';
import { plainAt } from '../support/plain-member.ts';
import { type Collective, found } from '../support/world.ts';

/* What page and worker say to each other of members whom no manifest lists; the pages are in test/browser. */

const [rosa, marisol, tono] = [0, 1, 2];
const code = (code: string) => expect.objectContaining({ code });
type Desk = ReturnType<typeof deskTasks>;

let ceiba: Collective & AsyncDisposable;
beforeEach(async () => {
  ceiba = await found('Ceiba');
}, 60_000);
afterEach(() => ceiba?.[Symbol.asyncDispose]());

const real = globalThis.fetch;
const browser = (): Desk => deskTasks(ceiba.origin, i18nFor('en'));
async function deskOf(who: number): Promise<Desk> {
  const desk = browser();
  await desk.unlock(await movedIn(ceiba, who));
  return desk;
}
const backOf = (words: readonly string[]) => askedBack.map((at) => words[at] ?? '');

describe('a plain member', () => {
  it('comes in by link, words and one press, and is at their desk', async () => {
    const desk = await deskOf(marisol);
    const { code: given } = await desk.invite({ member: null, roles: [] });
    expect((await desk.people()).invitations).toMatchObject([{ roles: '', called: null, mine: true }]);
    const lu = browser();
    expect(await lu.invitedWith(given)).toMatchObject({ plain: true, roles: '', given: false, waits: [] });
    const words = await lu.newWords();
    expect(await lu.makeInvited(backOf(words))).toBe(null);
    expect(await lu.me()).toMatchObject({ plain: true, roles: [], older: false });
    // Pressed twice, or the answer was lost: they are in all the same.
    expect(await lu.makeInvited(backOf(words))).toBe(null);
    // Whoever else has the link finds a code that is used.
    await expect(browser().invitedWith(given)).rejects.toEqual(code('invitation'));
    expect((await desk.people()).invitations).toEqual([]);
    // Nothing of partners or of what waits for others is asked for, and nothing is refused.
    expect(await lu.toSign()).toEqual([]);
    expect(await lu.news()).toEqual({ contacts: null, unkept: null });
    expect(await lu.enter()).toContain('/enter/');
    expect(await lu.enter()).toContain('/enter/');
    const again = browser();
    expect((await again.unlock(words.join(' '))).called).toBe((await lu.me()).called);
    const { people, steward, invitations } = await again.people();
    expect([steward, invitations]).toEqual([false, []]);
    expect(people.at(-1)).toMatchObject({ me: true, roles: 'member: reads, writes and decides' });
  });

  it('is called anew, by the same words, where a plain member of whom they know nothing has their two words', async () => {
    const { code: given } = await (await deskOf(marisol)).invite({ member: null, roles: [] });
    const lu = browser();
    await lu.invitedWith(given);
    const words = await lu.newWords();
    let refused = 0;
    const line = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const first = refused === 0 && init?.method === 'POST' && String(input).endsWith('/rotation/keys');
      if (!first) return real(input, init);
      refused += 1;
      return Response.json({ code: 'called-alike' }, { status: 409 });
    });
    expect(await lu.makeInvited(backOf(words))).toBe(null);
    line.mockRestore();
    expect(refused).toBe(1);
    expect((await lu.me()).plain).toBe(true);
    expect((await browser().unlock(words.join(' '))).plain).toBe(true);
  });

  it('keeps the node where they were invited to, which others read beside their words', async () => {
    const desk = await deskOf(marisol);
    const { code: given } = await desk.invite({ member: null, roles: [], keeper: true });
    const keeps = 'node keeper: runs the machine, opens nothing sealed';
    expect((await desk.people()).invitations.map(({ roles }) => roles)).toContain(keeps);
    await expect(desk.invite({ member: null, roles: ['steward'], keeper: true })).rejects.toEqual(code('not-allowed'));
    const lu = browser();
    expect(await lu.invitedWith(given)).toMatchObject({ plain: true, keeper: true });
    expect(await lu.makeInvited(backOf(await lu.newWords()))).toBe(null);
    const keeper = (await desk.people()).people.find(({ plain }) => plain?.keeper)!;
    expect(keeper.roles).toBe(keeps);
    // They may come to hold a key of the collective, and stay out of the care team.
    const give = (roles: ('steward' | 'process-accompanier')[]) =>
      desk.prepareNext({ join: [keeper.plain!.named], roles: { [keeper.member]: roles } });
    const care = await give(['steward', 'process-accompanier']);
    await expect(desk.proposeNext(care.opening)).rejects.toEqual(code('manifest-members'));
    await desk.proposeNext((await give(['steward'])).opening);
  });

  it('is removed by one steward, and then their words open nothing', async () => {
    const lu = await plainAt(ceiba.origin, ceiba.keyrings[marisol]!);
    const theirs = browser();
    await theirs.unlock(lu.words);
    await expect(theirs.removePlain(ceiba.keyrings[rosa]!.member)).rejects.toEqual(code('not-allowed'));
    const { people } = await (await deskOf(tono)).removePlain(lu.keyring.member);
    expect(people.some(({ plain }) => plain)).toBe(false);
    await expect(theirs.people()).rejects.toEqual(code('signature'));
    await expect(browser().unlock(lu.words)).rejects.toEqual(code('keyring-phrase'));
  });

  it('leaves by themself, and then their words open nothing; an answer that was lost is found', async () => {
    const lu = await plainAt(ceiba.origin, ceiba.keyrings[marisol]!);
    const theirs = browser();
    await theirs.unlock(lu.words);
    const line = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const answer = await real(input, init);
      if (!String(input).endsWith('/departure')) return answer;
      throw new TypeError('no network');
    });
    await expect(theirs.depart()).rejects.toEqual(code('unreachable'));
    line.mockRestore();
    expect(await theirs.depart()).toBe(null);
    await expect(browser().unlock(lu.words)).rejects.toEqual(code('keyring-phrase'));
    expect((await (await deskOf(tono)).people()).people.some(({ plain }) => plain)).toBe(false);
  });

  it('gets a role by a manifest with their own key, once its words were compared', async () => {
    const lu = await plainAt(ceiba.origin, ceiba.keyrings[marisol]!);
    const theirs = browser();
    await theirs.unlock(lu.words);
    const desk = await deskOf(marisol);
    const seen = (await desk.people()).people.find(({ plain }) => plain)!;
    expect((await theirs.people()).people.find(({ me }) => me)?.plain).toEqual(seen.plain);
    const roles = { [seen.member]: ['accompanier'] as const };
    const read = await desk.prepareNext({ join: [seen.plain!.named], roles });
    expect(read.says[0]).toBe(`${seen.called} joins: accompanier`);
    await desk.proposeNext(read.opening);
    const [waits, ...others] = await theirs.toSign();
    expect([waits?.kind, others]).toEqual(['manifest', []]);
    const opened = await theirs.read(waits!);
    expect(opened.words).toBe(read.words);
    await theirs.sign(opened.opening);
    const third = await deskOf(tono);
    await third.sign((await third.read((await third.toSign()).find(({ kind }) => kind === 'manifest')!)).opening);
    const again = browser();
    expect(await again.unlock(lu.words)).toMatchObject({ roles: ['accompanier'], plain: false });
    expect((await openAtNode(connect(ceiba.origin), lu.words, new Date())).keyring.boxes).toHaveLength(1);
    expect((await desk.people()).people.filter(({ member }) => member === seen.member)).toMatchObject([
      { plain: null, roles: 'accompanier' },
    ]);
  });
});
