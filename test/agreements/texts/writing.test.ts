import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { violence } from '../../../schemas/terms.ts';
import type { Content, Part } from '../../../src/agreements/texts/text.ts';
import { openNodes } from '../../peers/open-nodes.ts';
import { agreementOf, fileOf, publishFile } from '../words.ts';
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

type Seen = {
  id: string;
  series: string | null;
  parts: Part[];
  missing: { part: string; sentence: string }[];
  unsaved: string[];
};
const root = '/agreements/writing';
const begin = async (fields: Record<string, string>, who = rosa): Promise<string> => {
  const { status, place } = await at.ask(who, root, fields);
  expect(status).toBe(303);
  return place;
};
const empty = () => begin({ from: 'empty', language: 'es' });
const see = (place: string, who = rosa) => at.json<Seen>(who, place);
const standing = async (place: string, kind: Content['kind']) =>
  (await see(place)).parts.filter((one) => one.kind === kind && one.content !== null).sort((a, b) => a.place - b.place);
const add = async (place: string, fields: Record<string, string>): Promise<string> => {
  const { status, place: part } = await at.ask(rosa, `${place}/parts`, fields);
  expect(status).toBe(303);
  return part;
};
const verbal = (place: string) => add(place, { kind: 'clause', violence: 'verbal' });
const texts = async () => (await ceiba.runtime.db.selectFrom('texts').select('id').execute()).length;
const rows = async (table: 'text_parts' | 'typed') =>
  (await ceiba.runtime.db.selectFrom(table).selectAll().execute()).length;

