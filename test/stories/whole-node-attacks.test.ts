import { connect as connectSocket, isIP } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRecord } from '../../src/client/api/record.ts';
import { nodeKey } from '../../src/collective/node-keys.ts';
import { atWork, meet } from '../../src/commands/scripted-steps.ts';
import { proveObject } from '../../src/federation/object-proof.ts';
import type { SigningKey } from '../../src/federation/signing.ts';
import { hostileDocuments, nested } from '../federation/hostile-documents.ts';
import {
  activityStreams,
  actorOf,
  answerJson,
  follow,
  forThisFile,
  post,
  rawPost,
  type Stranger,
  sharedPair,
  signed,
  startStranger,
} from '../federation/stage.ts';
import { sayAtEveryDoor, tokenOf } from '../support/doors.ts';
import { type Attacked, foundUnderAttack, rowsFromOutside, withstands } from '../support/under-attack.ts';
import { type Collective, eventually, found } from '../support/world.ts';

describe('a node that strangers attack', { timeout: 60_000 }, () => {
  let ceiba: Attacked;
  let maguey: Collective & AsyncDisposable;
  let magueyKey: SigningKey;
  let lu: Stranger;
  let before: Record<string, number>;

  beforeAll(async () => {
    [ceiba, maguey] = await Promise.all([foundUnderAttack('Ceiba'), found('Maguey')]);
    await meet(ceiba, maguey);
    await meet(maguey, ceiba);
    await eventually(
      () => rowsFromOutside(ceiba),
      ({ followers }) => followers === 1,
      30_000,
    );
    magueyKey = await nodeKey(maguey.node!.app.runtime, 'http');
    lu = await forThisFile(() => startStranger());
    lu.answer = (path, _request, response) => path === '/users/lu/inbox' && answerJson(response, {});
    before = await rowsFromOutside(ceiba);
  }, 120_000);
  afterAll(async () => {
    await ceiba?.[Symbol.asyncDispose]();
    await maguey?.[Symbol.asyncDispose]();
  });

  /** What only a pinned partner may send: a delivery, by its raw shape. */
  const delivery = (actor: string, id = 'sealed') => ({
    '@context': activityStreams,
    id: `${new URL(actor).origin}/activities/${id}`,
    type: 'Create',
    actor,
    to: [`${ceiba.origin}/actor`],
    object: { type: 'Document', mediaType: 'application/vnd.convive.delivery.v1', content: '{}' },
  });

  it.each(hostileDocuments)('refuses %s before it looks anything up', async (_what, document, refused) => {
    await withstands(ceiba, post(ceiba.inbox, document(lu.actor), lu.key), refused);
  });

  it('refuses too much, what is no text, and fifty signatures at once', async () => {
    const large = { ...follow(lu.actor, ceiba.origin), content: 'x'.repeat(256 * 1024) };
    await withstands(ceiba, post(ceiba.inbox, large, lu.key), { status: 413, code: 'too-large' });
    const text = { ...follow(lu.actor, ceiba.origin), name: '#' };
    const { bytes, headers } = await signed(ceiba.inbox, text, lu.key);
    const spoilt = Uint8Array.from(bytes, (byte) => (byte === 0x23 ? 0xff : byte));
    expect(await rawPost(ceiba.inbox, headers, spoilt)).toBe(401);
    const fifty = post(ceiba.inbox, follow(lu.actor, ceiba.origin), lu.key, 'rfc9421', (headers) => {
      const labels = Array.from({ length: 50 }, (_, at) => `sig${at}`);
      const [input, value] = [headers['signature-input'] ?? '', headers.signature ?? ''];
      const named = labels.map((label) => input.replace('sig1', label).replace('#main-key', `?${label}`));
      headers['signature-input'] = named.join(', ');
      headers.signature = labels.map((label) => `${label}=:${value.slice(6, 30)}:`).join(', ');
    });
    await withstands(ceiba, fifty, { status: 401, code: 'signature-label' });
  });

  it('leaves a key document that never ends, and waits five seconds at most for one that never comes', async () => {
    const mallory = await startStranger('mallory');
    let sent = 0;
    mallory.answer = (_path, _request, response) => {
      response.writeHead(200, { 'content-type': 'application/activity+json' });
      const chunk = Buffer.alloc(64 * 1024, 0x20);
      const go = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        if (!response.destroyed) response.once('drain', go);
      };
      go();
      return true;
    };
    const attack = () => post(ceiba.inbox, follow(mallory.actor, ceiba.origin), mallory.key);
    await withstands(ceiba, attack(), { status: 401, code: 'signature' }, 1);
    expect(sent).toBeLessThan(64 * 1024 * 1024);
    mallory.answer = (_path, _request, response) => answerJson(response, nested(50_000, '[', ']'));
    await withstands(ceiba, attack(), { status: 401, code: 'signature' }, 1);
    mallory.answer = () => true;
    const began = performance.now();
    await withstands(ceiba, attack(), { status: 401, code: 'signature' }, 1);
    expect(performance.now() - began).toBeLessThan(9000);
  });

  it('is not deceived by a key that claims an owner: not as a stranger, and not as a partner', async () => {
    const mallory = await startStranger('mallory');
    const { privateKey } = await sharedPair('mallory');
    const objectKey = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
    const refused = { status: 401, code: 'signature' };
    for (const [victim, name] of [
      [lu.actor, lu.key.keyId],
      [`${maguey.origin}/actor`, magueyKey.keyId],
    ] as const) {
      const place = `${mallory.origin}/key`;
      const claimed = actorOf(victim, place, mallory.publicKeyPem).publicKey;
      mallory.answer = (path, _request, response) => path === '/key' && answerJson(response, claimed);
      const [elsewhere, asVictim] = [place, name].map((keyId) => ({ keyId, privateKey })) as [SigningKey, SigningKey];
      // Only whose own document may say otherwise is asked; a partner's key is pinned, and nobody is.
      const looks = victim === lu.actor ? 1 : 0;
      const activity = () => follow(victim, `${ceiba.origin}/actor`);
      await withstands(ceiba, post(ceiba.inbox, activity(), elsewhere), refused);
      await withstands(ceiba, post(ceiba.inbox, activity(), asVictim), refused, looks);
      const proven = await proveObject(activity(), { keyId: place, privateKey: objectKey.privateKey }, new Date());
      await withstands(ceiba, post(ceiba.inbox, proven, elsewhere), refused);
      await withstands(ceiba, post(ceiba.inbox, proven, asVictim), refused, looks);
      const linked = { ...activity(), signature: { type: 'RsaSignature2017', creator: place } };
      await withstands(ceiba, post(ceiba.inbox, linked, elsewhere), refused);
      await withstands(ceiba, post(ceiba.inbox, linked, asVictim), refused, looks);
    }
    const sealed = delivery(`${maguey.origin}/actor`);
    const forged = { keyId: magueyKey.keyId, privateKey };
    await withstands(ceiba, post(ceiba.inbox, sealed, forged), refused);
    await withstands(ceiba, post(ceiba.inbox, delivery(lu.actor), lu.key), { status: 403, code: 'unknown-issuer' });
    expect(mallory.asked).toEqual([]);
  });

  it('asks a partner once, and not at every try, when a key of theirs is not known', async () => {
    const unknown = { ...magueyKey, keyId: `${maguey.origin}/actor#other` };
    const refused = { status: 401, code: 'signature' };
    await withstands(ceiba, post(ceiba.inbox, delivery(`${maguey.origin}/actor`), unknown), refused, 1);
    await withstands(ceiba, post(ceiba.inbox, delivery(`${maguey.origin}/actor`), unknown), refused, 0);
  });

  it('wants a signature over method, target, date and body, also from a partner and also when it is genuine', async () => {
    const refused = { status: 401, code: 'signature-coverage' };
    for (const [activity, key] of [
      [follow(lu.actor, `${ceiba.origin}/actor`), lu.key],
      [follow(`${maguey.origin}/actor`, `${ceiba.origin}/actor`), magueyKey],
      [delivery(`${maguey.origin}/actor`), magueyKey],
    ] as const) {
      for (const names of [['date'], ['(request-target)', 'host', 'date'], ['host', 'date', 'digest']]) {
        const { bytes, headers } = await signed(ceiba.inbox, activity, key);
        headers.signature = await cavage(headers, ceiba.inbox, names, key);
        await withstands(ceiba, send(ceiba.inbox, headers, bytes), refused);
      }
      for (const list of ['"date"', '"@method" "@target-uri"', '"@method" "content-digest"']) {
        const { bytes, headers } = await signed(ceiba.inbox, activity, key, 'rfc9421');
        headers['signature-input'] = (headers['signature-input'] ?? '').replace(/\([^)]*\)/, `(${list})`);
        await withstands(ceiba, send(ceiba.inbox, headers, bytes), refused);
      }
    }
  });

  it('says no to whatever is said at its doors, and never breaks', { timeout: 120_000 }, async () => {
    const token = await tokenOf(ceiba, 0);
    const words: [word: string, inPath?: string][] = [
      ['a\0b'],
      ['\ud800', '%ED%A0%80'],
      ['%', '%'],
      ['__proto__'],
      ["';drop table node;--"],
      ['@a@1.2.3.999'],
      ['9'.repeat(400)],
    ];
    const broken: string[] = [];
    for (const [word, inPath] of words)
      for (const { door, status } of await sayAtEveryDoor(ceiba.origin, token, word, inPath))
        if (status >= 500) broken.push(`${status} ${door}`);
    for (const { door, status } of await sayAtEveryDoor(ceiba.origin, null, 'a\0b'))
      if (status >= 500) broken.push(`${status} ${door}`);
    for (const line of [
      'GET http://x.example/ HTTP/1.1',
      'GET //x.example/a HTTP/1.1',
      'OPTIONS * HTTP/1.1',
      'BREW / HTTP/1.1',
    ])
      for (const host of ['x.example', 'a b', '', '[::1', 'x.example:99999'])
        broken.push(...((await statusOf(ceiba.origin, line, host)) >= 500 ? [`${line} ${host}`] : []));
    expect(broken).toEqual([]);
  });

  it('lets nobody put an activity under the id of somebody else, and takes theirs afterwards', async () => {
    expect(await rowsFromOutside(ceiba)).toEqual(before);
    const mallory = await startStranger('mallory');
    const real = follow(lu.actor, `${ceiba.origin}/actor`);
    const stolen = { ...follow(mallory.actor, `${ceiba.origin}/actor`), id: real.id };
    await withstands(ceiba, post(ceiba.inbox, stolen, mallory.key), { status: 403, code: 'origin-mismatch' });
    expect(await post(ceiba.inbox, real, lu.key)).toMatchObject({ status: 202 });
    expect((await rowsFromOutside(ceiba)).followers).toBe((before.followers ?? 0) + 1);
  });

  it('connects to no name that leads into its own network', async () => {
    const inside = await startStranger('mallory');
    const { port } = new URL(inside.origin);
    const inwards = ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.7', '169.254.169.254', '0.0.0.0'];
    await ceiba.withEgress({
      allowLoopback: false,
      resolve: (_name, _options, callback) =>
        callback(
          null,
          inwards.map((address) => ({ address, family: isIP(address) })),
        ),
    });
    for (const [origin, looks] of [
      [`https://rebound.example:${port}`, 1],
      [`https://127.0.0.1:${port}`, 0],
      [inside.origin, 0],
    ] as const) {
      const key = { ...inside.key, keyId: `${origin}/users/lu#main-key` };
      const attack = post(ceiba.inbox, follow(`${origin}/users/lu`, `${ceiba.origin}/actor`), key);
      await withstands(ceiba, attack, { status: 401, code: 'signature' }, looks);
    }
    expect(inside.asked).toEqual([]);
  });

  it('is whole afterwards: nothing broke, and the record has no gap', async () => {
    const { api, root } = await atWork(ceiba, 0);
    expect(await checkRecord(api, root.chain, undefined)).toMatchObject({ ok: true });
    expect(ceiba.broken).toEqual([]);
    expect((await fetch(`${ceiba.origin}/readyz`)).status).toBe(200);
  });
});

/** A genuine draft-cavage signature over exactly these. */
async function cavage(
  headers: Record<string, string>,
  inbox: string,
  names: readonly string[],
  { keyId, privateKey }: SigningKey,
): Promise<string> {
  const { host, pathname } = new URL(inbox);
  const known: Record<string, string> = { ...headers, host, '(request-target)': `post ${pathname}` };
  const text = names.map((name) => `${name}: ${known[name]}`).join('\n');
  const bytes = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, new TextEncoder().encode(text));
  const value = Buffer.from(bytes).toString('base64');
  return `keyId="${keyId}",algorithm="rsa-sha256",headers="${names.join(' ')}",signature="${value}"`;
}

async function send(inbox: string, headers: Record<string, string>, body: Uint8Array) {
  const answer = await fetch(inbox, { method: 'POST', headers, body: new Uint8Array(body) });
  const { code } = (await answer.json()) as { code?: string };
  return { status: answer.status, code };
}

/** The status that a request line gets as it stands; 0 when the line was simply closed. */
function statusOf(origin: string, line: string, host: string): Promise<number> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connectSocket(Number(port), hostname);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.once('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)));
    socket.once('error', reject);
    socket.end(`${line}\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
  });
}
