import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { migrate, startNode } from '../../src/main.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { doctor } from '../../src/upkeep/doctor.ts';
import { freshPlace } from '../support/databases.ts';
import { quiet } from '../support/quiet.ts';
import { type Collective, found } from '../support/world.ts';

/* A node is in two places, its folder and its database. When they do not belong together, nothing may begin anew. */

const embedded = () => inject('database') === 'embedded';
let ceiba: Collective & AsyncDisposable;
let elsewhere: string;

beforeAll(async () => {
  ceiba = await found('Ceiba');
  await ceiba.stop();
  elsewhere = mkdtempSync(join(tmpdir(), 'convive-elsewhere-'));
});
afterAll(async () => {
  rmSync(elsewhere, { recursive: true, force: true });
  await ceiba[Symbol.asyncDispose]();
});

type Env = Record<string, string>;
const own = (): Env => ({
  DATA: ceiba.place.folder,
  PORT: new URL(ceiba.origin).port,
  ...('url' in ceiba.place.database && { DATABASE_URL: ceiba.place.database.url }),
});

/** What starting with these settings ends in: the code of the refusal, or the address of a node that answered. */
async function start(env: Env): Promise<string> {
  const codes: string[] = [];
  try {
    await using node = await startNode({
      settings: readSettings(env),
      log: quiet,
      announce: (code) => void codes.push(code),
      env,
    });
    return codes.length > 0 ? `new node at ${node.origin}` : node.origin;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

const nothingNew = (folder: string, before: string[]) => expect(readdirSync(folder).sort()).toEqual(before.sort());

describe('a founded node', () => {
  test('starts again with its folder and its database', async () => {
    expect(await start(own())).toBe(ceiba.origin);
  });

  test('is not begun anew beside itself when another database is named', async () => {
    await using other = await freshPlace();
    if (embedded()) {
      const env = { ...own(), DATABASE_URL: 'postgres://somebody@127.0.0.1:1/empty' };
      expect(await start(env)).toBe('folder-embedded');
      await expect(migrate(env)).rejects.toMatchObject({ code: 'folder-embedded', where: ceiba.origin });
      // A folder from before folders remembered.
      const note = join(ceiba.place.folder, 'belongs-to.json');
      renameSync(note, `${note}.kept`);
      expect(await start(env)).toBe('folder-embedded');
      renameSync(`${note}.kept`, note);
    } else {
      const { url } = other.database as { url: string };
      expect(await start({ ...own(), DATABASE_URL: url })).toBe('folder-other-server');
      // Nothing was begun there: it is free for a node with a folder of its own.
      expect(await start({ DATA: other.folder, PORT: '0', DATABASE_URL: url })).toMatch(/^new node/);
    }
  });

  test('is not begun anew when its database is no longer named or no longer there', async () => {
    if (embedded()) {
      const place = join(ceiba.place.folder, 'database');
      renameSync(place, `${place}.away`);
      const before = readdirSync(ceiba.place.folder);
      expect(await start(own())).toBe('folder-no-database');
      nothingNew(ceiba.place.folder, before);
      // Nor from a folder that was brought back in part.
      const note = join(ceiba.place.folder, 'belongs-to.json');
      renameSync(note, `${note}.kept`);
      expect(await start(own())).toBe('folder-no-database');
      renameSync(`${note}.kept`, note);
      renameSync(`${place}.away`, place);
    } else {
      const { DATABASE_URL: _, ...without } = own();
      const before = readdirSync(ceiba.place.folder);
      expect(await start(without)).toBe('folder-server');
      nothingNew(ceiba.place.folder, before);
    }
  });

  test('is not run from a folder that has not its secret', async () => {
    const settings = own();
    if (embedded()) {
      const copy = join(elsewhere, 'copy');
      cpSync(ceiba.place.folder, copy, { recursive: true });
      rmSync(join(copy, 'node.secret'));
      expect(await start({ ...settings, DATA: copy })).toBe('folder-secretless');
      expect(existsSync(join(copy, 'node.secret'))).toBe(false);
    } else {
      const empty = join(elsewhere, 'empty');
      expect(await start({ ...settings, DATA: empty })).toBe('folder-secretless');
      nothingNew(empty, []);
      // With the secret from elsewhere it is the same node.
      const secret = readFileSync(join(ceiba.place.folder, 'node.secret'), 'utf8').trim();
      expect(await start({ ...settings, DATA: empty, NODE_SECRET: secret })).toBe(ceiba.origin);
    }
    const other = Buffer.alloc(32, 7).toString('base64');
    expect(await start({ ...settings, NODE_SECRET: other })).toBe('node-secret');
  });

  test('keeps its address', async () => {
    expect(await start({ ...own(), ORIGIN: 'http://localhost:1' })).toBe('origin-fixed');
    expect(await start({ ...own(), PORT: '0' })).toBe('origin-fixed');
    expect(await start(own())).toBe(ceiba.origin);
  });

  test('asks before it takes a damaged note for none', async () => {
    const note = join(ceiba.place.folder, 'belongs-to.json');
    const text = readFileSync(note, 'utf8');
    writeFileSync(note, text.slice(0, 20));
    expect(await start(own())).toBe('config');
    writeFileSync(note, text);
    expect(await start(own())).toBe(ceiba.origin);
  });
});

test('a node that nobody founded can go to another address and start again', async () => {
  await using fresh = await freshPlace();
  const env = { DATA: fresh.folder, PORT: '0', ...('url' in fresh.database && { DATABASE_URL: fresh.database.url }) };
  expect(await start(env)).toMatch(/^new node/);
  expect(await start(env)).toMatch(/^new node/);
});

test('the doctor changes nothing, in a folder that is empty, mistyped or of another database', async () => {
  const ask = async (env: Env) => {
    const lines: string[] = [];
    const code = await doctor({ env, i18n: i18nFor('en'), print: (line) => void lines.push(line) }, ['--offline']);
    return { code, told: lines.join('\n') };
  };
  const empty = mkdtempSync(join(elsewhere, 'doctor-'));
  expect(await ask({ DATA: empty })).toMatchObject({ code: 1, told: expect.stringContaining('no database in this') });
  nothingNew(empty, []);
  const mistyped = join(elsewhere, 'mistyped');
  expect(await ask({ DATA: mistyped })).toMatchObject({ code: 1 });
  expect(existsSync(mistyped)).toBe(false);
  const secret = join(ceiba.place.folder, 'node.secret');
  renameSync(secret, `${secret}.kept`);
  expect(await ask(own())).toMatchObject({ code: 1, told: expect.stringContaining('secret of this node is not here') });
  expect(existsSync(secret)).toBe(false);
  renameSync(`${secret}.kept`, secret);
  expect(await ask(own())).toMatchObject({ code: 0 });
});
