import { expect, test } from 'vitest';
import { type FuzzSeen, fuzz, fuzzFaults, fuzzFigures } from './fuzz.ts';
import { type FuzzStage, openFuzzStage } from './fuzz-stage.ts';

/*
 * The inbox under structured mutations of real activities, of what deliveries carry, and of headers: 20,000 with each
 * change; the long run is `fuzz-run.ts`.
 */

test('no activity breaks the inbox, stalls it or stays in memory', { timeout: 1_200_000 }, async () => {
  await using stage = await openFuzzStage();
  const seen = await fuzz(stage, { seed: 20_261_122, from: 0, cases: 20_000 });
  expect(fuzzFaults(seen), fuzzFigures(seen)).toEqual([]);
});

const kept: string[] = [];
const burn = (ms: number) => {
  const before = process.cpuUsage();
  for (let spent = 0; spent < ms; ) {
    const { user, system } = process.cpuUsage(before);
    spent = (user + system) / 1000;
  }
};
const planted: [string, RegExp, (n: number) => Response | Promise<Response>][] = [
  ['an answer 5xx', /: 500$/, (n) => new Response(null, { status: n === 700 ? 500 : 202 })],
  [
    'a crash',
    /: threw TypeError$/,
    (n) => {
      if (n === 700) throw new TypeError('planted');
      return new Response(null, { status: 202 });
    },
  ],
  [
    'what is dear each time',
    /^case \d+ of seed 7: over 50 ms each time$/,
    (n) => {
      if (n > 700 && n < 710) burn(90);
      return new Response(null, { status: 202 });
    },
  ],
  [
    'what is dear the first time only, again and again',
    /^\d+ over 50 ms$/,
    (n) => {
      if (n > 600 && n % 40 === 0) burn(90);
      return new Response(null, { status: 202 });
    },
  ],
  [
    'what stays in memory',
    /^heap grew by \d/,
    (n) => {
      kept.push(`${n}`.repeat(9).padEnd(20_000, String(n)).split('').reverse().join(''));
      return new Response(null, { status: 202 });
    },
  ],
  ['an inbox that takes nothing', /^hardly any was taken/, () => new Response(null, { status: 400 })],
];

test.each(planted)('the fuzz notices %s', { timeout: 180_000 }, async (_what, line, answer) => {
  const { privateKey } = await crypto.subtle.generateKey(
    { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' },
    true,
    ['sign', 'verify'],
  );
  const origin = 'https://social.example';
  const actor = `${origin}/users/lu`;
  let asked = 0;
  const stage: FuzzStage = {
    inbox: 'https://ceiba.example/inbox',
    serve: async () => answer(asked++),
    senders: [{ origin, actor, keyId: `${actor}#main-key`, privateKey, real: [{ type: 'Like', object: actor }] }],
  };
  const seen: FuzzSeen = await fuzz(stage, { seed: 7, from: 0, cases: 1600 });
  const faults = fuzzFaults(seen);
  kept.length = 0;
  // What is planted may cost twice: what stays in memory keeps the collector busy as well.
  expect(faults, fuzzFigures(seen)).toContainEqual(expect.stringMatching(line));
});
