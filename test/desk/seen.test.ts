import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskTasks } from '../../src/client/desk/tasks.ts';
import { meet } from '../../src/commands/scripted-steps.ts';
import { deskHere } from '../../src/desk/files.ts';
import { pullingReleases } from '../../src/desk/pull.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { findLocalhost } from '../../src/platform/localhost.ts';
import { printOf, shortPrint } from '../../src/protocol/desk-release.ts';
import { idOf } from '../../src/protocol/envelope.ts';
import { movedIn } from '../support/moved-in.ts';
import { type Collective, found } from '../support/world.ts';
import { madeUp, releaseBy } from './said.ts';

/* Which desk somebody uses, and whether stewards stand for it: as the desk says it, and as it is signed there. */

let ceiba: Collective & AsyncDisposable;
let maguey: Collective & AsyncDisposable;
let short: string;
let words: string[];
beforeAll(async () => {
  findLocalhost();
  [ceiba, maguey] = await Promise.all([found('Ceiba'), found('Maguey')]);
  short = shortPrint(printOf((await deskHere()).files));
  words = [await movedIn(ceiba, 0), await movedIn(ceiba, 1), await movedIn(ceiba, 2)];
}, 120_000);
afterAll(async () => {
  for (const party of [ceiba, maguey]) await party?.[Symbol.asyncDispose]();
});

const deskOf = ({ origin }: Collective) => origin.replace('localhost', 'desk.localhost');
/** The addresses of what runs in a browser as the desk of that origin. */
async function whatRuns(desk: string): Promise<string[]> {
  const page = await (await fetch(`${desk}/en`)).text();
  const loaded = [...page.matchAll(/(?:src|data-worker)="([^"]+)"/g)].map(([, path]) => `${desk}${path}`);
  expect(loaded).toHaveLength(3);
  return [`${desk}/en`, ...loaded];
}
const opened = async (desk = deskOf(ceiba)) => deskTasks(ceiba.origin, i18nFor('en'), await whatRuns(desk));
async function atDesk(who: number) {
  const desk = await opened();
  await desk.unlock(words[who]!);
  return desk;
}
const thisDesk = { kind: 'release', id: 'desk' } as const;
const toSign = async (desk: Awaited<ReturnType<typeof opened>>) =>
  (await desk.toSign()).filter(({ kind }) => kind === 'release');
const db = () => ceiba.node!.app.runtime.db;
/** As a node whose rows somebody changed. */
const putBack = async (version: number) => {
  const [rosa, marisol] = ceiba.keyrings;
  const issuer = rosa!.collective!;
  const envelope = releaseBy({ issuer, version, sha256: madeUp(version) }, rosa!, marisol!);
  await db().deleteFrom('desk_releases').execute();
  const row = { issuer, version, id: idOf(envelope), envelope: JSON.stringify(envelope) };
  await db().insertInto('desk_releases').values(row).execute();
};

describe('the desk that somebody uses', () => {
  it('says before unlocking that nobody signed it, and its stewards begin there', async () => {
    const desk = await opened();
    const sentence = expect.stringContaining(`yet: it is ${short}.`);
    expect(await desk.seen()).toEqual({ well: true, sentence, sign: true });
    const rosa = await atDesk(0);
    expect(await toSign(rosa)).toEqual([]);
    const read = await rosa.read(thisDesk);
    expect(read).toMatchObject({ title: `Your desk: ${short}`, signed: false, ready: false });
    expect(read.says[0]).toContain('It is the desk that you use now.');
    expect(read.says[1]).toContain(`Version 1, in full ${printOf((await deskHere()).files)}.`);
    expect(await rosa.sign(read.opening)).not.toBe('Signed.');
    expect((await toSign(rosa)).map(({ signed }) => signed)).toEqual([true]);
    expect(await rosa.read(thisDesk)).toMatchObject({ signed: true });
  });

  it('is signed by the second one as exactly the same, and says from then on who stands for it', async () => {
    const tono = await atDesk(2);
    const [one, ...more] = await toSign(tono);
    expect(more).toEqual([]);
    expect(one!.lines[0]).toContain('Begun by ');
    const read = await tono.read(one!);
    expect(read.says[0]).toContain('It is the desk that you use now.');
    expect(await tono.sign(read.opening)).toBe('Signed.');
    expect(await toSign(tono)).toEqual([]);
    for (const desk of [await opened(), await atDesk(1)])
      expect(await desk.seen()).toEqual({
        well: true,
        sentence: expect.stringContaining(`The desk is ${short}.`),
        sign: false,
      });
  });

  it('is shown to partners with since when', async () => {
    const id = await meet(maguey, ceiba);
    const desk = deskTasks(maguey.origin, i18nFor('en'));
    await desk.unlock(await movedIn(maguey, 0));
    await pullingReleases(maguey.node!.app.runtime)();
    const day = new Date().toISOString().slice(0, 10);
    expect((await desk.partner(id)).desk).toContain(`has been ${short} since ${day}.`);
    const other = await meet(ceiba, maguey);
    expect((await (await atDesk(1)).partner(other)).desk).toMatch(/^Nobody of .Maguey. .* has signed their desk/);
  });

  it('says before unlocking that it was changed, where a file is not what the list says, or another one is signed', async () => {
    const real = async (path: string) => (await fetch(deskOf(ceiba) + path)).text();
    const server = createServer((request, answer) => {
      const path = request.url ?? '';
      void real(path).then((text) => answer.end(path.includes('/desk-worker.en.js') ? `${text}//` : text));
    });
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
    try {
      const changed = await opened(`http://127.0.0.1:${port}`);
      expect(await changed.seen()).toMatchObject({ well: false, sentence: expect.stringContaining('was changed') });
      await changed.unlock(words[0]!);
      expect(await changed.seen()).toMatchObject({ well: false });
      // What is not whole is not offered to be signed.
      await expect(changed.read(thisDesk)).rejects.toMatchObject({ code: 'not-found' });
    } finally {
      server.close();
    }
    await putBack(2);
    const sentence = expect.stringContaining(
      `nobody of you has signed it yet: it is ${short}, and 0202 0202 0202 0202`,
    );
    expect(await (await opened()).seen()).toEqual({ well: false, sentence, sign: true });
    const marisol = await atDesk(1);
    expect(await marisol.seen()).toEqual({ well: false, sentence, sign: true });
    expect(await marisol.read(thisDesk)).toMatchObject({ title: `Your desk: ${short}`, signed: false });
  });

  it('says that an older one was put back, to whoever has seen a newer one signed', async () => {
    await putBack(1);
    const marisol = await atDesk(1);
    const sentence = expect.stringContaining('put an older desk back');
    expect(await marisol.seen()).toEqual({ well: false, sentence, sign: false });
    // Rosa was not there when the newer one was signed.
    expect((await (await atDesk(0)).seen())?.sentence).not.toContain('older');
  });

  it('counts nothing that one steward signed, and no signature that does not hold, and opens all the same', async () => {
    const [rosa] = ceiba.keyrings;
    const issuer = rosa!.collective!;
    const one = releaseBy({ issuer, version: 3, sha256: printOf((await deskHere()).files) }, rosa!);
    await db()
      .updateTable('desk_releases')
      .set({ version: 3, id: idOf(one), envelope: JSON.stringify(one) })
      .execute();
    expect(await (await opened()).seen()).toMatchObject({ sentence: expect.stringContaining('Nobody of you') });
    expect((await (await atDesk(0)).seen())?.sentence).toContain('Nobody of you');
  });
});
