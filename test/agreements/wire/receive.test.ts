import { beforeEach, describe, expect, it } from 'vitest';
import type { Agreement } from '../../../schemas/agreement.ts';
import { fetchWithdrawals } from '../../../src/agreements/taken-down.ts';
import { listedShown, pruneRefused } from '../../../src/agreements/versions/received-store.ts';
import { followedActors, shownPartner } from '../../../src/agreements/versions/shown-versions.ts';
import { digestOf, statementType } from '../../../src/agreements/wire/activity.ts';
import { receivedAsJson } from '../../../src/agreements/wire/as-json.ts';
import { fetchPending } from '../../../src/agreements/wire/fetch.ts';
import { nodeKey } from '../../../src/collective/node-keys.ts';
import { signAndPost } from '../../../src/federation/sign-and-post.ts';
import { follow, unfollow } from '../../../src/following/follow.ts';
import { pausePeer } from '../../../src/peers/pause.ts';
import { i18nFor } from '../../../src/platform/i18n.ts';
import { idOf } from '../../../src/protocol/envelope.ts';
import { freshNodes } from '../../peers/open-nodes.ts';
import { compareAgain } from '../../peers/trust.ts';
import type { Person } from '../../protocol/cast.ts';
import { agreementOf, fileOf, publishFile, signedAgreement, signedRaw, takeBack } from '../words.ts';

const { ceiba, maguey, network } = await freshNodes('ceiba', 'maguey');
let followed: string;
beforeEach(async () => {
  followed = (await follow(maguey.runtime, maguey.people.rosa.member, { actor: ceiba.actor })).follow;
  await maguey.drain();
  await ceiba.drain();
});

const rows = () =>
  maguey.runtime.db
    .selectFrom('agreements_received')
    .select(['state', 'because', 'version', 'tries', 'envelope', 'statement'])
    .orderBy('id')
    .execute();
const shown = async () => listedShown(maguey.runtime.db, await followedActors(maguey.runtime.db));
let count = 0;

/** Ceiba's server announces bytes of its choice, with its own key; the HTTP status. */
async function announce(
  bytes: Uint8Array,
  changes: { url?: string; digest?: string; series?: string; type?: string; extra?: object } = {},
): Promise<number | null> {
  const { runtime, actor } = ceiba;
  const path = `/served/${++count}`;
  const honest = network.get(runtime.origin)!;
  network.set(runtime.origin, async (request) =>
    new URL(request.url).pathname === path ? new Response(new Uint8Array(bytes)) : honest(request),
  );
  const object = {
    id: `${runtime.origin}/agreements/${changes.series ?? 'BBBBBBBBBBBBBBBBBBBBBA'}`,
    type: 'Article',
    attributedTo: actor,
    name: 'Acuerdo',
    content: '<p>Acuerdo</p>',
    attachment: [
      {
        type: 'Document',
        mediaType: statementType,
        url: changes.url ?? `${runtime.origin}${path}`,
        digestMultibase: changes.digest ?? digestOf(bytes),
      },
    ],
    ...changes.extra,
  };
  const { keyId, privateKey } = await nodeKey(runtime, 'http');
  const activity = {
    '@context': 'https://www.w3.org/ns/activitystreams',
    id: `${runtime.origin}/activities/test-${count}`,
    type: changes.type ?? 'Create',
    actor,
    object,
  };
  const inbox = `${maguey.runtime.origin}/actors/self/inbox`;
  const outcome = await signAndPost(
    runtime.egress,
    { inbox, body: JSON.stringify(activity), keyId, privateKey },
    new Date(),
  );
  return outcome.kind === 'answered' ? outcome.status : null;
}

const bytesOf = (statement: Agreement, ...people: Person[]) =>
  Buffer.from(JSON.stringify(signedAgreement(statement, ...people)));

/** Announces, fetches, and says what became of it. */
async function told(...given: Parameters<typeof announce>) {
  await announce(...given);
  await fetchPending(maguey.runtime);
  return (await rows()).at(-1);
}