describe('beginning a text', () => {
  it.each(['es', 'en'])('from the questions in %s, which stay questions in each clause', async (language) => {
    const place = await begin({ from: 'template', language });
    const { parts, missing, series } = await see(place);
    expect(series).toBeNull();
    const types = parts.flatMap(({ content }) => (content?.kind === 'clause' ? [content.violence] : []));
    expect([...new Set(types)].sort()).toEqual([...violence.options].sort());
    for (const { content } of parts)
      if (content?.kind === 'clause') expect(JSON.stringify(content.text)).toContain('?? ');
    expect(missing.length).toBeGreaterThan(20);
    const { text, headers } = await at.ask(rosa, `${place}?lang=es`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toBe('noindex');
    expect(text).toContain('<title>ceiba</title>');
    expect(text).not.toContain('Llevarlo a la asamblea');
    expect(text).toContain('«Título» todavía hace una pregunta');
  });

  it('from a version of ours, as its next version with the ids kept', async () => {
    const { series, envelope } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    const published = JSON.parse(Buffer.from(JSON.parse(envelope).payload, 'base64url').toString());
    const place = await begin({ from: 'series', series });
    const { parts, missing, ...seen } = await see(place);
    expect(seen.series).toBe(series);
    const clauses = await standing(place, 'clause');
    expect(clauses.map(({ part }) => part)).toEqual(published.clauses.map(({ id }: { id: string }) => id));
    expect((await standing(place, 'belonging')).map(({ part }) => part)).toEqual(
      published.belonging.map(({ id }: { id: string }) => id),
    );
    // Only the day of the next review is to be written.
    expect(missing).toEqual([{ part: 'front', sentence: expect.any(String) }]);
    expect(parts.find(({ kind }) => kind === 'front')?.content).not.toHaveProperty('adopted');
    await at.ask(rosa, `${place}/parts/front`, { revision: '1', reviewBy: '2027-03-14' });
    const page = (await at.ask(rosa, `${place}?lang=en`)).text;
    expect(page).toContain('Nothing is missing');
    expect(page).toContain(`href="${place}/decide?lang=en"`);
    expect(page).toContain('Read the version that stands');
  });

  it('from pasted Markdown with questions; a file that cannot be read names every problem and keeps what was pasted', async () => {
    const file = fileOf('ceiba-v1.es.md');
    const place = await begin({
      from: 'markdown',
      markdown: file.replace(/título: .*/, 'título: "?? ¿Cómo se llama?"'),
    });
    expect((await see(place)).missing).toHaveLength(1);
    const broken = file.replaceAll('postura: no se tolera', 'postura: quizás');
    const before = await texts();
    const { status, text } = await at.ask(rosa, `${root}?lang=es`, { from: 'markdown', markdown: broken });
    expect(status).toBe(400);
    expect(text.match(/Línea \d+:/g)?.length).toBeGreaterThan(3);
    expect(text).toContain('postura: quizás');
    expect(await texts()).toBe(before);
    const json = await at.ask(rosa, root, { from: 'markdown', markdown: broken }, 'application/json');
    expect(JSON.parse(json.text)).toMatchObject({
      code: 'agreement-form',
      problems: expect.arrayContaining([{ line: 47, sentence: expect.stringContaining('fixed words') }]),
    });
  });

  it('keeps the ids of the agreement of ours that a pasted file names, and knows no other', async () => {
    const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    const file = fileOf('ceiba-v1.es.md').replace('---\n', `---\nserie: ${series}\n`);
    const place = await begin({ from: 'markdown', markdown: file });
    const from = await begin({ from: 'series', series });
    expect((await see(place)).series).toBe(series);
    expect((await standing(place, 'clause')).map(({ part }) => part)).toEqual(
      (await standing(from, 'clause')).map(({ part }) => part),
    );
    const other = file.replace(series, 'A'.repeat(22));
    expect((await at.ask(rosa, root, { from: 'markdown', markdown: other })).status).toBe(404);
    expect((await at.ask(rosa, root, { from: 'series', series: 'A'.repeat(22) })).status).toBe(404);
    expect((await at.ask(rosa, root, { from: 'partner', statement: 'A'.repeat(43) })).status).toBe(404);
  });

  it.each([
    [
      'two thousand clauses',
      Array.from({ length: 2000 }, (_, n) => `## other: n${n}\nstance: not decided yet\n`).join('\n'),
    ],
    ['text that turns its order round', '## verbal\nstance: not tolerated\ntext: a\u202eb\n'],
    ['no front at all', ''],
  ])('refuses %s, and stores nothing', async (_, clauses) => {
    const markdown = `${clauses === '' ? '' : '---\ntitle: T\nlanguages: [en]\n---\n'}${clauses}`;
    expect((await at.ask(rosa, root, { from: 'markdown', markdown })).status).toBe(400);
    expect(await texts()).toBe(0);
  });

  it.each([
    ['ten megabytes', `from=markdown&markdown=${'a'.repeat(10 * 1024 * 1024)}`, 413],
    ['half a million characters', `from=markdown&markdown=${'a'.repeat(500_000)}`, 400],
    ['half a lone character', 'from=markdown&markdown=%ED%A0%80', 400],
    ['NUL', 'from=markdown&markdown=a%00b', 400],
    ['a field of nobody', 'from=empty&language=es&more=1', 400],
    ['another beginning', 'from=elsewhere', 400],
    ['no language', 'from=empty&language=%3Cb%3E', 400],
  ])('refuses a body of %s', async (_, body, status) => {
    expect((await at.ask(rosa, root, body)).status).toBe(status);
    expect(await texts()).toBe(0);
  });

  it('stops at a hundred texts', async () => {
    const row = { series: null, created: new Date(), created_by: rosa };
    const many = Array.from({ length: 100 }, (_, n) => ({ ...row, id: `text ${n}` }));
    await ceiba.runtime.db.insertInto('texts').values(many).execute();
    expect((await at.ask(rosa, root, { from: 'empty', language: 'es' })).status).toBe(429);
  });
});

describe('the whole text', () => {
  it('shows every type of violence, with a clause or to be added', async () => {
    const place = await empty();
    const part = await verbal(place);
    const { text } = await at.ask(rosa, `${place}?lang=en`);
    expect(text.match(/name="violence" value="[a-z_]+">Add:/g)).toHaveLength(violence.options.length - 2);
    expect(text).toContain(`href="${part}?lang=en"`);
    expect(text).not.toContain('Add: Verbal violence');
    expect(text).toContain('Not decided yet');
  });

  it('moves a part up and down, and nothing past the ends', async () => {
    const place = await empty();
    const added: string[] = [];
    for (const type of ['verbal', 'sexual', 'digital'])
      added.push(await add(place, { kind: 'clause', violence: type }));
    await add(place, { kind: 'belonging' });
    const order = async () =>
      (await standing(place, 'clause')).map(({ part }) => added.indexOf(`${place}/parts/${part}`));
    await at.ask(rosa, `${added[2]}/move`, { way: 'up' });
    expect(await order()).toEqual([0, 2, 1]);
    await at.ask(rosa, `${added[0]}/move`, { way: 'down' });
    expect(await order()).toEqual([2, 0, 1]);
    expect((await at.ask(rosa, `${added[1]}/move`, { way: 'down' })).status).toBe(303);
    expect((await at.ask(rosa, `${added[2]}/move`, { way: 'up' })).status).toBe(303);
    expect(await order()).toEqual([2, 0, 1]);
    expect((await at.ask(rosa, `${added[1]}/move`, { way: 'sideways' })).status).toBe(400);
    expect((await at.ask(rosa, `${place}/parts/${'A'.repeat(22)}/move`, { way: 'up' })).status).toBe(404);
    // Nobody who edits a part is disturbed by it.
    expect((await at.ask(lu, added[0]!, { revision: '1', 'text.es': 'Sí.' })).status).toBe(303);
  });

  it('takes a part out and puts it back, and keeps each of its wordings', async () => {
    const place = await empty();
    const part = await verbal(place);
    await at.ask(rosa, part, { revision: '1', 'text.es': 'No gritamos.' });
    expect((await at.ask(lu, `${part}/out`, { from: '1' })).status).toBe(409);
    expect((await at.ask(lu, `${part}/out`, { from: '2' })).status).toBe(303);
    expect(await standing(place, 'clause')).toEqual([]);
    const page = (await at.ask(rosa, `${place}?lang=en`)).text;
    expect(page).toContain('Taken out');
    expect((await at.ask(rosa, `${part}?lang=en`)).text).not.toContain('name="press"');
    const then = (await at.ask(rosa, `${part}/revisions/2?lang=en`)).text;
    expect(then).toContain('No gritamos.');
    expect(then).toContain('Put this wording back');
    expect((await at.ask(rosa, `${part}/revisions/3?lang=en`)).text).toContain('It was taken out of the text.');
    expect((await at.ask(rosa, `${part}/revisions/9`)).status).toBe(404);
    expect((await at.ask(rosa, `${part}/back`, { from: '3', revision: '3' })).status).toBe(404);
    expect((await at.ask(rosa, `${part}/back`, { from: '2', revision: '2' })).status).toBe(409);
    expect((await at.ask(rosa, `${part}/back`, { from: '3', revision: '2' })).status).toBe(303);
    expect(await standing(place, 'clause')).toMatchObject([{ revision: 4, content: { text: { es: 'No gritamos.' } } }]);
    expect((await at.ask(rosa, `${place}/parts/front/out`, { from: '1' })).status).toBe(400);
  });

  it('holds two hundred clauses and fifty situations, not one more', async () => {
    const place = await empty();
    const id = place.split('/').at(-1) ?? '';
    const row = { text: id, revision: 1, member: rosa, at: new Date() };
    const filled = (kind: 'clause' | 'belonging', count: number, content: object) =>
      Array.from({ length: count }, (_, n) => ({
        ...{ ...row, kind, place: n + 1, content: JSON.stringify({ kind, ...content }) },
        part: Buffer.from(`${kind} ${n}`.padEnd(16)).toString('base64url'),
      }));
    const [clause] = agreementOf(ceiba).clauses;
    const many = [
      ...filled('clause', 200, clause!),
      ...filled('belonging', 50, { when: {}, measure: {}, wayBack: {} }),
    ];
    await ceiba.runtime.db.insertInto('text_parts').values(many).execute();
    expect((await at.ask(rosa, `${place}/parts`, { kind: 'clause', violence: 'other' })).status).toBe(413);
    expect((await at.ask(rosa, `${place}/parts`, { kind: 'belonging' })).status).toBe(413);
    const first = `${place}/parts/${many[0]?.part}`;
    await at.ask(rosa, `${first}/out`, { from: '1' });
    await add(place, { kind: 'clause', violence: 'other' });
    expect((await at.ask(rosa, `${first}/back`, { from: '2', revision: '1' })).status).toBe(413);
  });

  it('is a file that a new text can begin with', async () => {
    const place = await begin({ from: 'template', language: 'es' });
    await at.ask(rosa, `${place}/parts/front`, { revision: '1', 'title.es': 'Cómo vivimos' });
    const { text, headers } = await at.ask(rosa, `${place}/agreement.md`);
    expect(headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    const again = await begin({ from: 'markdown', markdown: text });
    const contents = async (from: string) =>
      (await see(from)).parts
        .map(({ part, content }) => ({ part, content }))
        .sort((a, b) => (a.part < b.part ? -1 : 1));
    expect(await contents(again)).toEqual(await contents(place));
  });

  it('goes with everything in it when it is thrown away; the record names its id and nothing of it', async () => {
    const place = await empty();
    const part = await verbal(place);
    await at.ask(rosa, part, { revision: '1', 'text.es': 'Lo que nadie de fuera lee.' });
    await at.ask(lu, `${part}/unsaved`, { revision: '2', 'text.es': 'Lo que Lu piensa.' });
    expect(await rows('typed')).toBe(1);
    expect((await at.ask(rosa, `${place}?lang=en`)).text).toContain('It cannot be brought back.');
    expect((await at.ask(rosa, `${place}/throw-away`, { extra: '1' })).status).toBe(400);
    // Lu has written in it too.
    expect((await at.ask(rosa, `${place}/throw-away`, {})).place).toBe(place);
    expect((await at.ask(rosa, `${place}/throw-away`, {})).place).toBe(place);
    expect((await at.ask(lu, `${place}?lang=en`)).text).toContain('One of you asked for it this week.');
    const thrown = (await at.ask(lu, `${place}/throw-away`, {})).place;
    expect(thrown).toBe(`${root}?thrown=1`);
    expect((await at.ask(rosa, `${thrown}&lang=en`)).text).toContain('The text is thrown away.');
    expect((await at.ask(rosa, `${root}?lang=en`)).text).not.toContain('The text is thrown away.');
    expect([await texts(), await rows('text_parts'), await rows('typed')]).toEqual([0, 0, 0]);
    const record = await ceiba.runtime.db.selectFrom('record').selectAll().execute();
    const ours = record.filter((row) => JSON.stringify(row).includes(place.split('/').at(-1)!));
    expect(ours).toHaveLength(4);
    expect(JSON.stringify(record)).not.toMatch(/nadie|piensa|verbal/);
  });
});
