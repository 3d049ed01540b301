import { describe, expect, it } from 'vitest';
import { importStatement } from '../../../src/agreements/publishing/import.ts';
import { publishDraft } from '../../../src/agreements/publishing/publish.ts';
import { fetchWithdrawals } from '../../../src/agreements/taken-down.ts';
import { statementOf } from '../../../src/agreements/versions/statements.ts';
import { fetchPending } from '../../../src/agreements/wire/fetch.ts';
import { follow, unfollow } from '../../../src/following/follow.ts';
import { freshNodes } from '../../peers/open-nodes.ts';
import { agreementOf, signBy, takeBack } from '../words.ts';
import { ask, type Found, found, next, publish, saying, titles } from './search-asked.ts';
import { seedSearch } from './seed-search.ts';

const { ceiba, maguey } = await freshNodes('ceiba', 'maguey');

describe('what is found', () => {
  const followed = async () => {
    await follow(maguey.runtime, maguey.people.rosa.member, { actor: ceiba.actor });
    await maguey.drain();
  };
  const arrive = async () => {
    await ceiba.drain();
    await fetchPending(maguey.runtime);
  };

  it('is what is published, in its newest version, and no draft', async () => {
    const { rosa, lu } = ceiba.people;
    const draft = await importStatement(ceiba.runtime, rosa.member, agreementOf(ceiba, saying('Un telar.')));
    await signBy(ceiba, draft, rosa, lu);
    expect(await found(ceiba, 'telar')).toEqual([]);
    const first = await publishDraft(ceiba.runtime, rosa.member, draft.id);
    expect(await found(ceiba, 'telar')).toMatchObject([{ version: 1, series: first.series }]);
    await publish(ceiba, next(first, saying('Una cocina.')));
    expect(await found(ceiba, 'telar')).toEqual([]);
    expect(await found(ceiba, 'cocina')).toMatchObject([{ version: 2, series: first.series }]);
  });

  it('is nothing that was withdrawn', async () => {
    const row = await publish(ceiba, saying('Un telar.'));
    await takeBack(ceiba, row.series, ceiba.people.rosa);
    expect(await found(ceiba, 'telar')).toHaveLength(1);
    await takeBack(ceiba, row.series, ceiba.people.lu);
    expect(await found(ceiba, 'telar')).toEqual([]);
    expect(await ceiba.runtime.db.selectFrom('agreement_words').select('series').execute()).toEqual([]);
  });

  it('is what a followed collective published once it is shown, in its newest version, until they take it back', async () => {
    await followed();
    const first = await publish(ceiba, saying('Un telar.'));
    await ceiba.drain();
    expect(await found(maguey, 'telar')).toEqual([]);
    await fetchPending(maguey.runtime);
    const [one] = await found(maguey, 'telar');
    expect(one).toMatchObject({ peer: ceiba.id, collective: 'ceiba', version: 1 });
    expect(one?.url).toBe(`${maguey.runtime.origin}/partners/${ceiba.id}/agreements/${first.series}?in=es`);
    expect((await maguey.get(new URL(one!.url).pathname, 'text/html')).status).toBe(200);
    await publish(ceiba, next(first, saying('Una cocina.')));
    await arrive();
    expect(await found(maguey, 'telar')).toEqual([]);
    expect(await found(maguey, 'cocina')).toMatchObject([{ version: 2 }]);
    await takeBack(ceiba, first.series);
    await ceiba.drain();
    await fetchWithdrawals(maguey.runtime);
    expect(await found(maguey, 'cocina')).toEqual([]);
    expect(await maguey.runtime.db.selectFrom('agreement_words').select('series').execute()).toEqual([]);
  });

  it('is nothing of a collective that we follow no more, as in the list, until we follow it again', async () => {
    await followed();
    await publish(ceiba, saying('Un telar.'));
    await arrive();
    const [row] = await maguey.runtime.db.selectFrom('follows').select('follow').execute();
    await unfollow(maguey.runtime, maguey.people.rosa.member, row!.follow);
    expect(await found(maguey, 'telar')).toEqual([]);
    await followed();
    expect(await found(maguey, 'telar')).toHaveLength(1);
  });

  it('is nothing that was refused', async () => {
    await followed();
    await publish(ceiba, saying('Un telar.'));
    await ceiba.drain();
    await maguey.runtime.db.updateTable('agreements_received').set({ digest: 'other' }).execute();
    await fetchPending(maguey.runtime);
    expect(await maguey.runtime.db.selectFrom('agreements_received').select('state').execute()).toEqual([
      { state: 'refused' },
    ]);
    expect(await found(maguey, 'telar')).toEqual([]);
  });

  it('is the same at the node that wrote it and at the one that follows it', async () => {
    await followed();
    for (const text of ['Hay telar y radio.', 'Hay radio.', 'Telar, telar y telar.'])
      await publish(ceiba, { ...saying(text), title: { es: text } });
    await arrive();
    for (const q of ['telar', 'radio', 'telar or radio', 'hay -telar'])
      expect(await titles(maguey, q)).toEqual(await titles(ceiba, q));
  });
});

it('answers for a word that is in every one of 10,000 agreements', { timeout: 180_000 }, async () => {
  const row = await publish(ceiba, { ...saying('Hay radio y telar, y una cocina común.'), title: { es: 'Radio' } });
  await seedSearch(
    ceiba.runtime,
    ceiba.id,
    { agreement: statementOf(row), envelope: row.envelope },
    { series: 10_000 },
  );
  const began = performance.now();
  const answer = (await (await ask(ceiba, 'telar')).json()) as { found: Found[]; more: boolean };
  expect(answer).toMatchObject({ more: true });
  expect(answer.found).toHaveLength(20);
  expect(performance.now() - began).toBeLessThan(2000);
  expect(await found(ceiba, 'serie4711 telar')).toHaveLength(1);
});
