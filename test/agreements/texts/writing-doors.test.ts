import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openNodes } from '../../peers/open-nodes.ts';
import { membersAt } from './members-at.ts';

const { ceiba } = await openNodes('ceiba');
let at: ReturnType<typeof membersAt>;
let rosa: string;
let lu: string;
beforeAll(async () => {
  at = membersAt(ceiba);
  rosa = ceiba.people.rosa.member;
  lu = ceiba.people.lu.member;
});
beforeEach(async () => {
  await ceiba.runtime.db.deleteFrom('texts').execute();
  await ceiba.reset();
});

const root = '/agreements/writing';
const begin = async (fields: Record<string, string>, who = rosa): Promise<string> => {
  const { status, place } = await at.ask(who, root, fields);
  expect(status).toBe(303);
  return place;
};
const empty = () => begin({ from: 'empty', language: 'es' });
const add = async (place: string, fields: Record<string, string>): Promise<string> => {
  const { status, place: part } = await at.ask(rosa, `${place}/parts`, fields);
  expect(status).toBe(303);
  return part;
};
const verbal = (place: string) => add(place, { kind: 'clause', violence: 'verbal' });
const texts = async () => (await ceiba.runtime.db.selectFrom('texts').select('id').execute()).length;
describe('who reads a text that is being written', () => {
  const paths = ['', '/parts/front', '/agreement.md', '/parts/front/revisions/1'];
  const posts: [string, Record<string, string>][] = [
    ['/parts', { kind: 'belonging' }],
    ['/parts/front', { revision: '1' }],
    ['/parts/front/unsaved', { revision: '1' }],
    ['/parts/front/unsaved/drop', {}],
    ['/parts/front/out', { from: '1' }],
    ['/parts/front/back', { from: '1', revision: '1' }],
    ['/parts/front/take', { statement: 'A'.repeat(43), clause: 'A'.repeat(22) }],
    ['/parts/AAAAAAAAAAAAAAAAAAAAAA/move', { way: 'up' }],
    ['/let-go', { statement: 'A'.repeat(43) }],
    ['/throw-away', {}],
  ];

  it('is a member; nobody else learns whether it exists', async () => {
    const place = await empty();
    const none = `${root}/${'A'.repeat(22)}`;
    expect((await at.ask(null, root)).status).toBe(401);
    expect((await at.ask(null, root, { from: 'empty', language: 'es' })).status).toBe(401);
    for (const path of paths)
      for (const one of [place, none]) {
        const { status, text } = await at.ask(null, one + path);
        expect([path, status, text.includes(one)]).toEqual([path, 401, false]);
      }
    for (const [path, body] of posts) {
      expect([path, (await at.ask(null, place + path, body)).status]).toEqual([path, 401]);
      expect([path, (await at.ask(rosa, none + path, body)).status]).toEqual([path, path.endsWith('drop') ? 303 : 404]);
    }
    for (const path of paths) expect((await at.ask(rosa, none + path)).status).toBe(404);
    for (const path of ['/parts/elsewhere', '/parts/front/revisions/0', '/parts/front/revisions/x'])
      expect((await at.ask(rosa, place + path)).status).toBe(404);
    expect(await texts()).toBe(1);
  });

  it('whose session ended while they wrote has all of it back, to save it once they came in again', async () => {
    const part = await add(await empty(), { kind: 'clause', violence: 'verbal' });
    const typed = { revision: '1', stance: 'not_tolerated', axes: ['class', 'gender'], 'text.es': 'Un <rato>\nlargo' };
    const from = (site: string, path = part, accept = 'text/html') =>
      at.ask(null, `${path}?lang=en`, typed, accept, { 'sec-fetch-site': site });
    const { status, text, headers } = await from('same-origin');
    expect([status, headers.get('cache-control')]).toEqual([401, 'no-store']);
    expect(text).toContain('Your session has ended');
    expect(text).toContain('\nUn &lt;rato&gt;\r\nlargo</textarea>'.replace('\r', ''));
    for (const value of ['not_tolerated', 'class', 'gender', '1']) expect(text).toContain(`value="${value}"`);
    expect(text).toContain('<form method="post" action=""');
    // So it is with a text that does not exist, and nothing of what another site or a program sends.
    const none = part.replace(/writing\/[\w-]{22}/, `writing/${'A'.repeat(22)}`);
    expect((await from('same-origin', none)).text.replaceAll('A'.repeat(22), '')).toBe(
      text.replaceAll(part.split('/')[3] ?? '', ''),
    );
    for (const other of [
      await from('cross-site'),
      await from('none'),
      await from('same-origin', part, 'application/json'),
    ])
      expect([other.status, other.text.includes('rato')]).toEqual([401, false]);
    expect((await at.ask(rosa, part, typed)).status).toBe(303);
  });

  it('has what they typed back when somebody threw the text away', async () => {
    const place = await empty();
    const part = await add(place, { kind: 'clause', violence: 'verbal' });
    for (const who of [rosa, lu]) await at.ask(who, `${place}/throw-away`, {});
    const { status, text } = await at.ask(rosa, `${part}?lang=en`, { revision: '1', 'text.es': 'Lo que escribí' });
    expect(status).toBe(404);
    expect(text).toContain('This is no longer here');
    expect(text).toContain('\nLo que escribí</textarea>');
    expect(text).not.toContain('type="submit"');
  });

  it('lists the texts, the one saved last first', async () => {
    const older = await empty();
    const newer = await empty();
    ceiba.ahead.ms = 60_000;
    await at.ask(rosa, `${older}/parts/front`, { revision: '1', 'title.es': 'Primero' });
    await verbal(older);
    const { texts: list } = await at.json<{ texts: { id: string; clauses: number }[] }>(lu, root);
    expect(list.map(({ id, clauses }) => [`${root}/${id}`, clauses])).toEqual([
      [older, 1],
      [newer, 0],
    ]);
    const { text } = await at.ask(lu, `${root}?lang=en`);
    expect(text.indexOf('Primero')).toBeLessThan(text.indexOf('A text without a title yet'));
  });
});
