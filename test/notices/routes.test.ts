import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomId } from '../../src/protocol/encoding.ts';
import { type Office, openOffice } from '../client-alerts/office.ts';
import { collective } from '../protocol/cast.ts';
import { newDraft } from './granted.ts';
import { type House, know, openHouse, recorded } from './houses.ts';

let house: House;
let office: Office;

beforeAll(async () => {
  house = await openHouse(await collective('ceiba'));
  await know(house, await collective('maguey'));
  office = await openOffice(house);
});
afterAll(() => house[Symbol.asyncDispose]());

const ask = (
  method: string,
  path: string,
  given: { as?: string; body?: unknown; headers?: Record<string, string> } = {},
) =>
  office.app.request(`${house.runtime.origin}${path}`, {
    method,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(given.as ? { authorization: `Bearer ${house.own.people[given.as]!.member}` } : {}),
      ...given.headers,
    },
    ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
  });

test('who is no accompanier gets the same 404 for what exists and for what does not', async () => {
  const draft = await newDraft(house);
  const asked: [string, string, unknown?][] = [
    ['GET', '/drafts'],
    ['POST', '/drafts', { draft: randomId(), ciphertext: 'YWdl' }],
    ['GET', `/drafts/${draft}`],
    ['GET', `/drafts/${randomId()}`],
    ['PUT', `/drafts/${draft}`, { ciphertext: 'YWdl' }],
    ['DELETE', `/drafts/${draft}`],
    ['POST', `/drafts/${draft}/refused`, { code: 'consent-content' }],
    ['GET', `/drafts/${draft}/where`],
    ['GET', '/notices'],
    ['GET', `/notices/${house.own.id}/${randomId()}`],
    ['POST', `/notices/${house.own.id}/${randomId()}/opened`, {}],
    ['POST', '/consents', {}],
    ['GET', `/consents/${randomId()}/where`],
    ['GET', '/nothing-of-the-kind'],
  ];
  for (const as of ['lu', undefined])
    for (const [method, path, body] of asked) {
      const answer = await ask(method, path, { ...(as && { as }), body });
      expect([method, path, answer.status, await answer.text()]).toEqual([method, path, 404, '{"code":"not-found"}']);
    }
  expect((await ask('GET', '/drafts', { as: 'itzel' })).status).toBe(200);
});

test('of two who store over the same revision, the second gets 409 and nothing is lost', async () => {
  const draft = await newDraft(house);
  const headers = { 'if-match': '"1"' };
  const answers = await Promise.all(
    ['Zmlyc3Q', 'c2Vjb25k'].map((ciphertext) =>
      ask('PUT', `/drafts/${draft}`, { as: 'rosa', body: { ciphertext }, headers }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const winner = answers.findIndex(({ status }) => status === 200);
  const kept = await ask('GET', `/drafts/${draft}`, { as: 'tono' });
  expect(kept.headers.get('etag')).toBe('"2"');
  expect(await kept.json()).toEqual({ draft, revision: 2, ciphertext: ['Zmlyc3Q', 'c2Vjb25k'][winner] });
  expect((await ask('PUT', `/drafts/${draft}`, { as: 'rosa', body: { ciphertext: 'YQ' } })).status).toBe(400);
  expect((await ask('POST', '/drafts', { as: 'rosa', body: { draft, ciphertext: 'YQ' } })).status).toBe(409);
});

test('a refusal in a client stands in the record as its code, and only codes are taken', async () => {
  const draft = await newDraft(house);
  const refused = (code: string) => ask('POST', `/drafts/${draft}/refused`, { as: 'rosa', body: { code } });
  expect((await refused('consent-content')).status).toBe(200);
  expect((await recorded(house)).at(-1)).toMatch(/ alert\.refused\.consent-content$/);
  expect((await refused('anything I like')).status).toBe(400);
  expect((await ask('POST', `/drafts/${randomId()}/refused`, { as: 'rosa', body: { code: 'words' } })).status).toBe(
    404,
  );
});

test('words that name nothing, a token for nothing and malformed bodies are told so', async () => {
  const wrong = () => ask('POST', '/my-code', { body: { locator: randomId() } });
  expect([(await wrong()).status, await (await wrong()).json()]).toEqual([404, { code: 'no-such-consent' }]);
  expect((await ask('POST', '/my-code', { body: { locator: 'short' } })).status).toBe(400);
  expect((await ask('POST', '/my-code', { body: { locator: randomId(), words: 'uno dos' } })).status).toBe(400);
  expect((await ask('POST', '/drop', { body: { delivery: randomId(), token: randomId() } })).status).toBe(404);
});
