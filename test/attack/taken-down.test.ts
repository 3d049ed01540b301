import { beforeEach, describe, expect, it } from 'vitest';
import { withdrawSeries } from '../../src/agreements/publishing/withdraw.ts';
import { fetchWithdrawals } from '../../src/agreements/taken-down.ts';
import { putWithdrawn } from '../../src/agreements/versions/taken-down-store.ts';
import { fetchPending } from '../../src/agreements/wire/fetch.ts';
import { nodeKey } from '../../src/collective/node-keys.ts';
import { signAndPost } from '../../src/federation/sign-and-post.ts';
import { follow } from '../../src/following/follow.ts';
import { verifyAgreementWithdrawal } from '../../src/protocol/agreement-withdrawal.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import type { Envelope } from '../../src/protocol/envelope.ts';
import { agreementOf, fileOf, publishFile, signedAgreement, takeBack, withdrawalOf } from '../agreements/words.ts';
import { freshNodes } from '../peers/open-nodes.ts';
import { type Person, signedBy } from '../protocol/cast.ts';

/* Ceiba's server, which holds its HTTP key, takes down what its stewards never took back, at Maguey and at home. */

const { ceiba, maguey, network } = await freshNodes('ceiba', 'maguey');
const { rosa, lu, itzel } = ceiba.people as { rosa: Person; lu: Person; itzel: Person };
let count = 0;

/** Ceiba's server says so, whatever its stewards say. */
async function says(activity: { type: string; object: unknown }): Promise<void> {
  const { runtime, actor } = ceiba;
  const { keyId, privateKey } = await nodeKey(runtime, 'http');
  const id = `${runtime.origin}/activities/forged-${++count}`;
  const body = JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', id, actor, ...activity });
  const inbox = `${maguey.runtime.origin}/actors/self/inbox`;
  const outcome = await signAndPost(runtime.egress, { inbox, body, keyId, privateKey }, new Date());
  expect(outcome).toMatchObject({ kind: 'answered', status: 202 });
}

/** Ceiba's server answers so where the withdrawal of a series lies. */
function serves(series: string, envelope: Envelope | null): void {
  const honest = network.get(ceiba.runtime.origin)!;
  network.set(ceiba.runtime.origin, async (request) => {
    if (!request.url.endsWith(`/agreements/${series}/withdrawal`)) return honest(request);
    return envelope ? Response.json(envelope) : new Response(null, { status: 404 });
  });
}

const articleAt = (series: string) => `${ceiba.runtime.origin}/agreements/${series}`;
const deletes = (series: string) => says({ type: 'Delete', object: { id: articleAt(series), type: 'Tombstone' } });
const placeOf = (series: string) => `/partners/${ceiba.id}/agreements/${series}`;
const page = async (series: string, language = 'en') => {
  const answer = await maguey.get(`${placeOf(series)}?lang=${language}`, 'text/html');
  return { status: answer.status, text: await answer.text() };
};
const arrive = async () => {
  await ceiba.drain();
  await fetchPending(maguey.runtime);
};
const asked = () => fetchWithdrawals(maguey.runtime);
const noted = () => maguey.runtime.db.selectFrom('agreements_taken_down').selectAll().execute();

let series: string;
let first: string;
beforeEach(async () => {
  await follow(maguey.runtime, maguey.people.rosa.member, { actor: ceiba.actor });
  await maguey.drain();
  await ceiba.drain();
  ({ series, id: first } = await publishFile(ceiba, fileOf('ceiba-v1.es.md')));
  await arrive();
});

