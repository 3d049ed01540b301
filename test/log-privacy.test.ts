import { createFederation, MemoryKvStore } from '@fedify/fedify';
import { Create } from '@fedify/vocab';
import { getLogger } from '@logtape/logtape';
import { sql } from 'kysely';
import { parseSync } from 'oxc-parser';
import { beforeEach, expect, test } from 'vitest';
import { createEgress } from '../src/platform/egress.ts';
import { startLogging } from '../src/platform/logging.ts';
import { freshDatabase } from './support/databases.ts';
import { nodesOf, readSources } from './support/sources.ts';

const canary = 'Ixtlilxochitl';
const lines: string[] = [];
const log = () => startLogging({ format: 'json', level: 'debug', write: (line) => lines.push(line) });
beforeEach(() => {
  lines.length = 0;
});

test('what a person wrote does not reach the log through an error of the database', async () => {
  await using database = await freshDatabase();
  const own = log();
  const insert = () => sql`insert into kv (key, value) values (${canary}, ${canary})`.execute(database.db);
  await insert();
  for (const query of [insert, () => sql.raw(`select ${canary}`).execute(database.db)]) {
    const error = await query().catch((caught: unknown) => caught);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).toMatch(new RegExp(canary, 'i'));
    own.error('test.failed', { error });
  }
  expect(lines.map((line) => JSON.parse(line).code)).toEqual(['23505', '42703']);
  expect(lines.join('')).not.toMatch(new RegExp(canary, 'i'));
});

test('nor through the egress', async () => {
  const own = log();
  await using egress = createEgress({ allowLoopback: true, userAgent: 'Convive-test' });
  const error = await egress
    .get(`http://localhost:1/${canary}?who=${canary}`, { accept: '*/*' })
    .catch((caught: unknown) => caught);
  own.warn('test.unreachable', { error });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ error: 'Refusal', code: 'unreachable', where: 'connect' });
  expect(lines.join('')).not.toContain(canary);
});

test('nor through Fedify, whatever is posted to the inbox', async () => {
  log();
  const federations = [false, true].map((skipSignatureVerification) => {
    const kv = new MemoryKvStore();
    const federation = createFederation<void>({ kv, origin: 'https://ceiba.example', skipSignatureVerification });
    federation.setActorDispatcher('/actors/{identifier}', () => null);
    federation.setInboxListeners('/actors/{identifier}/inbox', '/inbox').on(Create, () => {
      throw new Error(canary);
    });
    return federation;
  });
  const note = { type: 'Note', content: canary, attributedTo: `https://x.example/${canary}` };
  const activity = {
    '@context': 'https://www.w3.org/ns/activitystreams',
    id: `https://x.example/${canary}`,
    type: 'Create',
    actor: `https://x.example/@${canary}`,
    object: note,
  };
  const bodies = [
    JSON.stringify(activity),
    `{"${canary}`,
    JSON.stringify([canary]),
    JSON.stringify({ ...activity, type: canary }),
  ];
  for (const body of bodies) {
    for (const signed of [
      {},
      { signature: `keyId="http://10.0.0.1/${canary}",headers="date",signature="${canary}"` },
    ]) {
      const headers = { 'content-type': 'application/activity+json', date: new Date().toUTCString(), ...signed };
      for (const federation of federations) {
        const request = new Request('https://ceiba.example/inbox', { method: 'POST', headers, body });
        await federation.fetch(request, { contextData: undefined });
      }
    }
  }
  const events = lines.map((line) => JSON.parse(line).event);
  expect(events).toContain('Failed to process the incoming activity {activityId}: Error');
  expect(new Set(lines.map((line) => JSON.parse(line).source.split('.')[0]))).toEqual(new Set(['fedify']));
  expect(lines.join('')).not.toContain(canary);
});

test('nor through a library that logs objects, errors and words of its own', () => {
  log();
  const logger = getLogger(['fedify', 'vocab']).with({ activity: { content: canary }, actor: canary });
  logger.error('{activity} {actor} {*}', { error: new Error(canary), body: canary, headers: { a: canary } });
  logger.fatal(new Error(canary));
  logger.warn`Actor ${canary}`;
  expect(lines).toHaveLength(3);
  expect(lines.join('')).not.toContain(canary);
});

test('nothing in src prints past the log, except the command line', () => {
  const printing = readSources(['src'])
    .filter(
      ({ path }) =>
        !/^src\/((cli|build)\.ts$|convive\.js$|commands\/|client\/pages\/|platform\/logging\.ts$)/.test(path),
    )
    .filter(({ path, text }) => /console|process\s*\.\s*std/.test(text) && prints(path, text))
    .map(({ path }) => path);
  expect(printing).toEqual([]);
  expect(prints('a.ts', 'console.log(1);')).toBe(true);
  expect(prints('a.ts', 'process.stdout.write("a");')).toBe(true);
});

function prints(path: string, text: string): boolean {
  for (const node of nodesOf(parseSync(path, text).program)) {
    const { object, property } = node as { object?: { name?: string }; property?: { name?: string } };
    if (node.type !== 'MemberExpression') continue;
    if (object?.name === 'console' || (object?.name === 'process' && /^std(out|err)$/.test(property?.name ?? '')))
      return true;
  }
  return false;
}
