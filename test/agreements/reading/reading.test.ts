import { beforeAll, describe, expect, it } from 'vitest';
import { type PublishedRow, withdrawVersions } from '../../../src/agreements/versions/store.ts';
import { fetchPending } from '../../../src/agreements/wire/fetch.ts';
import { follow } from '../../../src/following/follow.ts';
import { openNodes } from '../../peers/open-nodes.ts';
import { fileOf, publishFile } from '../words.ts';

const { ceiba, maguey } = await openNodes('ceiba', 'maguey');
let first: PublishedRow;
beforeAll(async () => {
  await follow(maguey.runtime, maguey.people.rosa.member, { actor: ceiba.actor });
  await maguey.drain();
  first = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  await publishFile(ceiba, fileOf('ceiba-v2.es.md'), first.series);
  await ceiba.drain();
  await fetchPending(maguey.runtime);
});
const anchors = (html: string) => [...html.matchAll(/id="(clause-[^"]+)"/g)].map(([, id]) => id);

describe('what changed between two versions', () => {
  it('is one page at our node and at those who follow, in either order of the numbers, with a tag to ask again', async () => {
    const own = `/agreements/${first.series}/changes/1..2`;
    const theirs = `/partners/${ceiba.id}${own}`;
    for (const [node, path] of [
      [ceiba, own],
      [ceiba, own.replace('1..2', '2..1')],
      [maguey, theirs],
    ] as const) {
      const answer = await node.get(`${path}?lang=en`, 'text/html');
      const html = await answer.text();
      expect(answer.status).toBe(200);
      expect(html).toContain('from version 1 to version 2');
      expect(html).toContain('1 point changed.');
      expect(anchors(html)).toHaveLength(1);
      expect(answer.headers.get('etag')).toMatch(/^"/);
    }
    const json = (await (await ceiba.get(own, 'application/json')).json()) as { clauses: unknown[] };
    expect(json.clauses).toHaveLength(1);
  });

  it('keeps the same anchors for the same clauses', async () => {
    const page = async (version: number) =>
      anchors(await (await ceiba.get(`/agreements/${first.series}/versions/${version}`, 'text/html')).text());
    expect(await page(1)).toHaveLength(11);
    expect((await page(2)).toSorted()).toEqual((await page(1)).toSorted());
  });

  it.each(['1..3', '0..1', '1', '1..', '1...2', '1..2..3', 'a..b', '1..9999999'])(
    'is not found as %s',
    async (pair) => {
      expect((await ceiba.get(`/agreements/${first.series}/changes/${pair}`, 'text/html')).status).toBe(404);
    },
  );
});

describe('feeds and calendar', () => {
  it.each([
    ['/agreements/feed.atom', 'application/atom+xml; charset=utf-8'],
    ['/agreements/feed.json', 'application/feed+json; charset=utf-8'],
    ['/agreements/reviews.ics', 'text/calendar; charset=utf-8'],
  ])('%s has its own type, a tag, and answers 304 to who has it already', async (path, type) => {
    const answer = await ceiba.get(path, '*/*');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    const tag = answer.headers.get('etag')!;
    const again = await ceiba.get(path, '*/*', { 'if-none-match': tag });
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, tag, '']);
    expect((await ceiba.get(`${path}?lang=en`, '*/*')).headers.get('etag')).not.toBe(tag);
  });

  it('say what was adopted and what changed, in the language of the collective unless another is asked for', async () => {
    const feed = async (query = '') =>
      (await (await ceiba.get(`/agreements/feed.json${query}`, '*/*')).json()) as {
        title: string;
        items: { id: string; title: string; content_html: string }[];
      };
    const spanish = await feed();
    expect(spanish.title).toBe('ceiba: acuerdos');
    expect(spanish.items.map(({ title }) => title)).toEqual([
      'Cambió: Acuerdo de convivencia de Ceiba, versión 2',
      'Adoptado: Acuerdo de convivencia de Ceiba',
    ]);
    expect(spanish.items[0]?.content_html).toContain('<li>Control coercitivo: No se tolera</li>');
    expect(spanish.items[0]?.content_html).toContain(`/agreements/${first.series}/changes/1..2`);
    expect((await feed('?lang=en')).items[0]?.title).toBe('Changed: Acuerdo de convivencia de Ceiba, version 2');
    const calendar = await (await ceiba.get('/agreements/reviews.ics', '*/*')).text();
    expect(calendar).toContain('DTSTART;VALUE=DATE:20270919');
  });

  it('keep no word of what was withdrawn, and carry nothing of a partner', async () => {
    const gone = await publishFile(ceiba, fileOf('maguey-v1.es.md'));
    const path = '/agreements/feed.atom';
    expect(await (await ceiba.get(path, '*/*')).text()).toContain('Maguey');
    await ceiba.runtime.db.transaction().execute((tx) => withdrawVersions(tx, gone.series, new Date()));
    const feed = await (await ceiba.get(path, '*/*')).text();
    expect(feed).toContain('Se retiró un acuerdo');
    expect(feed).not.toContain('Maguey');
    expect(await (await ceiba.get('/agreements/reviews.ics', '*/*')).text()).not.toContain('Maguey');
    expect(await (await maguey.get(path, '*/*')).text()).not.toContain('Ceiba');
  });

  it('are found from the pages', async () => {
    for (const path of ['/', '/agreements', `/agreements/${first.series}`]) {
      const html = await (await ceiba.get(`${path}?lang=es`, 'text/html')).text();
      expect(html).toContain('type="application/atom+xml" title');
      expect(html).toContain('href="/agreements/feed.json?lang=es"');
    }
  });
});

describe('the comparison of collectives', () => {
  it('has ours and those we follow, says which words were not compared, and leads to both texts', async () => {
    await publishFile(maguey, fileOf('maguey-v1.es.md'));
    const html = await (await maguey.get('/agreements/compare?lang=en', 'text/html')).text();
    expect(html).toContain('words not compared with them yet');
    expect(html).toContain('The stance differs on: ');
    const sides = await (await maguey.get('/agreements/compare/economic?lang=en', 'text/html')).text();
    expect(sides).toContain('Differs from maguey in: the stance');
    const pair = (await (await maguey.get(`/agreements/compare?with=${ceiba.id}`, 'application/json')).json()) as {
      collectives: { peer: string | null; compared: boolean }[];
      rows: unknown[];
    };
    expect(pair.collectives.map(({ peer, compared }) => [peer, compared])).toEqual([
      [null, true],
      [ceiba.id, false],
    ]);
    expect(pair.rows.length).toBeGreaterThan(10);
  });

  it.each([`/agreements/compare?with=${'A'.repeat(43)}`, '/agreements/compare?with=x', '/agreements/compare/murder'])(
    'is not found as %s',
    async (path) => {
      expect((await maguey.get(path, 'text/html')).status).toBe(404);
    },
  );
});
