import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Agreement } from '../../../schemas/agreement.ts';
import { importStatement } from '../../../src/agreements/publishing/import.ts';
import { publishDraft } from '../../../src/agreements/publishing/publish.ts';
import { wholeText } from '../../../src/agreements/texts/complete.ts';
import type { Part } from '../../../src/agreements/texts/text.ts';
import { nextVersion } from '../../../src/agreements/versions/rules.ts';
import { fetchPending } from '../../../src/agreements/wire/fetch.ts';
import { follow } from '../../../src/following/follow.ts';
import { i18nFor } from '../../../src/platform/i18n.ts';
import { randomId } from '../../../src/protocol/encoding.ts';
import type { Node } from '../../peers/nodes.ts';
import { openNodes } from '../../peers/open-nodes.ts';
import { fileOf, publishFile, signBy } from '../words.ts';
import { membersAt } from './members-at.ts';

const { ceiba, maguey, hawthorn } = await openNodes('ceiba', 'maguey', 'hawthorn');
let at: ReturnType<typeof membersAt>;
let rosa: string;
/** What Ceiba published, as Maguey shows it. */
let theirs: { statement: string; sexual: string; text: string };
beforeAll(async () => {
  at = membersAt(maguey);
  rosa = maguey.people.rosa.member;
});
beforeEach(async () => {
  for (const node of [ceiba, maguey, hawthorn]) {
    await node.runtime.db.deleteFrom('texts').execute();
    await node.reset();
  }
  const { id, envelope } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  await shown(ceiba);
  const { clauses } = JSON.parse(Buffer.from(JSON.parse(envelope).payload, 'base64url').toString()) as Agreement;
  const clause = clauses.find(({ violence }) => violence === 'sexual');
  theirs = { statement: id, sexual: clause?.id ?? '', text: clause?.text.es?.split('\n')[0] ?? '' };
});

/** Maguey follows a collective and fetches what stands there. */
async function shown(node: Node): Promise<void> {
  await follow(maguey.runtime, maguey.people.rosa.member, { actor: node.actor });
  for (let round = 0; round < 3; round += 1) {
    await maguey.drain();
    await node.drain();
    await fetchPending(maguey.runtime);
  }
}

const begin = async (fields: Record<string, string>) => (await at.ask(rosa, '/agreements/writing', fields)).place;
const add = async (place: string, violence: string) =>
  (await at.ask(rosa, `${place}/parts`, { kind: 'clause', violence })).place;
const take = (part: string, clause = theirs.sexual, statement = theirs.statement) =>
  at.ask(rosa, `${part}/take`, { statement, clause });
const parts = async (place: string) => (await at.json<{ parts: Part[] }>(rosa, place)).parts;
const clauses = async (place: string) =>
  (await parts(place))
    .filter(({ kind, content }) => kind === 'clause' && content !== null)
    .sort((a, b) => a.place - b.place)
    .map(({ part }) => part);
const front = async (place: string) => (await parts(place)).find(({ kind }) => kind === 'front')?.content;
/** A text's id in the middle of its address. */
const idOf = (place: string) => place.split('/')[3] ?? '';

/** Adopts a whole text, signs and publishes it. */
async function publish(place: string) {
  const whole = await wholeText(maguey.runtime, idOf(place), i18nFor('en'));
  if (!whole.ok) throw new Error(JSON.stringify(whole.problems));
  const adopted = { body: 'Asamblea', method: 'consent_round' as const, at: '2026-03-14' };
  const { people } = maguey;
  const where = { issuer: maguey.id, series: whole.agreement.series ?? randomId(), newest: null };
  const statement = nextVersion({ ...whole.agreement, adopted }, where, new Date());
  const draft = await importStatement(maguey.runtime, rosa, statement);
  await signBy(maguey, draft, people.rosa, people.lu);
  return publishDraft(maguey.runtime, rosa, draft.id);
}

