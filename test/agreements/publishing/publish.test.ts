import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { importFile, importStatement } from '../../../src/agreements/publishing/import.ts';
import { publishDraft } from '../../../src/agreements/publishing/publish.ts';
import { withdrawSeries } from '../../../src/agreements/publishing/withdraw.ts';
import { articleUrl } from '../../../src/agreements/versions/addresses.ts';
import { listedOwn } from '../../../src/agreements/versions/shown-versions.ts';
import { versionsOf } from '../../../src/agreements/versions/store.ts';
import { idOf, readUnverified } from '../../../src/protocol/envelope.ts';
import { openStranger, type Stranger } from '../../following/stranger.ts';
import { freshNodes } from '../../peers/open-nodes.ts';
import { signedBy } from '../../protocol/cast.ts';
import { agreementOf, fileOf, publishFile, signBy, signedAgreement, takeBack, withdrawalOf } from '../words.ts';

const { ceiba, network } = await freshNodes('ceiba');
const lu = await openStranger('social', network);
beforeEach(async () => {
  lu.received.length = 0;
  lu.answers.status = 202;
});

type Article = {
  id: string;
  type: string;
  name: string;
  content: string;
  contentMap: Record<string, string>;
  updated?: string;
  published: string;
  to: string[];
  cc: string[];
  attachment: { mediaType: string; url: string; digestMultibase: string }[];
  proof: { cryptosuite: string };
};
const keep = (changes: Parameters<typeof agreementOf>[1] = {}) =>
  importStatement(ceiba.runtime, ceiba.people.rosa.member, agreementOf(ceiba, changes));
const publish = (id: string) => publishDraft(ceiba.runtime, ceiba.people.rosa.member, id);
const followedBy = (stranger: Stranger) => stranger.send(ceiba, { type: 'Follow', object: ceiba.actor });
const of = (type: string, from = lu) => from.received.filter((one) => one.type === type);

