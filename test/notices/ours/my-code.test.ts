import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { atWork } from '../../../src/commands/scripted-steps.ts';
import { locatorOf, newSecret, secretFrom, wordsOf } from '../../../src/protocol/secrets.ts';
import { dump, inDatabase, writtenIn } from '../../support/dump.ts';
import { phraseTraces, secretTraces, tracesIn, tracesOf } from '../../support/traces.ts';
import { type TwoHolders, twoHolders } from '../../support/two-holders.ts';

/* The pages of the person affected without script, as a browser sends their forms. */

let world: TwoHolders;
let ceibaId = '';
const clock = { ahead: 0 };
const logged: string[] = [];
const log = (event: string, fields: object = {}) => void logged.push(JSON.stringify({ event, ...fields }));
const answered: Buffer[] = [];

beforeAll(async () => {
  world = await twoHolders({
    log: { debug: log, info: log, warn: log, error: log },
    replace: { clock: { now: () => new Date(Date.now() + clock.ahead) } },
  });
  ceibaId = (await atWork(world.ceiba, 0)).desk.own.collective;
}, 180_000);
afterAll(() => world?.[Symbol.asyncDispose]());

type Fields = Record<string, string>;

async function send(fields: Fields, headers: Fields = {}) {
  const began = performance.now();
  const answer = await fetch(`${world.ceiba.origin}/my-code?lang=en`, {
    method: 'POST',
    redirect: 'manual',
    headers: { accept: 'text/html', ...headers },
    body: new URLSearchParams(fields),
  });
  const text = await answer.text();
  answered.push(Buffer.from(`${JSON.stringify([...answer.headers])}\n${text}`));
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    held: /name="held" value="([^"]+)"/.exec(text)?.[1] ?? '',
    took: performance.now() - began,
  };
}

const look = (words: string) =>
  send({ do: 'look', ...Object.fromEntries(words.split(' ').map((word, at) => [`w${at + 1}`, word])) });
const states = async (words: string) => (await world.under(words)).map(({ state }) => state).toSorted();

describe('twelve words in a form', () => {
  test('show where it is, mark it, and take it back from one or from all; the same however often it is pressed', async () => {
    const words = await world.share();
    const seen = await look(words);
    expect([seen.status, seen.headers.get('cache-control'), seen.headers.get('set-cookie')]).toEqual([
      200,
      'no-store',
      null,
    ]);
    for (const name of ['Maguey', 'Hawthorn']) expect(seen.text).toContain(`It is at ${name}`);
    const marked = await send({ do: 'ask-nothing-more', held: seen.held });
    expect(marked.text).toContain('The care team reads here: ask nothing more.');
    const one = { do: 'take-back', held: seen.held, peer: world.peers[0] };
    for (let times = 0; times < 2; times++) {
      expect((await send(one)).text).toContain('1 alert is taken back');
      expect(await states(words)).toEqual(['granted', 'withdrawn']);
    }
    for (let times = 0; times < 2; times++) {
      expect((await send({ do: 'take-back', held: marked.held })).text).toContain('2 alerts are taken back');
      expect(await states(words)).toEqual(['withdrawn', 'withdrawn']);
    }
  });

  test('are no longer held after a quarter of an hour, and nothing that was made up or changed is', async () => {
    const words = await world.share();
    const { held } = await look(words);
    const changed = `${held.slice(0, -2)}${held.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const [what, wrong] of [
      ['take-back', changed],
      ['take-back', ''],
      ['ask-nothing-more', 'x'.repeat(500)],
    ] as const) {
      const refused = await send({ do: what, held: wrong });
      expect([refused.status, refused.text.includes('nothing was done')]).toEqual([409, true]);
    }
    clock.ahead = 16 * 60_000;
    const late = await send({ do: 'take-back', held });
    clock.ahead = 0;
    expect([late.status, late.text.includes('Some time has passed')]).toEqual([409, true]);
    expect(await states(words)).toEqual(['granted', 'granted']);
    expect((await send({ do: 'take-back', held })).status).toBe(200);
  });

  test('that are wrong are answered slowly, and never keep the right ones out', async () => {
    const words = await world.share();
    const wrong = wordsOf(newSecret(), 'es');
    const many = await Promise.all(Array.from({ length: 40 }, () => look(wrong)));
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([404]));
    for (const { took } of many) expect(took).toBeGreaterThanOrEqual(145);
    const right = await look(words);
    expect([right.status, right.took >= 145]).toEqual([200, true]);
    expect(right.took).toBeLessThan(3_000);
    const misspelt = await look(words.replace(/^\S+/, 'zzzz'));
    expect([misspelt.status, misspelt.took >= 145]).toEqual([400, true]);
    expect(misspelt.text).toContain('Look again at number 1.');
  });

  test('a program that sends them as JSON is told that they are no locator', async () => {
    const body = JSON.stringify({ do: 'look', w1: wordsOf(newSecret(), 'es') });
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const answer = await fetch(`${world.ceiba.origin}/my-code`, { method: 'POST', headers, body });
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'malformed' }]);
  });
});

// Last: it stops the node.
test('no word, nothing of the secret and no locator is in an answer, in the log or in the database', async () => {
  const words = await world.share();
  const secret = secretFrom(words);
  const { held } = await look(words);
  await look(words.replace(/^\S+/, 'zzzz'));
  await send({ do: 'ask-nothing-more', held });
  await send({ do: 'take-back', held, peer: world.peers[0] });
  const { place } = world.ceiba;
  await world.ceiba.stop();
  const files =
    inject('database') === 'embedded' ? [...writtenIn(place.folder, inject('embedded').template).values()] : [];
  const tables = Buffer.from([...(await inDatabase(place.database, dump))].flat().join('\n'));
  await world.ceiba.start();
  const traces = [...phraseTraces('her words', words), ...secretTraces('her secret', secret)];
  const locator = secretTraces('her locator', locatorOf(secret, ceibaId));
  expect(tracesIn(Buffer.concat(answered), traces)).toEqual([]);
  expect(tracesIn(Buffer.from(logged.join('\n')), [...traces, ...locator])).toEqual([]);
  expect(tracesIn(tables, [...traces, ...locator])).toEqual([]);
  expect(tracesIn(Buffer.concat(files), [...traces, ...locator])).toEqual([]);
  // What is looked in is what was written: what is public is there.
  expect(tracesIn(tables, tracesOf('an action', 'consent.withdrawn'))).not.toEqual([]);
  expect(logged.length).toBeGreaterThan(10);
});
