import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseOf, signRelease } from '../../src/client/desk-release/release.ts';
import { atWork, meet } from '../../src/commands/scripted-steps.ts';
import { deskHere } from '../../src/desk/files.ts';
import { pullingReleases } from '../../src/desk/pull.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { findLocalhost } from '../../src/platform/localhost.ts';
import { printOf, shortPrint } from '../../src/protocol/desk-release.ts';
import { doctor } from '../../src/upkeep/doctor.ts';
import { convive } from '../members/command-line.ts';
import { atPages } from '../support/member-pages.ts';
import { type Desks, openDesks } from '../support/typed.ts';
import { type Collective, found } from '../support/world.ts';

/* Which desk is installed, sent and signed: as the command, the doctor and members' pages say it. */

let ceiba: Collective & AsyncDisposable;
let maguey: Collective & AsyncDisposable;
let desks: Desks;
let short: string;
let servers: Server[] = [];
beforeAll(async () => {
  findLocalhost();
  desks = openDesks();
  [ceiba, maguey] = await Promise.all([found('Ceiba'), found('Maguey')]);
  short = shortPrint(printOf((await deskHere()).files));
}, 120_000);
afterAll(async () => {
  for (const server of servers) server.close();
  for (const party of [ceiba, maguey]) await party?.[Symbol.asyncDispose]();
  desks?.[Symbol.dispose]();
});

const look = (...argv: string[]) => convive(['desk', 'release', '--node', ceiba.origin, ...argv]);
async function doctorSays(): Promise<{ code: number; told: string }> {
  const lines: string[] = [];
  const { folder, database } = ceiba.place;
  const env = { DATA: folder, ...('url' in database && { DATABASE_URL: database.url }) };
  const code = await doctor({ env, i18n: i18nFor('en'), print: (line) => void lines.push(line) }, []);
  return { code, told: lines.join('\n') };
}

/** A node that sends what Ceiba's does, changed. */
async function posing(change: (path: string, text: string) => string): Promise<string> {
  const real = async (path: string) => {
    const { app } = ceiba.node!;
    const onNode = /^\/(manifest|desk\/)|my-code|asked/.test(path);
    const origin = onNode ? ceiba.origin : ceiba.origin.replace('localhost', 'desk.localhost');
    const answer = await app.fetch(new Request(origin + path));
    return { status: answer.status, text: await answer.text() };
  };
  const server = createServer((request, answer) => {
    const path = request.url ?? '';
    void real(path).then(({ status, text }) => {
      const told = text.replaceAll(ceiba.origin.replace('localhost', 'desk.localhost'), origin);
      answer.writeHead(status).end(change(path, told));
    });
  });
  servers = [...servers, server];
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  );
  const origin = `http://127.0.0.1:${port}`;
  return origin;
}
const differ = async (change: (path: string, text: string) => string) => {
  const { exit, out } = await convive(['desk', 'release', '--json', '--node', await posing(change)]);
  expect(exit).toBe(0);
  return (JSON.parse(out) as { differ: string[] | null }).differ;
};