describe('a partner’s server', () => {
  it('takes no agreement down by its own word: it stays, with what happened, in plain words', async () => {
    await deletes(series);
    await asked();
    const { status, text } = await page(series);
    expect(status).toBe(200);
    expect(text).toContain('Taken down by its server, not signed.');
    expect(text).toContain('Asamblea general de Ceiba');
    expect((await page(series, 'es')).text).toContain('Lo retiró su servidor, sin firma.');
    const list = await (await maguey.get('/agreements?lang=en', 'text/html')).text();
    expect(list).toContain('Taken down by its server, not signed.');
    const json = async (path: string) => (await maguey.get(path, 'application/json')).json();
    expect(await json(placeOf(series))).toMatchObject({ takenDown: expect.stringMatching(/^20/) });
    expect(await json('/agreements')).toMatchObject({ partners: [{ takenDown: expect.stringMatching(/^20/) }] });
    expect((await maguey.get(`${placeOf(series)}/withdrawal`, 'application/json')).status).toBe(404);
  });

  it.each<[string, (series: string) => Promise<Envelope>]>([
    ['one steward signed', async (of) => signedBy(await withdrawalOf(ceiba, of), rosa)],
    [
      'one steward signed twice',
      async (of) => {
        const once = signedBy(await withdrawalOf(ceiba, of), rosa);
        return { ...once, signatures: [...once.signatures, ...once.signatures] };
      },
    ],
    ['a steward and an accompanier signed', async (of) => signedBy(await withdrawalOf(ceiba, of), rosa, itzel)],
    ['strangers signed', async (of) => signedBy(await withdrawalOf(ceiba, of), maguey.people.rosa, maguey.people.lu)],
    [
      'another collective signed of its own',
      async (of) =>
        signedBy(await withdrawalOf(ceiba, of, { issuer: maguey.id }), maguey.people.rosa, maguey.people.lu),
    ],
    [
      'stewards signed of another series',
      async (of) => signedBy(await withdrawalOf(ceiba, of, { series: agreementOf(ceiba).series }), rosa, lu),
    ],
    [
      'stewards signed of other words under that number',
      async (of) => signedBy(await withdrawalOf(ceiba, of, { agreement: ceiba.id }), rosa, lu),
    ],
    [
      'stewards signed, changed on the way',
      async (of) => {
        const { signatures } = signedBy(await withdrawalOf(ceiba, of), rosa, lu);
        return { ...(await withdrawalOf(ceiba, of, { at: '2026-01-01T00:00:00Z' })), signatures };
      },
    ],
    ['is the agreement itself', async () => signedAgreement(agreementOf(ceiba), rosa, lu)],
  ])('takes nothing down with what %s', async (_what, made) => {
    serves(series, await made(series));
    await deletes(series);
    await asked();
    expect((await page(series)).text).toContain('Taken down by its server, not signed.');
    const [row] = await noted();
    expect(row).toMatchObject({ envelope: null });
    ceiba.ahead.ms = maguey.ahead.ms = 86_400_000;
    expect(await asked()).toBe(0);
  });

  it('does not end a version with the withdrawal of one that came before it', async () => {
    const old = signedBy(await withdrawalOf(ceiba, series), rosa, lu);
    await publishFile(ceiba, fileOf('ceiba-v2.es.md'), series);
    await arrive();
    serves(series, old);
    await deletes(series);
    await asked();
    const { status, text } = await page(series);
    expect([status, text.includes('Taken down by its server')]).toEqual([200, true]);
  });

  it('is asked again while it has no withdrawal, and what it announces again stands without a mark', async () => {
    serves(series, null);
    await deletes(series);
    for (let hours = 0; hours < 400; hours += 6) {
      maguey.ahead.ms = hours * 3_600_000;
      await asked();
    }
    const [row] = await noted();
    expect(row?.tries).toBeGreaterThan(10);
    expect(row?.tries).toBeLessThanOrEqual(41);
    expect(row?.next_try).toBeNull();
    maguey.ahead.ms = 0;
    await publishFile(ceiba, fileOf('ceiba-v2.es.md'), series);
    await arrive();
    expect((await page(series)).text).not.toContain('Taken down');
    expect(await noted()).toEqual([]);
  });
});

describe('what stewards withdrew', () => {
  const withdrawn = async () => {
    await takeBack(ceiba, series);
    await arrive();
    await asked();
  };

  it('is erased at the partner, whose page says who withdrew it and when, with the signed statement', async () => {
    const at = (await takeBack(ceiba, series)).at(-1);
    expect(at).toMatchObject({ published: true });
    await arrive();
    expect((await page(series)).status).toBe(200);
    await asked();
    for (const path of ['', '/versions/1']) {
      const answer = await maguey.get(`${placeOf(series)}${path}?lang=en`, 'text/html');
      expect(answer.status).toBe(404);
      expect(await answer.text()).toMatch(/Withdrawn by .*ceiba.* on .*20\d\d/i);
    }
    expect((await page(series, 'es')).text).toMatch(/retiró .*20\d\d/);
    expect(await maguey.runtime.db.selectFrom('agreements_received').selectAll().execute()).toEqual([]);
    const [here, there] = await Promise.all([
      ceiba.get(`/agreements/${series}/withdrawal`, 'application/json'),
      maguey.get(`${placeOf(series)}/withdrawal`, 'application/json'),
    ]);
    expect(here.headers.get('content-type')).toContain('application/vnd.convive.agreement-withdrawal.v1+json');
    const envelope = (await here.json()) as Envelope;
    expect(await there.json()).toEqual(envelope);
    const { statement } = verifyAgreementWithdrawal(envelope, ceiba.chain, new Date());
    expect(statement).toMatchObject({ series, version: 1, agreement: first });
  });

  it('does not come back by its server, also under another address', async () => {
    const served = await ceiba.get(`/agreements/${series}`, 'application/activity+json');
    const article = (await served.json()) as Record<string, unknown> & { attachment: { url: string }[] };
    const statement = await (await ceiba.get(new URL(article.attachment[0]!.url).pathname, 'application/json')).text();
    await withdrawn();
    const honest = network.get(ceiba.runtime.origin)!;
    network.set(ceiba.runtime.origin, async (request) =>
      request.url === article.attachment[0]!.url ? new Response(statement) : honest(request),
    );
    for (const id of [articleAt(series), `${articleAt(series)}-again`]) {
      await says({ type: 'Create', object: { ...article, id } });
      await fetchPending(maguey.runtime);
      const [row] = await maguey.runtime.db.selectFrom('agreements_received').selectAll().execute();
      expect(row).toMatchObject({ state: 'refused', because: 'lapsed' });
      await maguey.runtime.db.deleteFrom('agreements_received').execute();
    }
    expect((await page(series)).status).toBe(404);
  });

  it('is remembered of each partner a hundred times at most, the newest', async () => {
    const { db } = maguey.runtime;
    const told = new Date('2026-01-01T00:00:00Z');
    const row = { peer: ceiba.id, actor: ceiba.actor, object: 'o', version: 1, at: told, envelope: '{}' };
    for (let n = 0; n < 120; n++) {
      await db
        .insertInto('agreements_taken_down')
        .values({ ...row, series: `old-${n}`, told: new Date(told.getTime() + n) })
        .execute();
      await db.transaction().execute((tx) => putWithdrawn(tx, { ...row, series: `old-${n}` }, 100));
    }
    await withdrawn();
    const kept = (await noted()).map((one) => one.series);
    expect(kept).toHaveLength(100);
    expect(kept).toContain(series);
    expect(kept).not.toContain('old-20');
    expect(kept).toContain('old-21');
  });
});

