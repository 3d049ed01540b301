import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { i18nFor } from '../../src/platform/i18n.ts';
import { daysAfter } from '../../src/protocol/calendar.ts';
import { doctor } from '../../src/upkeep/doctor.ts';
import { lookAtManifest } from '../../src/upkeep/manifest-ends.ts';
import { startTestNode } from '../members/node.ts';
import { drafting, signing } from '../members/people.ts';
import { onServer } from '../support/postgres.ts';
import { type Collective, found } from '../support/world.ts';

let ceiba: Collective & AsyncDisposable;
const env = () => ({
  DATA: ceiba.place.folder,
  ...('url' in ceiba.place.database && { DATABASE_URL: ceiba.place.database.url }),
});
async function ask(...argv: string[]): Promise<{ code: number; told: string }> {
  return askWith(env(), ...argv);
}
async function askWith(given: NodeJS.ProcessEnv, ...argv: string[]): Promise<{ code: number; told: string }> {
  const lines: string[] = [];
  const code = await doctor({ env: given, i18n: i18nFor('en'), print: (line) => void lines.push(line) }, argv);
  return { code, told: lines.join('\n') };
}

beforeAll(async () => {
  ceiba = await found('Ceiba');
});
afterAll(() => ceiba[Symbol.asyncDispose]());

describe('the doctor', () => {
  it('says of a running node that all is well', async () => {
    const { code, told } = await ask();
    expect({ code, told }).toMatchObject({ code: 0 });
    expect(told).toMatch(/^Convive \d+\.\d+\.\d+ on Node 24/);
    expect(told).toContain('Deliveries are being worked on.');
  });

  it('says whether the desk answers under its own name, and what is missing where it does not', async () => {
    const desk = ceiba.origin.replace('localhost', 'desk.localhost');
    expect((await ask()).told).toContain(`  The desk answers at ${desk}.`);
    const { code, told } = await askWith({ ...env(), DESK_ORIGIN: 'http://mesa.localhost:1' });
    expect(code).toBe(1);
    expect(told).toContain('! The desk does not answer at http://mesa.localhost:1.');
    // Somebody else's desk is none of ours.
    const other = ceiba.origin.replace('localhost', 'other.localhost');
    expect((await askWith({ ...env(), DESK_ORIGIN: other })).told).toContain('! The desk does not answer');
  });

  it('says until when the manifest is valid, and from sixty days before who mends that', async () => {
    const [, day = ''] = /^ {2}The manifest is valid until ([\d-]{10})\.$/m.exec((await ask()).told) ?? [];
    expect(Math.abs(Date.parse(day) - daysAfter(new Date(), 365).getTime())).toBeLessThan(2 * 86_400_000);
    const looking = (days: number, node = ceiba.origin) =>
      lookAtManifest(node, daysAfter(new Date(), days), i18nFor('en'));
    expect(await looking(303)).toMatchObject([{ well: true }]);
    for (const days of [307, 400]) {
      const [found] = await looking(days);
      expect(found).toMatchObject({
        well: false,
        sentence: expect.stringContaining('convive manifest draft --new-box'),
      });
      expect(found?.sentence).toContain(day);
    }
    // As it says; Rosa is steward and accompanier.
    await drafting(ceiba, ceiba.keyrings[0]!, { newBox: true });
    expect((await signing(ceiba, ceiba.keyrings[1]!)).accepted).toBe(true);
    expect((await ask()).told).toMatch(/^ {2}The manifest is valid until /m);
    await using begun = await startTestNode();
    expect(await looking(0, begun.origin)).toEqual([]);
    // What refuses here is said of the desk.
    expect(await looking(0, 'http://localhost:1')).toEqual([]);
  });

  it('says where visitors have no address of their own, so that none is counted', async () => {
    expect((await ask()).told).not.toContain('nothing is counted');
    const behind = (more: NodeJS.ProcessEnv) => askWith({ ...env(), ...more });
    const origin = { ORIGIN: 'https://ceiba.example' };
    expect((await behind(origin)).told).toContain('a proxy that PROXY does not name');
    expect((await behind({ ...origin, PROXY: '127.0.0.1' })).told).not.toContain('nothing is counted');
    expect((await behind({ ...origin, HOST: '203.0.113.7' })).told).not.toContain('nothing is counted');
    expect((await behind({ ORIGIN: 'http://ceibaceibaceiba.onion' })).told).toContain('an onion service');
  });

  it('says what else on a database server may hold what was erased, and for how long', async () => {
    const { told } = await ask();
    if (inject('database') === 'embedded') return expect(told).not.toContain('BACKUP_DAYS');
    expect(told).toContain('this node begins a new log on the database server');
    expect(told).toContain('nobody has said: set BACKUP_DAYS');
    expect((await askWith({ ...env(), BACKUP_DAYS: '1' })).told).toContain('these are kept for 1 day.');
    const { DATABASE_URL = '' } = env() as { DATABASE_URL?: string };
    const owner = new URL(DATABASE_URL);
    [owner.username, owner.password] = ['plain', randomBytes(8).toString('hex')];
    await onServer(DATABASE_URL, `create role plain login password '${owner.password}'`);
    try {
      const plain = await askWith({ ...env(), DATABASE_URL: owner.href });
      expect(plain.told).toContain("What is erased may stay in the database server's log, in an archive of it");
    } finally {
      await onServer(DATABASE_URL, 'drop role plain');
    }
  });

  it('says so when the node does not answer', async () => {
    await ceiba.stop();
    await expect(ask()).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('looks at a stopped node itself: version, database, lock, keys, and where the secret lies', async () => {
    const { code, told } = await ask('--offline');
    expect({ code, told }).toMatchObject({ code: 0 });
    expect(told).toContain('The database opens');
    expect(told).toContain(ceiba.origin);
    expect(told).toContain("The node's own keys open.");
    expect(told).toContain('the disk is the only protection');
  });

  it('tells when the secret is another one', async () => {
    const path = join(ceiba.place.folder, 'node.secret');
    await rename(path, `${path}.kept`);
    await writeFile(path, `${Buffer.alloc(32, 1).toString('base64url')}\n`, { mode: 0o600 });
    const { code, told } = await ask('--offline');
    await rename(`${path}.kept`, path);
    expect(code).toBe(1);
    expect(told).toContain('! The node');
    await ceiba.start();
  });
});

describe('whoever watches a node', () => {
  it('reads that it lives and that it can work, and nothing else', async () => {
    expect(await (await fetch(`${ceiba.origin}/healthz`)).json()).toEqual({ ok: true });
    const ready = await fetch(`${ceiba.origin}/readyz`);
    expect(ready.status).toBe(200);
    const well = { database: true, migrations: true, worker: true, disk: true, calm: true };
    expect(await ready.json()).toEqual(well);
  });
});