describe('a desk that nobody has signed', () => {
  it('is compared file by file with what is installed here, and whose signature is missing is said', async () => {
    const { exit, out } = await look();
    expect(exit).toBe(0);
    const desk = ceiba.origin.replace('localhost', 'desk.localhost');
    expect(out).toContain(`What ${desk} sends is the desk as Convive is installed here: ${short}.`);
    expect(out).toContain(`Nobody of you has signed the desk yet: it is ${short}.`);
    const told = JSON.parse((await look('--json')).out);
    expect(told).toMatchObject({ desk, differ: [], newest: null });
    expect(told.files.map(({ name }: { name: string }) => name).sort()).toEqual([
      'asked.en.js',
      'asked.es.js',
      'desk-camera.js',
      'desk-worker.en.js',
      'desk-worker.es.js',
      'desk.en.html',
      'desk.en.js',
      'desk.es.html',
      'desk.es.js',
      'exit.js',
      'my-code.en.js',
      'my-code.es.js',
    ]);
    const { code, told: says } = await doctorSays();
    expect({ code, says }).toMatchObject({ code: 0 });
    expect(says).toContain(`  What ${desk} sends is the desk as Convive is installed here`);
    expect(says).toContain('  Nobody of you has signed the desk yet');
  });

  it('is found out wherever somebody changed it', async () => {
    expect(await differ((_path, text) => text)).toEqual([]);
    const in_ =
      (name: string, add = '//') =>
      (path: string, text: string) =>
        path.endsWith(name) ? text + add : text;
    expect(await differ(in_('/desk.es.js'))).toEqual(['desk.es.js']);
    expect(await differ(in_('/desk-worker.en.js'))).toEqual(['desk-worker.en.js']);
    expect(await differ(in_('/desk-camera.js'))).toEqual(['desk-camera.js']);
    for (const name of ['my-code.es.js', 'asked.en.js']) expect(await differ(in_(`/${name}`))).toEqual([name]);
    expect(await differ(in_('/exit.js'))).toEqual(['exit.js']);
    expect(await differ(in_('/es', '<script src="/assets/x/more.js"></script>'))).toEqual(['desk.es.html', 'more.js']);
    const more = in_('/my-code?lang=en', '<script type="module" src="/other/more.js"></script>');
    expect(await differ(more)).toEqual(['more.js']);
    const without = (path: string, text: string) => (path === '/en' ? text.replace(/<script.*?<\/script>/g, '') : text);
    expect(await differ(without)).toEqual(['desk.en.html', 'desk.en.js']);
  });

  it('is said to be none where the desk does not answer', async () => {
    const gone = await posing((path, text) =>
      path === '/desk/releases' ? '{"desk":"http://127.0.0.1:1","releases":[]}' : text,
    );
    const { exit, out } = await convive(['desk', 'release', '--json', '--node', gone]);
    expect([exit, JSON.parse(out).differ]).toEqual([0, null]);
  });
});

describe('a desk that stewards sign', () => {
  it('is what is installed where they type the command, and stands with the second of them', async () => {
    const first = await desks.typed(ceiba, 0, 'desk', 'release', '--sign');
    expect(first.exit).toBe(0);
    expect(first.out).toContain(`Your desk: ${short}`);
    expect(first.out).toContain('It stands when another steward has signed too');
    const again = await desks.asked(ceiba, 0, ['desk', 'release', '--sign'], ['n']);
    expect(again.exit).toBe(1);
    const second = await desks.typed(ceiba, 2, 'desk', 'release', '--sign', '--json');
    expect(JSON.parse(second.out)).toMatchObject({ differ: [], signers: 2, needed: 2, released: true });
    const { out } = await look();
    expect(out).toMatch(new RegExp(`The desk is ${short}\\. \\w+ \\w+ and \\w+ \\w+ stand for it, since 20`));
    const { code, told } = await doctorSays();
    expect({ code, told }).toMatchObject({ code: 0 });
    expect(told).toContain(`  The desk is ${short}.`);
    const third = await desks.typed(ceiba, 1, 'desk', 'release', '--sign', '--json');
    expect(JSON.parse(third.out)).toMatchObject({ released: true });
  });

  it('is shown to members, and to a partner since when', async () => {
    await meet(maguey, ceiba);
    await pullingReleases(maguey.node!.app.runtime)();
    const there = (await (await atPages(maguey, 2)).get('/node-state')).text;
    const day = new Date().toISOString().slice(0, 10);
    expect(there).toContain(`The desk of Ceiba has been ${short} since ${day}.`);
    expect(there).toContain('Nobody of you has signed the desk yet');
    expect((await (await atPages(ceiba, 2)).get('/node-state')).text).toContain(`The desk is ${short}.`);
  });

  it('is said to be changed, by doctor, command and page, when another print is signed than is sent', async () => {
    const other = Buffer.alloc(32, 7).toString('base64url');
    for (const who of [0, 1]) {
      const session = await atWork(ceiba, who);
      const signing = { ...session, chain: session.root.chain };
      await signRelease(signing, (await releaseOf(signing, other, new Date()))!);
    }
    const changed = `changed, and nobody of you has signed it yet: it is ${short}, and 0707 0707 0707 0707`;
    const { code, told } = await doctorSays();
    expect(code).toBe(1);
    expect(told).toContain(`! The desk was ${changed}`);
    expect((await look()).out).toContain(changed);
    expect((await (await atPages(ceiba, 1)).get('/node-state')).text).toContain(changed);
    const mine = maguey.node!.app.runtime;
    await pullingReleases(mine)();
    const there = (await (await atPages(maguey, 2)).get('/node-state')).text;
    expect(there).toContain(`has been 0707 0707 0707 0707 since`);
    expect(there).toContain(`Before that it was ${short}.`);
  });
});
