import { beforeEach, describe, expect, it } from 'vitest';
import { fetchAcknowledgements } from '../../../src/agreements/acknowledgements/fetch.ts';
import { pullingAcknowledgements } from '../../../src/agreements/acknowledgements/pull.ts';
import { acknowledge } from '../../../src/agreements/acknowledgements/sign.ts';
import { fetchWithdrawals } from '../../../src/agreements/taken-down.ts';
import { fetchPending } from '../../../src/agreements/wire/fetch.ts';
import { follow } from '../../../src/following/follow.ts';
import { addPeer } from '../../../src/peers/add.ts';
import { timeOf } from '../../../src/protocol/encoding.ts';
import { draftEnvelope } from '../../../src/protocol/envelope.ts';
import { freshNodes } from '../../peers/open-nodes.ts';
import { signedBy } from '../../protocol/cast.ts';
import { fileOf, publishFile, takeBack } from '../words.ts';

/* Maguey says something of Ceiba's agreement before Ceiba knows Maguey. */

const { ceiba, maguey, network } = await freshNodes('ceiba', 'maguey');
let id: string;
let series: string;
let pull: () => Promise<void>;
beforeEach(async () => {
  pull = pullingAcknowledgements(ceiba.runtime);
  await follow(maguey.runtime, maguey.people.rosa.member, { actor: ceiba.actor });
  await maguey.drain();
  ({ id, series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md')));
  await ceiba.drain();
  await fetchPending(maguey.runtime);
});

async function says(at = new Date()): Promise<void> {
  const statement = { agreement: id, issuer: maguey.id, stance: 'compatible' as const, clauses: [], at: timeOf(at) };
  const draft = draftEnvelope('acknowledgement', { type: 'acknowledgement', ...statement });
  for (const one of [maguey.people.rosa, maguey.people.lu])
    await acknowledge(maguey.runtime, one.member, signedBy(draft, one));
  await maguey.drain();
}
const pin = () => addPeer(ceiba.runtime, ceiba.people.rosa.member, maguey.actor);
const catchUp = async () => {
  await pull();
  await fetchAcknowledgements(ceiba.runtime);
};
const hour = () => {
  ceiba.ahead.ms += 3_600_000;
};
const kept = () => ceiba.runtime.db.selectFrom('acknowledgements').select(['issuer', 'agreement']).execute();
const pending = () => ceiba.runtime.db.selectFrom('acknowledgements_pending').select('url').execute();
const lists = () => ceiba.asked.filter((url) => url.includes('/acknowledgements?of='));
const list = async (of: string) =>
  (await (await maguey.get(`/acknowledgements?of=${of}`, 'application/json')).json()).acknowledgements;

describe('what a collective said before we knew it', () => {
  it('is refused when it is announced, and arrives once we have pinned that collective', async () => {
    await says();
    const [row] = await maguey.runtime.db
      .selectFrom('deliveries')
      .selectAll()
      .where('kind', '=', 'acknowledgement')
      .execute();
    expect(row).toMatchObject({ state: 'failed', answer: '403 unknown-issuer' });
    await catchUp();
    expect([await kept(), await pending(), lists()]).toEqual([[], [], []]);
    await pin();
    await catchUp();
    expect(await kept()).toEqual([{ issuer: maguey.id, agreement: id }]);
    expect(await pending()).toEqual([]);
    const page = await ceiba.get(`/agreements/${series}`, 'application/json');
    expect((await page.json()).acknowledgements).toMatchObject([{ name: 'maguey', stance: 'compatible' }]);
  });

  it('arrives too where the announcement was lost, is asked for once an hour, and what is known is not fetched again', async () => {
    await pin();
    await says();
    await fetchAcknowledgements(ceiba.runtime);
    await ceiba.runtime.db.deleteFrom('acknowledgements').execute();
    await catchUp();
    expect(await kept()).toHaveLength(1);
    await catchUp();
    expect(lists()).toHaveLength(1);
    ceiba.asked.length = 0;
    hour();
    await catchUp();
    expect(ceiba.asked).toEqual(lists());
    expect(lists()).toHaveLength(1);
  });

  it('is the newest word: an older one is not listed any more', async () => {
    await says(new Date(Date.now() - 60_000));
    await says();
    expect(await list(ceiba.id)).toHaveLength(1);
    await pin();
    await catchUp();
    expect(await kept()).toHaveLength(1);
  });

  it('is told of one collective’s agreements alone, and goes with them', async () => {
    await says();
    expect(await list(ceiba.id)).toMatchObject([{ agreement: id }]);
    expect(await list(maguey.id)).toEqual([]);
    expect((await maguey.get('/acknowledgements', 'application/json')).status).toBe(404);
    expect((await maguey.get("/acknowledgements?of='--", 'application/json')).status).toBe(404);
    await takeBack(ceiba, series);
    await ceiba.drain();
    await fetchWithdrawals(maguey.runtime);
    expect(await list(ceiba.id)).toEqual([]);
  });

  it('is not asked of a collective with which it has ended, nor by one that has published nothing', async () => {
    await says();
    await pin();
    await ceiba.runtime.db.updateTable('peers').set({ state: 'ended' }).execute();
    await catchUp();
    await ceiba.runtime.db.updateTable('peers').set({ state: 'pinned' }).execute();
    await ceiba.runtime.db.updateTable('agreements').set({ withdrawn: new Date() }).execute();
    await catchUp();
    expect(lists()).toEqual([]);
  });
});

describe('from a list that means harm nothing is stored:', () => {
  const entry = (changes: object = {}) => ({
    id: 'A'.repeat(43),
    agreement: id,
    at: timeOf(new Date()),
    digestMultibase: `z${'1'.repeat(46)}`,
    ...changes,
  });
  const answers = (body: BodyInit, status = 200) => {
    const honest = network.get(maguey.runtime.origin)!;
    network.set(maguey.runtime.origin, async (request) =>
      new URL(request.url).pathname === '/acknowledgements' ? new Response(body, { status }) : honest(request),
    );
  };
  const listing = (...acknowledgements: object[]) => JSON.stringify({ acknowledgements });

  it.each<[string, () => BodyInit]>([
    ['no JSON', () => '<p>Not found'],
    ['no UTF-8', () => Uint8Array.of(0x22, 0xff, 0x22)],
    ['ten megabytes', () => `{"acknowledgements":[${' '.repeat(10_000_000)}]}`],
    ['another member', () => listing(entry({ url: 'https://evil.example/' }))],
    ['an id that leads elsewhere', () => listing(entry({ id: '../../'.repeat(14).concat('A') }))],
    ['more entries than one answer holds', () => listing(...Array.from({ length: 101 }, () => entry()))],
    ['an agreement that is not ours', () => listing(entry({ agreement: 'B'.repeat(42).concat('A') }))],
  ])('%s', async (_what, body) => {
    await pin();
    answers(body());
    await catchUp();
    expect([await pending(), await kept()]).toEqual([[], []]);
    expect(ceiba.asked.filter((url) => new URL(url).host !== new URL(maguey.actor).host)).toEqual([]);
  });

  it('words that are not signed as announced, and at most twenty at once', async () => {
    await pin();
    const many = [...'ABCDEFGHJKLMNPQRSTUVWXYZ'].map((letter) =>
      entry({ id: letter.repeat(42).concat('A'), digestMultibase: `z${letter}${'1'.repeat(45)}` }),
    );
    answers(listing(...many));
    await pull();
    expect(await pending()).toHaveLength(20);
    await fetchAcknowledgements(ceiba.runtime);
    await fetchAcknowledgements(ceiba.runtime);
    expect(await kept()).toEqual([]);
  });
});
