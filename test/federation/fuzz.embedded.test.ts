import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { generateKeyPair, publicPem } from '../../src/federation/key-pairs.ts';
import { signedHeaders } from '../../src/federation/signing.ts';
import { follow as followActor } from '../../src/following/follow.ts';
import { fileOf, publishFile } from '../agreements/words.ts';
import { type Network, openNode } from '../peers/nodes.ts';
import { mutated, mutatedHeaders, seeded } from './mutations.ts';

/*
 * The inbox under structured mutations of real activities and of their headers (QUALITY §5): 20,000 with each change, more with
 * CONVIVE_FUZZ=1000000. Three in four are signed after they were changed, so that they reach the rooms. CONVIVE_FUZZ_SEED repeats a run.
 */

const cases = Number(process.env.CONVIVE_FUZZ || 20_000);
const seed = Number(process.env.CONVIVE_FUZZ_SEED || 20_261_122);
const origin = 'https://social.example';
const actor = `${origin}/users/lu`;
const as2 = 'https://www.w3.org/ns/activitystreams';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heap = () => {
  collect();
  return process.memoryUsage().heapUsed;
};

test('no activity breaks the inbox, stalls it or stays in memory', { timeout: 60_000 + cases * 20 }, async () => {
  const network: Network = new Map();
  await using ceiba = await openNode('ceiba', network);
  const pair = await generateKeyPair('rsa');
  const keyId = `${actor}#main-key`;
  const publicKey = { id: keyId, owner: actor, publicKeyPem: await publicPem(pair.publicKey) };
  const document = {
    '@context': [as2, 'https://w3id.org/security/v1'],
    id: actor,
    type: 'Person',
    inbox: `${actor}/inbox`,
    publicKey,
  };
  network.set(origin, async () =>
    Response.json(document, { headers: { 'content-type': 'application/activity+json' } }),
  );
  const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  const { follow } = await followActor(ceiba.runtime, ceiba.people.rosa.member, { actor });
  const article = (await (await ceiba.get(`/agreements/${series}`, 'application/activity+json')).json()) as Record<
    string,
    unknown
  >;
  const theirs = {
    ...article,
    id: `${origin}/articles/1`,
    attributedTo: actor,
    content: 'x',
    contentMap: {},
    source: {},
  };
  const asked = { id: `${origin}/follows/1`, type: 'Follow', actor, object: ceiba.actor };
  const note = {
    id: `${origin}/notes/1`,
    type: 'Note',
    attributedTo: actor,
    content: '<p>x</p>',
    to: [ceiba.actor],
    tag: [],
  };
  const delivery = {
    type: 'Document',
    mediaType: 'application/vnd.convive.delivery.v1',
    content: '{"body":"","header":{}}',
  };
  const real = [
    { type: 'Follow', object: ceiba.actor },
    { type: 'Undo', object: asked },
    { type: 'Accept', object: { id: follow, type: 'Follow', actor: ceiba.actor, object: actor } },
    { type: 'Reject', object: follow },
    { type: 'Create', to: [`${as2}#Public`], cc: [], object: theirs },
    { type: 'Update', to: [`${as2}#Public`], object: { ...theirs, updated: '2026-11-22T10:00:00Z' } },
    { type: 'Create', to: [ceiba.actor], object: note },
    { type: 'Create', to: [ceiba.actor], object: delivery },
    { type: 'Delete', object: { id: theirs.id, type: 'Tombstone' } },
    { type: 'Flag', content: 'x', object: [ceiba.actor] },
    { type: 'Move', object: actor, target: `${origin}/users/other` },
  ];
  const inbox = `${ceiba.runtime.origin}/actors/self/inbox`;
  const answers = new Map<number, number>();
  const chance = seeded(seed);
  let slowest = { cpuMs: 0, n: -1 };
  let slow = 0;
  let before = 0;
  const key = { keyId, privateKey: pair.privateKey };
  const signed = (body: Uint8Array) =>
    signedHeaders(
      { method: 'POST', url: inbox, headers: { 'content-type': 'application/activity+json' }, body },
      key,
      chance() < 0.8 ? 'cavage' : 'rfc9421',
    );
  let headers = await signed(new Uint8Array());
  for (let n = 0; n < cases; n++) {
    const whole = { '@context': as2, id: `${origin}/activities/${n}`, actor, ...real[n % real.length] };
    const way = chance();
    const activity = way < 0.1 ? whole : mutated(whole, chance);
    let text = JSON.stringify(activity) ?? 'null';
    if (way > 0.95) text = text.slice(0, Math.floor(chance() * text.length));
    const body = new TextEncoder().encode(text);
    if (way < 0.75) headers = await signed(body);
    const sent = way < 0.05 || way > 0.75 ? mutatedHeaders(headers, chance) : headers;
    let request: Request;
    try {
      request = new Request(inbox, { method: 'POST', headers: sent, body });
    } catch {
      continue; // Not even HTTP: the server's parser refuses it.
    }
    const began = process.cpuUsage();
    const { status } = await network.get(ceiba.runtime.origin)!(request);
    const { user, system } = process.cpuUsage(began);
    const cpuMs = (user + system) / 1000;
    if (n > 500 && cpuMs > slowest.cpuMs) slowest = { cpuMs, n };
    if (n > 500 && cpuMs > 50) slow++;
    answers.set(status, (answers.get(status) ?? 0) + 1);
    if (status >= 500) throw new Error(`case ${n} of seed ${seed} was answered ${status}`);
    if (n === Math.floor(cases / 4)) before = heap();
  }
  const grown = heap() - before;
  const seen = `${[...answers].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)}; slowest ${slowest.cpuMs.toFixed(1)} ms (case ${slowest.n}); heap ${(grown / 1e6).toFixed(1)} MB`;
  expect(slow, seen).toBe(0);
  expect(grown, seen).toBeLessThan(20e6);
  expect(answers.get(202), seen).toBeGreaterThan(cases / 50);
  process.stderr.write(process.env.CONVIVE_FUZZ ? `${seen}\n` : '');
});