describe('at home', () => {
  const signs = async (envelope: Envelope, by: Person) =>
    withdrawSeries(ceiba.runtime, by.member, series, signedBy({ ...envelope, signatures: [] }, by));
  const code = (one: string) => expect.objectContaining({ code: one });

  it('withdrawals stand side by side, each signed under its own hash, and what another one ended lapses', async () => {
    const mine = await withdrawalOf(ceiba, series);
    const other = await withdrawalOf(ceiba, series, { at: '2026-01-01T00:00:00Z' });
    const later = await withdrawalOf(ceiba, series, {
      at: timeOf(new Date(Date.now() - 5_000)),
    });
    await signs(mine, rosa);
    await expect(signs(other, lu)).rejects.toEqual(code('lapsed'));
    expect(await signs(later, lu)).toMatchObject({ published: false, signers: [lu.member] });
    expect((await ceiba.get(`/agreements/${series}`, 'text/html')).status).toBe(200);
    expect((await ceiba.get(`/agreements/${series}/withdrawal`, 'application/json')).status).toBe(404);
    expect(await signs(mine, lu)).toMatchObject({ published: true });
    await expect(signs(later, rosa)).rejects.toEqual(code('lapsed'));
  });

  it('nobody takes back by one signature, a role that does not count, or words of another', async () => {
    const mine = await withdrawalOf(ceiba, series);
    await expect(signs(mine, itzel)).rejects.toEqual(code('not-allowed'));
    const forOther = withdrawSeries(ceiba.runtime, rosa.member, series, signedBy(mine, lu));
    await expect(forOther).rejects.toEqual(code('not-allowed'));
    const elsewhere = await withdrawalOf(ceiba, series, { series: agreementOf(ceiba).series });
    await expect(signs(elsewhere, rosa)).rejects.toEqual(code('statement-rule'));
    const higher = await withdrawalOf(ceiba, series, { version: 9, agreement: ceiba.id });
    await expect(signs(higher, rosa)).rejects.toEqual(code('conflict'));
    const foreign = await withdrawalOf(ceiba, series, { issuer: maguey.id });
    await expect(signs(foreign, rosa)).rejects.toEqual(code('from-mismatch'));
  });

  it('a version that comes after it ends a proposal, not the other way round', async () => {
    const mine = await withdrawalOf(ceiba, series);
    await signs(mine, rosa);
    await publishFile(ceiba, fileOf('ceiba-v2.es.md'), series);
    await expect(signs(mine, lu)).rejects.toEqual(code('agreement-rollback'));
    expect((await ceiba.get(`/agreements/${series}`, 'text/html')).status).toBe(200);
  });

  it('whoever proposes without end fills only their own place', async () => {
    const now = Date.now();
    const at = (n: number) => timeOf(new Date(now - n * 1000));
    for (let n = 0; n < 16; n++) await signs(await withdrawalOf(ceiba, series, { at: at(n) }), lu);
    const more = await withdrawalOf(ceiba, series, { at: at(17) });
    await expect(signs(more, lu)).rejects.toEqual(code('too-many'));
    expect(await signs(more, rosa)).toMatchObject({ published: false });
  });
});
