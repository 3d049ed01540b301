import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { migrations } from '../../../migrations/index.ts';
import { importStatement } from '../../../src/agreements/publishing/import.ts';
import { publishDraft } from '../../../src/agreements/publishing/publish.ts';
import { readUnread } from '../../../src/agreements/search/reindex.ts';
import { statementOf } from '../../../src/agreements/versions/statements.ts';
import { fetchPending } from '../../../src/agreements/wire/fetch.ts';
import { adopt } from '../../../src/commands/scripted-steps.ts';
import { follow } from '../../../src/following/follow.ts';
import type { Node } from '../../peers/nodes.ts';
import { openNodes } from '../../peers/open-nodes.ts';
import { agreementText } from '../../support/trust.ts';
import { eventually, found } from '../../support/world.ts';
import { agreementOf, fileOf, publishFile, signBy } from '../words.ts';

/* A node that published before its agreements could be looked up finds them after its next start. */

const { ceiba, maguey } = await openNodes('ceiba', 'maguey');
beforeAll(async () => {
  await follow(maguey.runtime, maguey.people.rosa.member, { actor: ceiba.actor });
  await maguey.drain();
});

/** What the migration finds in a database that never had the table. */
async function migrateAgain(node: Node): Promise<void> {
  const { db } = node.runtime;
  await sql`drop table agreement_words`.execute(db);
  for (const index of ['agreements_received_statement', 'agreements_published', 'agreements_gone'])
    await sql`drop index ${sql.id(index)}`.execute(db);
  for (const name of ['0011-agreement-words', '0012-newest-versions']) await migrations[name]!.up(db);
}

const versions = async (node: Node, q: string) => {
  const answer = await node.get(`/agreements/search?q=${q}`, 'application/json');
  const { found } = (await answer.json()) as { found: { version: number; peer: string | null }[] };
  return found.map(({ version, peer }) => [peer === null ? 'ours' : 'theirs', version]);
};

it('reads the newest version of each series that stands, ours and theirs, once', async () => {
  const first = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  await publishFile(ceiba, fileOf('ceiba-v2.es.md'), first.series);
  const gone = await publishFile(ceiba, fileOf('maguey-v1.es.md'));
  await publishFile(maguey, fileOf('maguey-v1.es.md'));
  await ceiba.drain();
  await fetchPending(maguey.runtime);
  await ceiba.runtime.db
    .updateTable('agreements')
    .set({ withdrawn: new Date() })
    .where('series', '=', gone.series)
    .execute();
  for (const node of [ceiba, maguey]) {
    await migrateAgain(node);
    expect(await versions(node, 'cuidado')).toEqual([]);
    // Two nodes of one database, or a second round while the first still works.
    await Promise.all([readUnread(node.runtime), readUnread(node.runtime)]);
  }
  expect(await versions(ceiba, 'cuidado')).toEqual([['ours', 2]]);
  expect((await versions(maguey, 'cuidado')).toSorted()).toEqual([
    ['ours', 1],
    ['theirs', 1],
    ['theirs', 2],
  ]);
  const before = await ceiba.runtime.db.selectFrom('agreement_words').selectAll().execute();
  await readUnread(ceiba.runtime);
  expect(await ceiba.runtime.db.selectFrom('agreement_words').selectAll().execute()).toEqual(before);
  expect(before.every(({ words }) => words !== null)).toBe(true);
});

it('is not left at the older version when one is published meanwhile', async () => {
  const { rosa, lu } = ceiba.people;
  const { runtime } = ceiba;
  for (let round = 0; round < 5; round++) {
    const draft = await importStatement(runtime, rosa.member, agreementOf(ceiba));
    await signBy(ceiba, draft, rosa, lu);
    const row = await publishDraft(runtime, rosa.member, draft.id);
    const second = { ...statementOf(row), version: 2, prev: row.id, issuedAt: agreementOf(ceiba).issuedAt };
    const next = await importStatement(runtime, rosa.member, second);
    await signBy(ceiba, next, rosa, lu);
    await runtime.db.updateTable('agreement_words').set({ words: null }).where('series', '=', row.series).execute();
    await Promise.all([readUnread(runtime), publishDraft(runtime, rosa.member, next.id), readUnread(runtime)]);
    const rows = runtime.db.selectFrom('agreement_words').select('statement').where('series', '=', row.series);
    expect(await rows.execute()).toEqual([{ statement: next.id }]);
  }
});

it('is done by a node at its start', { timeout: 180_000 }, async () => {
  await using collective = await found('Ceiba');
  await adopt(collective, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
  const look = async () => {
    const answer = await fetch(`${collective.origin}/agreements/search?q=cuidado`, {
      headers: { accept: 'application/json' },
    });
    return ((await answer.json()) as { found: unknown[] }).found.length;
  };
  expect(await look()).toBe(1);
  const { runtime } = collective.node!.app;
  await runtime.db.updateTable('agreement_words').set({ words: null, title_words: null, language: '' }).execute();
  expect(await look()).toBe(0);
  await collective.stop();
  await collective.start();
  await eventually(look, (count) => count === 1);
});
