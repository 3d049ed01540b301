import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actorUrls } from '../../src/federation/actor-document.ts';
import { activityStreams } from '../../src/federation/contexts.ts';
import { publicPem } from '../../src/federation/key-pairs.ts';
import { randomId } from '../../src/protocol/encoding.ts';
import { type ConviveNode, foundConvive } from './convive.ts';
import { post, ready } from './load.ts';
import { json, type Stranger, startStranger } from './loopback.ts';
import { limited, type Row, rounded } from './rows.ts';

const mostMbPerHour = 5;
/** Names that the stranger has registered: ports of this machine, each of which counts as a domain. */
const hosts = 4;

/**
 * How much a node's folder grows in an hour while one stranger does what leaves rows: Follows of ever new accounts at
 * four domains and their Undos, activities without an effect of 4 kB each, and guesses. The first third of the time,
 * in which what has a cap is filled, stands beside the rest.
 */
export async function growthRows(minutes: number): Promise<Row[]> {
  await using held = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'convive-bench-'));
  held.defer(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, 'data');
  const node = held.use(await foundConvive(data, null));
  const strangers: Stranger[] = [];
  for (let at = 0; at < hosts; at++) strangers.push(held.use(await withEveryAccount(`Lu ${at}`)));
  const began = performance.now();
  const until = began + minutes * 60_000;
  const statuses = new Map<number | null, number>();
  const floods = strangers.map((stranger) => flood(node, stranger, until, statuses));
  const bytes = [bytesIn(data)];
  await new Promise((resolve) => setTimeout(resolve, (until - began) / 3));
  bytes.push(bytesIn(data));
  await Promise.all(floods);
  bytes.push(bytesIn(data));
  const [before = 0, full = 0, after = 0] = bytes;
  const perHour = (grown: number, share: number) => rounded((grown / 1e6 / (minutes * share)) * 60);
  const sent = [...statuses].map(([status, count]) => `${count} times ${status ?? 'nothing'}`).join(', ');
  return [
    limited(
      {
        row: 'growth',
        what: 'disk growth in an hour of one stranger’s flood, embedded',
        value: perHour(after - full, 2 / 3),
        unit: 'MB',
        beside: { what: 'in the first third of it', value: perHour(full - before, 1 / 3) },
        note: `${minutes} min; ${rounded((after - before) / 1e6)} MB in all; answered ${sent}`,
      },
      mostMbPerHour,
    ),
  ];
}

/** A server that has whatever account is asked for, all under one key. */
async function withEveryAccount(name: string): Promise<Stranger> {
  const stranger = await startStranger(name);
  const publicKeyPem = await publicPem(stranger.publicKey);
  stranger.answer = ({ url }, response) => {
    const actor = `${stranger.origin}${url}`;
    const publicKey = { id: `${actor}#main-key`, owner: actor, publicKeyPem };
    json(response, { '@context': activityStreams, id: actor, type: 'Person', inbox: `${actor}/inbox`, publicKey });
  };
  return stranger;
}

async function flood(
  { origin, inbox }: ConviveNode,
  stranger: Stranger,
  until: number,
  statuses: Map<number | null, number>,
): Promise<void> {
  const us = actorUrls(origin).actor;
  const say = async (actor: string, activity: object) => {
    const whole = { '@context': activityStreams, id: `${stranger.origin}/${randomId()}`, actor, ...activity };
    const key = { ...stranger.key, keyId: `${actor}#main-key` };
    const [answer] = await post([await ready(inbox, whole, key)], 1);
    statuses.set(answer?.status ?? null, (statuses.get(answer?.status ?? null) ?? 0) + 1);
    stranger.asked.length = 0;
  };
  const guess = (path: string, body: object) =>
    new Promise<void>((resolve) => {
      const headers = { 'content-type': 'application/json' };
      const sent = request(`${origin}${path}`, { method: 'POST', headers, family: 4 }, (answer) => {
        answer.resume().once('end', resolve);
      });
      sent.once('error', () => resolve()).end(JSON.stringify(body));
    });
  const content = 'x'.repeat(4_000);
  while (performance.now() < until) {
    const actor = `${stranger.origin}/users/${randomId()}`;
    const follow = { type: 'Follow', object: us, id: `${stranger.origin}/${randomId()}` };
    await say(actor, follow);
    await say(actor, { type: 'Undo', object: { ...follow, actor }, content });
    await say(actor, follow);
    await say(actor, { type: 'Like', object: us, content });
    await say(actor, { type: 'Create', object: { type: 'Note', id: `${actor}/1`, attributedTo: actor, content } });
    await guess('/sign-in/challenge', {});
    await guess('/drop', { delivery: randomId(), token: randomId() });
    await guess('/my-code', { locator: randomId() });
  }
}

function bytesIn(folder: string): number {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    // Kept free for erasing on a full disk, of one size for good.
    if (name === 'reserve') continue;
    // What a checkpoint removes meanwhile has no size.
    const file = statSync(join(folder, name), { throwIfNoEntry: false });
    if (file?.isFile()) bytes += file.blocks * 512;
  }
  return bytes;
}