describe('publishing', () => {
  it('takes the stewards of the newest manifest, each once', async () => {
    const { rosa, marisol, itzel } = ceiba.people;
    const draft = await keep();
    await expect(publish(draft.id)).rejects.toMatchObject({ code: 'attest-threshold' });
    await signBy(ceiba, draft, rosa);
    await signBy(ceiba, draft, rosa);
    await expect(publish(draft.id)).rejects.toMatchObject({ code: 'attest-threshold' });
    await expect(signBy(ceiba, draft, itzel)).rejects.toMatchObject({ code: 'not-allowed' });
    await signBy(ceiba, draft, marisol);
    expect(await publish(draft.id)).toMatchObject({ version: 1, withdrawn: null });
    await expect(publish(draft.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuses what was not adopted, whoever signed', async () => {
    const { rosa, lu: steward } = ceiba.people;
    const draft = await keep({ adopted: null });
    await signBy(ceiba, draft, rosa, steward);
    await expect(publish(draft.id)).rejects.toMatchObject({ code: 'agreement-not-adopted' });
    expect(await ceiba.runtime.db.selectFrom('agreements').select('id').execute()).toEqual([]);
  });

  it('numbers versions without gap, fork or second first', async () => {
    const { rosa, lu: steward } = ceiba.people;
    const first = await keep();
    await signBy(ceiba, first, rosa, steward);
    const { series, id } = await publish(first.id);
    await expect(keep({ series, version: 2 })).rejects.toMatchObject({ code: 'agreement-form' });
    await expect(keep({ series })).rejects.toMatchObject({ code: 'agreement-rollback' });
    await expect(keep({ series, version: 3, prev: id })).rejects.toMatchObject({ code: 'conflict' });
    const other = 'A'.repeat(43);
    await expect(keep({ series, version: 2, prev: other })).rejects.toMatchObject({ code: 'equivocation' });
    await expect(keep({ issuer: other })).rejects.toMatchObject({ code: 'from-mismatch' });
    const second = await keep({ series, version: 2, prev: id });
    await signBy(ceiba, second, rosa, steward);
    const published = await publish(second.id);
    const before = (await versionsOf(ceiba.runtime.db, series))[1];
    expect(published.published.getTime()).toBeGreaterThan(before!.published.getTime());
  });

  it('keeps the ids of clauses over versions of a file', async () => {
    const first = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    const second = await publishFile(ceiba, fileOf('ceiba-v2.es.md'), first.series);
    const clauses = ({ envelope }: { envelope: string }) =>
      readUnverified('agreement', JSON.parse(envelope)).statement.clauses.map(
        ({ id, violence }) => `${violence} ${id}`,
      );
    const kept = clauses(second).filter((one) => clauses(first).includes(one));
    expect(second).toMatchObject({ version: 2, series: first.series });
    expect(kept.length).toBeGreaterThan(5);
  });

  it('names every problem of a file with its line, and keeps nothing', async () => {
    const broken = fileOf('ceiba-v1.es.md').replace('postura: no se tolera', 'postura: quizás');
    const made = await importFile(ceiba.runtime, ceiba.people.rosa.member, { markdown: broken, series: null });
    expect(made).toMatchObject({ problems: [{ problem: 'word-unknown', line: expect.any(Number) }] });
    expect(await ceiba.runtime.db.selectFrom('agreement_drafts').select('id').execute()).toEqual([]);
  });
});

describe('the list of what stands', () => {
  it('loads what an agreement says once, and then only which there are', async () => {
    // Put there by another process: what this one published it has read already.
    const { rosa, lu: steward } = ceiba.people;
    const statement = agreementOf(ceiba);
    const envelope = signedAgreement(statement, rosa, steward);
    const row = { id: idOf(envelope), series: statement.series, version: 1, published: new Date() };
    await ceiba.runtime.db
      .insertInto('agreements')
      .values({ ...row, envelope: JSON.stringify(envelope) })
      .execute();
    const asked: string[] = [];
    const counted = ceiba.runtime.db.withPlugin({
      transformQuery: ({ node, queryId: _ }) => {
        asked.push(JSON.stringify(node));
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const first = await listedOwn(counted);
    expect(first[0]?.agreement.title).toBeDefined();
    expect(asked.filter((query) => query.includes('envelope'))).toHaveLength(1);
    expect(await listedOwn(counted)).toEqual(first);
    expect(asked.filter((query) => query.includes('envelope'))).toHaveLength(1);
    expect(asked.some((query) => query.includes('SelectAll'))).toBe(false);
  });
});

describe('an Article', () => {
  it('carries the signed statement and is the same wherever it is read', async () => {
    await followedBy(lu);
    const row = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await ceiba.drain();
    const [create] = of('Create') as unknown as { object: Article; to: string[]; cc: string[] }[];
    const article = create!.object;
    expect(article).toMatchObject({
      id: articleUrl(ceiba.runtime.origin, row.series),
      type: 'Article',
      name: 'Acuerdo de convivencia de Ceiba',
      to: ['https://www.w3.org/ns/activitystreams#Public'],
      cc: [`${ceiba.runtime.origin}/actors/self/followers`],
    });
    expect(article.proof.cryptosuite).toBe('eddsa-jcs-2022');
    expect(article.contentMap).toEqual({ es: article.content });
    expect(article.content.startsWith('<h1>Acuerdo de convivencia de Ceiba</h1>')).toBe(true);
    expect(create).toMatchObject({ to: article.to, cc: article.cc });
    const served = await ceiba.get(new URL(article.id).pathname, 'application/activity+json');
    expect(await served.json()).toEqual(article);
    const [document] = article.attachment;
    const statement = await ceiba.get(new URL(document!.url).pathname, '*/*');
    expect(statement.headers.get('content-type')).toBe('application/vnd.convive.agreement.v1+json');
    const bytes = new Uint8Array(await statement.arrayBuffer());
    expect(document!.digestMultibase).toBe(multihash(bytes));
    expect(document!.mediaType).toBe('application/vnd.convive.agreement.v1+json');
  });

  it('stays under 60 kB however long the agreement is, with a link to all of it', async () => {
    await followedBy(lu);
    const { rosa, lu: steward } = ceiba.people;
    const [clause] = agreementOf(ceiba).clauses;
    const long = Array.from({ length: 30 }, (_, at) => ({
      ...clause!,
      id: `${String(at).padStart(21, 'A')}A`,
      ownName: { es: `Otra ${at}` },
      text: { es: 'ñandú '.repeat(600) },
    }));
    const draft = await keep({ clauses: long });
    await signBy(ceiba, draft, rosa, steward);
    const { series } = await publish(draft.id);
    await ceiba.drain();
    const [create] = of('Create') as unknown as { object: Article }[];
    expect(Buffer.byteLength(JSON.stringify(create))).toBeLessThan(60_000);
    expect(create!.object.content).toContain(`href="${articleUrl(ceiba.runtime.origin, series)}"`);
  });

  it('is a Create for the first version and an Update with a later time after it', async () => {
    await followedBy(lu);
    const first = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await ceiba.drain();
    const late = await openStranger('late', network);
    await followedBy(late);
    await publishFile(ceiba, fileOf('ceiba-v2.es.md'), first.series);
    await ceiba.drain();
    const [update] = of('Update') as unknown as { object: Article; published: string }[];
    const [create] = of('Create') as unknown as { object: Article; published: string }[];
    expect(create!.object.updated).toBeUndefined();
    expect(update!.object.published).toBe(create!.object.published);
    expect(update!.object.updated! > create!.object.published).toBe(true);
    expect(of('Create', late)).toHaveLength(1);
    expect(of('Update', late)).toHaveLength(1);
  });

  it('is sent to a new follower once, and shown in featured and outbox', async () => {
    const row = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await followedBy(lu);
    await ceiba.drain();
    await lu.send(ceiba, { type: 'Undo', object: ceiba.actor });
    await followedBy(lu);
    await ceiba.drain();
    expect(of('Create')).toHaveLength(1);
    const featured = await (await ceiba.get('/actors/self/featured', 'application/activity+json')).json();
    expect(featured).toMatchObject({ orderedItems: [articleUrl(ceiba.runtime.origin, row.series)] });
    const outbox = await (await ceiba.get('/actors/self/outbox?page=first', 'application/activity+json')).json();
    expect(outbox).toMatchObject({ orderedItems: [{ type: 'Create', object: { type: 'Article' } }] });
  });
});

describe('taking back', () => {
  it('answers 404 everywhere, and sends a Delete to every inbox that ever received it', async () => {
    const gone = await openStranger('gone', network);
    await followedBy(lu);
    await followedBy(gone);
    const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await ceiba.drain();
    await gone.send(ceiba, { type: 'Undo', object: ceiba.actor });
    const withdrawal = await withdrawalOf(ceiba, series);
    const { rosa, lu: steward } = ceiba.people;
    for (const one of [rosa, steward, steward])
      await withdrawSeries(ceiba.runtime, one.member, series, signedBy(withdrawal, one));
    await ceiba.drain();
    for (const stranger of [lu, gone]) {
      expect(of('Delete', stranger)).toHaveLength(1);
      expect(of('Delete', stranger)[0]).toMatchObject({
        object: { id: articleUrl(ceiba.runtime.origin, series), type: 'Tombstone' },
        signature: { type: 'RsaSignature2017' },
      });
    }
    for (const accept of ['text/html', 'application/json', 'application/activity+json'])
      for (const path of ['', '/versions/1', '/versions/1/statement', '/agreement.md'])
        expect((await ceiba.get(`/agreements/${series}${path}`, accept)).status).toBe(404);
    const featured = await (await ceiba.get('/actors/self/featured', 'application/activity+json')).json();
    expect(featured).toMatchObject({ orderedItems: [] });
    await expect(publishFile(ceiba, fileOf('ceiba-v2.es.md'), series)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('before anything was sent sends no Create', async () => {
    await followedBy(lu);
    const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await takeBack(ceiba, series);
    await ceiba.drain();
    expect(of('Create')).toEqual([]);
  });

  it('takes as many stewards as publishing, all within a week', async () => {
    await followedBy(lu);
    const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await ceiba.drain();
    const { rosa, lu: steward } = ceiba.people;
    const ask = async (one: Parameters<typeof takeBack>[2]) => (await takeBack(ceiba, series, one))[0];
    const alone = { published: false, signers: [rosa.member], needed: 2 };
    expect(await ask(rosa)).toMatchObject(alone);
    expect(await ask(rosa)).toMatchObject(alone);
    ceiba.ahead.ms = 7 * 86_400_000;
    expect(await ask(steward)).toMatchObject({ published: false, signers: [steward.member] });
    await expect(ask(ceiba.people.itzel)).rejects.toMatchObject({ code: 'not-allowed' });
    await ceiba.drain();
    expect(of('Delete')).toEqual([]);
    expect((await ceiba.get(`/agreements/${series}`, 'text/html')).status).toBe(200);
    expect(await ask(rosa)).toMatchObject({ published: true });
    await ceiba.drain();
    expect(of('Delete')).toHaveLength(1);
    ceiba.ahead.ms += 60_000;
    await expect(ask(rosa)).rejects.toMatchObject({ code: 'lapsed' });
  });

  it('leaves no link to a version that cannot be read', async () => {
    const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await publishFile(ceiba, fileOf('ceiba-v2.es.md'), series);
    const { db } = ceiba.runtime;
    const first = `/agreements/${series}/versions/1`;
    const page = async () => (await ceiba.get(`/agreements/${series}`, 'text/html')).text();
    expect(await page()).toContain(`"${first}"`);
    await db.updateTable('agreements').set({ withdrawn: new Date() }).where('version', '=', 1).execute();
    expect((await ceiba.get(first, 'text/html')).status).toBe(404);
    expect(await page()).not.toContain(`"${first}"`);
  });

  it('refuses what is not there', async () => {
    const taken = takeBack(ceiba, 'AAAAAAAAAAAAAAAAAAAAAA');
    await expect(taken).rejects.toMatchObject({ code: 'not-found' });
  });
});

/** SHA-256 multihash in base58btc, written out so that the code under test does not judge itself. */
function multihash(bytes: Uint8Array): string {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let value = BigInt(`0x1220${createHash('sha256').update(bytes).digest('hex')}`);
  let out = '';
  for (; value > 0n; value /= 58n) out = alphabet[Number(value % 58n)] + out;
  return `z${out}`;
}