describe('an agreement of a followed collective', () => {
  it('is shown once it was fetched and checked, with adoption, hash, and that words were not compared', async () => {
    const { id, series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await ceiba.drain();
    expect(await shown()).toEqual([]);
    await fetchPending(maguey.runtime);
    const [row] = await shown();
    expect(row).toMatchObject({ statement: id, series, version: 1, peer: ceiba.id });
    const page = await (await maguey.get(`/partners/${ceiba.id}/agreements/${series}`, 'text/html')).text();
    expect(page).toContain(id);
    expect(page).toContain('Asamblea general de Ceiba');
    expect(await shownPartner(maguey.runtime, ceiba.id, series)).toMatchObject({ compared: null, signers: 2 });
    await compareAgain(maguey, ceiba);
    expect(await shownPartner(maguey.runtime, ceiba.id, series)).toMatchObject({ compared: { method: 'words' } });
  });

  it('follows its versions, keeps the earlier ones, and is gone with a Delete, also when we follow no more', async () => {
    const first = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
    await publishFile(ceiba, fileOf('ceiba-v2.es.md'), first.series);
    await ceiba.drain();
    await fetchPending(maguey.runtime);
    expect((await shownPartner(maguey.runtime, ceiba.id, first.series))?.versions).toHaveLength(2);
    await unfollow(maguey.runtime, maguey.people.rosa.member, followed);
    await maguey.drain();
    await takeBack(ceiba, first.series);
    await ceiba.drain();
    await fetchWithdrawals(maguey.runtime);
    expect(await rows()).toEqual([]);
    for (const accept of ['text/html', 'application/json'])
      expect((await maguey.get(`/partners/${ceiba.id}/agreements/${first.series}`, accept)).status).toBe(404);
  });

  it('is noted once, however often it is announced', async () => {
    const { rosa, lu } = ceiba.people;
    const bytes = bytesOf(agreementOf(ceiba), rosa, lu);
    const path = `${ceiba.runtime.origin}/served/${count + 1}`;
    expect(await announce(bytes)).toBe(202);
    expect(await announce(bytes, { url: path })).toBe(202);
    expect(await rows()).toHaveLength(1);
  });
});

describe('what is refused, with its code, and never shown', () => {
  const people = () => ceiba.people;
  const whole = () => bytesOf(agreementOf(ceiba), people().rosa, people().lu);
  const points = (count: number) => {
    const base = agreementOf(ceiba);
    const id = (at: number) => `${at}`.padStart(21, 'A').concat('A');
    return { ...base, clauses: Array.from({ length: count }, (_, at) => ({ ...base.clauses[0]!, id: id(at) })) };
  };
  const raw = (statement: object, change?: (json: string) => string) =>
    Buffer.from(JSON.stringify(signedRaw(statement, [people().rosa, people().lu], change)));
  const titled = (title: string) => raw({ ...agreementOf(ceiba), title: { es: title } });

  it.each<[string, () => Parameters<typeof announce>, string]>([
    ['other bytes than announced', () => [whole(), { digest: digestOf(Buffer.from('x')) }], 'digest'],
    ['one steward alone', () => [bytesOf(agreementOf(ceiba), people().rosa)], 'attest-threshold'],
    [
      'a steward and one who is none',
      () => [bytesOf(agreementOf(ceiba), people().rosa, people().itzel)],
      'attest-threshold',
    ],
    [
      'another collective’s people',
      () => [bytesOf(agreementOf(ceiba), maguey.people.rosa, maguey.people.lu)],
      'signature',
    ],
    [
      'another collective’s agreement',
      () => [bytesOf(agreementOf(maguey), maguey.people.rosa, maguey.people.lu)],
      'from-mismatch',
    ],
    ['more than 256 KB', () => [Buffer.alloc(256 * 1024 + 1, 0x20)], 'too-large'],
    ['ten megabytes', () => [Buffer.alloc(10_000_000, 0x20)], 'too-large'],
    ['two thousand points', () => [raw(points(2000))], 'too-large'],
    ['two hundred and one points', () => [raw(points(201))], 'schema'],
    ['words that turn the line round', () => [titled('\u202eodreuca')], 'mark-order'],
    ['words with NUL', () => [titled('a\0b')], 'mark-control'],
    [
      'half a letter',
      () => [raw({ ...agreementOf(ceiba), licence: 'a\\ud800b' }, (text) => text.replace('\\\\', '\\'))],
      'canonical',
    ],
    ['what is no statement', () => [Buffer.from('{"title":"x"}')], 'schema'],
    ['what is no JSON', () => [Buffer.from('<html>')], 'schema'],
    ['a statement of another kind', () => [Buffer.from(JSON.stringify(ceiba.chain.newest.envelope))], 'payload-type'],
  ])('%s', async (_name, given, code) => {
    const nothing = { version: null, envelope: null, statement: null };
    expect(await told(...given())).toMatchObject({ state: 'refused', because: code, ...nothing });
    expect(await shown()).toEqual([]);
    for (const language of ['es', 'en']) {
      const { received } = await receivedAsJson(maguey.runtime.db, i18nFor(language));
      // One sentence, which repeats nothing of theirs.
      expect(received.map(({ sentence }) => sentence)).toEqual([expect.stringMatching(/^\p{Lu}[^.:{]{10,}\.$/u)]);
    }
  });

  it('an older version, one beside another, and one that does not follow from what is shown', async () => {
    const { rosa, lu } = ceiba.people;
    const first = agreementOf(ceiba);
    const { series } = first;
    const firstId = idOf(signedAgreement(first, rosa, lu));
    const second = { ...first, version: 2, prev: firstId, licence: 'CC-BY-4.0' };
    expect(await told(bytesOf(first, rosa, lu))).toMatchObject({ state: 'shown', version: 1 });
    // The same words under other signatures take the place of themselves.
    const again = bytesOf(first, rosa, ceiba.people.marisol);
    expect(await told(again)).toMatchObject({ state: 'shown', version: 1, envelope: Buffer.from(again).toString() });
    expect(await rows()).toHaveLength(1);
    const stray = { ...second, prev: 'A'.repeat(43) };
    expect(await told(bytesOf(stray, rosa, lu))).toMatchObject({ because: 'equivocation' });
    expect(await told(bytesOf(second, rosa, lu))).toMatchObject({ state: 'shown', version: 2 });
    expect(await told(bytesOf(first, rosa, lu))).toMatchObject({ because: 'agreement-rollback' });
    const fork = { ...second, licence: 'MIT' };
    expect(await told(bytesOf(fork, rosa, lu))).toMatchObject({ because: 'equivocation' });
    expect((await shown()).map(({ version }) => version)).toEqual([2]);
    expect((await shown())[0]).toMatchObject({ series });
  });

  it('another series under the address of one that is shown', async () => {
    const { rosa, lu } = ceiba.people;
    expect(await told(bytesOf(agreementOf(ceiba), rosa, lu))).toMatchObject({ state: 'shown' });
    expect(await told(bytesOf(agreementOf(ceiba), rosa, lu))).toMatchObject({ because: 'conflict' });
  });

  it('a statement on another origin, and an Article that is attributed to somebody else: nothing is stored', async () => {
    expect(await announce(whole(), { url: 'https://elsewhere.test/statement' })).toBe(403);
    expect(await announce(whole(), { extra: { id: 'https://elsewhere.test/agreements/1' } })).toBe(403);
    expect(await announce(whole(), { extra: { attributedTo: maguey.actor } })).toBe(400);
    expect(await announce(whole(), { digest: 'zzz' })).toBe(400);
    expect(await rows()).toEqual([]);
  });

  it('what an Article itself says in HTML: nothing of it is read, kept or shown', async () => {
    const hostile = '<script>jacaranda</script><img src=x onerror=jacaranda><a href="javascript:jacaranda">x</a>';
    const extra = {
      name: hostile,
      summary: hostile,
      content: hostile,
      contentMap: { es: hostile },
      url: 'jacaranda:x',
    };
    expect(await told(whole(), { extra })).toMatchObject({ state: 'shown' });
    const kept = await maguey.runtime.db.selectFrom('agreements_received').selectAll().execute();
    const page = await (await maguey.get(`/partners/${ceiba.id}/agreements/${kept[0]?.series}`, 'text/html')).text();
    expect(page).toContain('No gritamos.');
    expect(page + JSON.stringify(kept)).not.toContain('jacaranda');
  });

  it('an Article without a signed statement: other software writes those, and nothing is stored', async () => {
    expect(await announce(whole(), { extra: { attachment: [] } })).toBe(202);
    expect(await announce(whole(), { extra: { type: 'Note' } })).toBe(202);
    expect(await rows()).toEqual([]);
  });

  it('anything of a collective that we do not follow', async () => {
    await unfollow(maguey.runtime, maguey.people.rosa.member, followed);
    expect(await announce(whole())).toBe(202);
    expect(await rows()).toEqual([]);
  });
});

describe('what waits', () => {
  it('is tried again while its server does not answer, later each time', async () => {
    const { rosa, lu } = ceiba.people;
    await announce(bytesOf(agreementOf(ceiba), rosa, lu));
    const answering = network.get(ceiba.runtime.origin)!;
    network.delete(ceiba.runtime.origin);
    await fetchPending(maguey.runtime);
    expect(await fetchPending(maguey.runtime)).toBe(0);
    expect((await rows())[0]).toMatchObject({ state: 'pending', tries: 1 });
    network.set(ceiba.runtime.origin, answering);
    maguey.ahead.ms = 2000;
    await fetchPending(maguey.runtime);
    expect((await rows())[0]).toMatchObject({ state: 'shown' });
  });

  it('is forgotten a while after it was refused, and then judged anew', async () => {
    const { rosa, lu } = ceiba.people;
    const bytes = bytesOf(agreementOf(ceiba), rosa);
    expect(await told(bytes)).toMatchObject({ because: 'attest-threshold' });
    expect(await told(bytesOf(agreementOf(ceiba), rosa, lu))).toMatchObject({ state: 'shown' });
    await pruneRefused(maguey.runtime.db, new Date(Date.now() - 60_000));
    expect(await rows()).toHaveLength(2);
    await pruneRefused(maguey.runtime.db, new Date(Date.now() + 60_000));
    expect((await rows()).map(({ state }) => state)).toEqual(['shown']);
    expect(await told(bytes)).toMatchObject({ because: 'attest-threshold' });
  });

  it('is not believed while a key change is unexplained', async () => {
    const { rosa, lu } = ceiba.people;
    await maguey.runtime.db.transaction().execute((tx) => pausePeer(tx, ceiba.id, new Date()));
    expect(await told(bytesOf(agreementOf(ceiba), rosa, lu))).toMatchObject({ state: 'pending' });
    expect(await shown()).toEqual([]);
  });
});
