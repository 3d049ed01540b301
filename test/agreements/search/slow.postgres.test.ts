import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openNode } from '../../peers/nodes.ts';
import { ask, found, publish, saying } from './search-asked.ts';

it('is given up after two seconds, and says that the node cannot answer right now', async () => {
  await using ceiba = await openNode('ceiba', new Map());
  await publish(ceiba, saying('Hay radio.'));
  await ceiba.runtime.db.transaction().execute(async (tx) => {
    await sql`lock table agreement_words in access exclusive mode`.execute(tx);
    const began = performance.now();
    const answer = await ask(ceiba, 'radio');
    expect([answer.status, await answer.json()]).toEqual([503, { code: 'database' }]);
    expect(performance.now() - began).toBeLessThan(4000);
  });
  expect(await found(ceiba, 'radio')).toHaveLength(1);
});
