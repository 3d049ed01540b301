import { afterAll, expect, it } from 'vitest';
import { membersContract } from '../../../schemas/routes/members.ts';
import { connect } from '../../../src/client/api/api.ts';
import { call } from '../../../src/client/api/call.ts';
import { signingSecret } from '../../../src/client/keyring/keyring.ts';
import { uuidv7 } from '../../../src/platform/ids.ts';
import { timeOf } from '../../../src/protocol/encoding.ts';
import { draftEnvelope, signEnvelope } from '../../../src/protocol/envelope.ts';
import { withKeyring } from '../../members/with-keyring.ts';

/* A whole node: ten megabytes at every door, and what its people read of an agreement that was refused. */

const stage = await withKeyring();
afterAll(() => stage[Symbol.asyncDispose]());
const { ceiba, as } = stage;

const db = () => ceiba.node!.app.runtime.db;
const stored = async () => {
  const tables = ['agreement_drafts', 'agreements', 'agreements_received', 'acknowledgements', 'texts'] as const;
  const counts = tables.map(async (table) => (await db().selectFrom(table).selectAll().execute()).length);
  return Promise.all([...counts, (await db().selectFrom('record').select('seq').execute()).length]);
};
const large = 'x'.repeat(10_000_000);
const id = 'A'.repeat(43);

it.each([
  ['/actors/self/inbox', 'application/activity+json', `{"content":"${large}"}`],
  ['/agreements', 'text/markdown', large],
  ['/agreements', 'application/json', `{"file":"a.md","markdown":"${large}","series":null}`],
  ['/agreements', 'application/json', `[${'{},'.repeat(3_000_000)}{}]`],
  ['/agreements/problems', 'application/json', `{"file":"a.md","markdown":"${large}"}`],
  [`/agreements/${id}/signatures`, 'application/json', `{"envelope":"${large}"}`],
  [`/agreements/${id}/publish`, 'application/json', `{"a":"${large}"}`],
  ['/acknowledgements', 'application/json', `{"envelope":"${large}"}`],
  ['/follows', 'application/json', `{"actor":"${large}"}`],
  ['/followers/remove', 'application/x-www-form-urlencoded', `actor=${large}`],
  ['/peers', 'application/json', `{"actor":"${large}"}`],
])('ten megabytes to %s as %s are refused, of a length that is told or not', async (path, type, body) => {
  const headers = { 'content-type': type, authorization: `Bearer ${await token()}` };
  const before = await stored();
  const streamed = new Blob([body]).stream();
  for (const given of [body, streamed]) {
    const began = process.cpuUsage();
    const answer = await fetch(`${ceiba.origin}${path}`, {
      method: 'POST',
      headers,
      body: given,
      duplex: 'half',
    } as never);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, 'too-large']);
    const { user, system } = process.cpuUsage(began);
    // Reading all of it, or building what it says, would cost seconds.
    expect((user + system) / 1000).toBeLessThan(1500);
  }
  expect(await stored()).toEqual(before);
});

async function token(): Promise<string> {
  const api = connect(ceiba.origin);
  const { nonce } = await call(api, membersContract.challenge);
  const statement = { type: 'sign-in' as const, origin: api.origin, nonce, at: timeOf(new Date()) };
  const envelope = signEnvelope(draftEnvelope('sign-in', statement), signingSecret(ceiba.keyrings[0]!));
  return (await call(api, membersContract.signIn, { body: { envelope } })).token;
}

it('an agreement that was refused is named to members, with one sentence that says why, in both languages', async () => {
  expect(await as(['agreements', 'received'])).toMatchObject({ exit: 0, out: '' });
  const object = 'https://maguey.example/agreements/1';
  const row = { actor: 'https://maguey.example/actor', object, url: `${object}/statement`, received: new Date() };
  const refused = { ...row, id: uuidv7(new Date()), digest: 'z1', state: 'refused' as const, tries: 1 };
  await db()
    .insertInto('agreements_received')
    .values({ ...refused, because: 'agreement-rollback', next_try: new Date() })
    .execute();
  const told = await as(['agreements', 'received']);
  expect(told).toMatchObject({ exit: 0, out: `${object}  It is older than the version that is shown here.\n` });
  const dicho = await as(['agreements', 'received'], [], { LANG: 'es_MX.UTF-8' });
  expect(dicho.out).toBe(`${object}  Es más antiguo que la versión que se muestra aquí.\n`);
  const { received } = JSON.parse((await as(['agreements', 'received', '--json'])).out) as { received: object[] };
  expect(received).toMatchObject([{ state: 'refused', because: 'agreement-rollback' }]);
  await expect(connect(ceiba.origin).send('GET', '/agreements/received')).rejects.toMatchObject({ status: 401 });
});