describe("partners' clauses as examples", () => {
  it('stand under the form with credit, those about the same', async () => {
    const part = await add(await begin({ from: 'empty', language: 'es' }), 'sexual');
    const { text } = await at.ask(rosa, `${part}?lang=en`);
    expect(text).toContain('What partner collectives say');
    expect(text).toContain(theirs.text.slice(0, 20));
    expect(text).toContain('<bdi>ceiba</bdi></h3>');
    expect(text).toMatch(
      new RegExp(`href="/partners/${ceiba.id}/agreements/[^"]+/versions/1\\?lang=en#clause-${theirs.sexual}"`),
    );
    expect(text).toContain(', version 1');
    expect(text).toContain('Start from this');
    // What the template asks stands beside the field.
    expect(text).toContain('What is a yes for us');
    const other = await add(part.replace(/\/parts.*/, ''), 'reprisal_for_speaking');
    expect((await at.ask(rosa, `${other}?lang=en`)).text).not.toContain(theirs.text.slice(0, 20));
  });

  it('are taken over in place of an empty clause, and the published page gives credit', async () => {
    const place = await begin({ from: 'empty', language: 'es' });
    const [before, part, after] = [await add(place, 'verbal'), await add(place, 'sexual'), await add(place, 'digital')];
    const { status, place: to } = await take(part);
    expect([status, to]).toEqual([303, `${place}/parts/${theirs.sexual}`]);
    const ids = [before, part, after].map((one) => one.split('/').at(-1));
    expect(await clauses(place)).toEqual([ids[0], theirs.sexual, ids[2]]);
    expect(await front(place)).toMatchObject({ adaptedFrom: [{ agreement: theirs.statement, issuer: ceiba.id }] });
    expect((await at.ask(rosa, `${to}?lang=en`)).text).toContain('This clause is in your text already.');
    expect((await take(part)).status).toBe(409);

    await at.ask(rosa, to, { revision: '1', 'text.es': 'Un sí se dice, y se puede retirar.', stance: 'not_tolerated' });
    for (const one of [before, after])
      await at.ask(rosa, one, { revision: '1', stance: 'not_tolerated', 'text.es': 'No.' });
    const { revision } = (await parts(place)).find(({ kind }) => kind === 'front')!;
    await at.ask(rosa, `${place}/parts/front`, {
      revision: String(revision),
      'title.es': 'Cómo vivimos',
      'summary.es': 'Lo nuestro.',
      'protects.es': 'A todas',
      reviewBy: '2027-03-14',
    });
    const { series } = await publish(place);
    const page = await (await maguey.get(`/agreements/${series}?lang=en`, 'text/html')).text();
    expect(page).toContain('Un sí se dice');
    expect(page).toContain('Adapted from a point of ceiba');
    expect(page).toMatch(
      new RegExp(`href="/partners/${ceiba.id}/agreements/[^"]+/versions/1\\?lang=en#clause-${theirs.sexual}"`),
    );
    expect(page.match(/Adapted from a point of/g)).toHaveLength(1);
  });

  it('stand beside a clause in which somebody wrote, or is writing', async () => {
    const place = await begin({ from: 'empty', language: 'es' });
    const part = await add(place, 'sexual');
    await at.ask(rosa, part, { revision: '1', 'text.es': '?? ¿Qué es un sí para nosotras?\nUn sí se dice.' });
    const last = await add(place, 'digital');
    await take(part);
    const ids = [part, last].map((one) => one.split('/').at(-1));
    expect(await clauses(place)).toEqual([ids[0], theirs.sexual, ids[1]]);

    const second = await begin({ from: 'empty', language: 'es' });
    const typing = await add(second, 'sexual');
    await at.ask(rosa, `${typing}/unsaved`, { revision: '1', 'text.es': 'A medias' });
    await take(typing);
    expect(await clauses(second)).toHaveLength(2);
    const third = await begin({ from: 'template', language: 'es' });
    const asked = (await parts(third)).find(
      ({ content }) => content?.kind === 'clause' && content.violence === 'sexual',
    );
    await take(`${third}/parts/${asked?.part}`);
    expect(await clauses(third)).not.toContain(asked?.part);
    expect(await clauses(third)).toContain(theirs.sexual);
  });

  it('ask in our other language what they do not say in it', async () => {
    const place = await begin({ from: 'empty', language: 'es' });
    await at.ask(rosa, `${place}/parts/front`, { revision: '1', languages: 'es nah' });
    const { place: to } = await take(await add(place, 'sexual'));
    const taken = (await parts(place)).find(({ part }) => to.endsWith(part))?.content;
    expect(taken).toMatchObject({
      text: { es: expect.not.stringContaining('??'), nah: expect.stringMatching(/^\?\? /) },
    });
  });

  it('can be let go of once none of them is left, and then others can be taken', async () => {
    const place = await begin({ from: 'empty', language: 'es' });
    const { place: to } = await take(await add(place, 'sexual'));
    expect((await at.ask(rosa, `${place}?lang=en`)).text).not.toContain('let go of this origin');
    expect((await at.ask(rosa, `${place}/let-go`, { statement: theirs.statement })).status).toBe(409);
    await at.ask(rosa, `${to}/out`, { from: '1' });
    expect((await at.ask(rosa, `${place}?lang=en`)).text).toContain('let go of this origin');
    expect((await at.ask(rosa, `${place}/let-go`, { statement: theirs.statement })).status).toBe(303);
    expect(await front(place)).toMatchObject({ adaptedFrom: [] });
    expect((await at.ask(rosa, `${place}/let-go`, { statement: theirs.statement })).status).toBe(404);
    // Taken again, it comes back as it was published.
    await take(await add(place, 'sexual'));
    expect((await parts(place)).find(({ part }) => to.endsWith(part))).toMatchObject({ revision: 3 });
  });

  it('of a second collective are taken over too; each is named as an origin and let go of by itself', async () => {
    await publishFile(hawthorn, fileOf('hawthorn-v1.en.md'));
    await shown(hawthorn);
    const place = await begin({ from: 'empty', language: 'es' });
    await take(await add(place, 'sexual'));
    const part = await add(place, 'physical');
    const { text } = await at.ask(rosa, `${part}?lang=en`);
    const own = text.slice(text.indexOf('<bdi>hawthorn</bdi></h3>'));
    expect(text).toContain('<bdi>hawthorn</bdi></h3>');
    const statement =
      (await maguey.runtime.db.selectFrom('agreements_received').select(['statement', 'peer']).execute()).find(
        ({ peer }) => peer === hawthorn.id,
      )?.statement ?? '';
    const [clause] = own.match(/(?<=#clause-)[\w-]{22}/) ?? [''];
    const before = await parts(place);
    expect((await take(part, 'A'.repeat(22))).status).toBe(404);
    expect((await take(part, clause, 'A'.repeat(43))).status).toBe(404);
    expect(await parts(place)).toEqual(before);

    const { place: to } = await take(part, clause, statement);
    const [ceibas, hawthorns] = [
      { agreement: theirs.statement, issuer: ceiba.id },
      { agreement: statement, issuer: hawthorn.id },
    ];
    expect(await front(place)).toMatchObject({ adaptedFrom: [ceibas, hawthorns] });
    expect((await at.ask(rosa, `${place}/let-go`, { statement })).status).toBe(409);
    await at.ask(rosa, `${to}/out`, { from: '1' });
    expect((await at.ask(rosa, `${place}/let-go`, { statement })).status).toBe(303);
    expect(await front(place)).toMatchObject({ adaptedFrom: [ceibas] });
  });
});

describe("a partner's whole agreement", () => {
  it('is a text of ours with its lineage, and asks what its name and next review are', async () => {
    const list = (await at.ask(rosa, '/agreements/writing?lang=en')).text;
    expect(list).toContain(`<option value="${theirs.statement}"`);
    const place = await begin({ from: 'partner', statement: theirs.statement });
    expect(await clauses(place)).toContain(theirs.sexual);
    expect(await front(place)).toMatchObject({
      adaptedFrom: [{ agreement: theirs.statement, issuer: ceiba.id }],
      title: { es: expect.stringMatching(/^\?\? /) },
      reviewBy: '',
    });
    const { text } = await at.ask(rosa, `${place}?lang=en`);
    expect(text).toContain('Adapted from');
    expect(text).toContain(' · ceiba</a>');
    await at.ask(rosa, `${place}/parts/front`, { revision: '1', 'title.es': 'Nuestro', reviewBy: '2027-03-14' });
    const { series } = await publish(place);
    const page = await (await maguey.get(`/agreements/${series}?lang=en`, 'text/html')).text();
    expect(page.match(/Adapted from a point of ceiba/g)?.length).toBeGreaterThan(5);
  });
});

describe('what is public', () => {
  it('holds nothing of a text: no list, feed, search or export', async () => {
    const place = await begin({ from: 'empty', language: 'es' });
    const secret = 'Palabrasecreta';
    await at.ask(rosa, `${place}/parts/front`, { revision: '1', 'title.es': secret, 'summary.es': secret });
    const part = await add(place, 'sexual');
    await at.ask(rosa, part, { revision: '1', 'text.es': `${secret} guardamos` });
    await at.ask(rosa, `${part}/unsaved`, { revision: '2', 'text.es': `${secret} más` });
    const paths = ['/', '/agreements', '/agreements/feed.atom', '/agreements/feed.json', '/agreements/compare'];
    for (const path of [
      ...paths,
      '/agreements/compare/sexual',
      `/agreements/search?q=guardamos`,
      '/outbox',
      '/actor',
    ]) {
      const answer = await maguey.get(path, 'text/html');
      const said = (await answer.text()).replace(/value="[^"]*"/g, '');
      expect([path, said.includes(secret), said.includes(idOf(place))]).toEqual([path, false, false]);
    }
  });
});
