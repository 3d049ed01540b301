import { nodeKey } from '../../src/collective/node-keys.ts';
import type { OpenDatabase } from '../../src/database/database.ts';
import { generateKeyPair, publicPem } from '../../src/federation/key-pairs.ts';
import { signedHeaders } from '../../src/federation/signing.ts';
import { follow as followActor } from '../../src/following/follow.ts';
import { addPeer } from '../../src/peers/add.ts';
import { deliveryContent } from '../../src/protocol/delivery.ts';
import { randomId } from '../../src/protocol/encoding.ts';
import { fileOf, publishFile } from '../agreements/words.ts';
import { type Network, openNode, type Server } from '../peers/nodes.ts';
import { mutated, mutatedHeaders, seeded } from './mutations.ts';

type Activity = Record<string, unknown>;
type Sender = { origin: string; actor: string; keyId: string; privateKey: CryptoKey; real: Activity[] };

/** A node, and who writes to it: somebody on other software whom it follows, and a collective that it has pinned. */
export type FuzzStage = { inbox: string; serve: Server; senders: readonly Sender[] };

const as2 = 'https://www.w3.org/ns/activitystreams';
const everybody = `${as2}#Public`;

/** Opens the stage with real databases, keys and rooms; every request of a run goes to `serve`. */
export async function openFuzzStage(database?: () => Promise<OpenDatabase>): Promise<FuzzStage & AsyncDisposable> {
  const network: Network = new Map();
  const ceiba = await openNode('ceiba', network, database);
  const maguey = await openNode('maguey', network, database);
  const lu = await stranger(network);
  const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  const page = await ceiba.get(`/agreements/${series}`, 'application/activity+json');
  const article = (await page.json()) as Activity;
  await addPeer(ceiba.runtime, ceiba.people.rosa.member, maguey.actor);
  const peerKey = await nodeKey(maguey.runtime, 'http');
  const partner = { ...peerKey, origin: maguey.runtime.origin, actor: maguey.actor };
  const follows: string[] = [];
  for (const { actor } of [lu, partner]) {
    const { follow } = await followActor(ceiba.runtime, ceiba.people.rosa.member, { actor });
    follows.push(follow);
  }
  const { envelope } = maguey.chain.newest;
  const header = { v: 1 as const, edition: 1, from: maguey.id, to: ceiba.id, dropCommit: null, dropAfter: null };
  const delivered = [
    deliveryContent({ ...header, kind: 'manifest', delivery: randomId() }, envelope),
    deliveryContent({ ...header, kind: 'receipt', delivery: randomId() }, envelope),
    deliveryContent({ ...header, kind: 'drop', delivery: randomId() }, randomId()),
    deliveryContent(
      { ...header, kind: 'reply', delivery: randomId(), dropAfter: '2027-01-04T00:00:00Z' },
      randomId().repeat(300),
    ),
  ];
  return {
    inbox: `${ceiba.runtime.origin}/actors/self/inbox`,
    serve: async (request) => {
      ceiba.asked.length = 0;
      return network.get(ceiba.runtime.origin)!(request);
    },
    senders: [
      { ...lu, real: activitiesOf(lu, ceiba.actor, follows[0], article, [delivered[0]!]) },
      { ...partner, real: activitiesOf(partner, ceiba.actor, follows[1], article, delivered) },
    ],
    async [Symbol.asyncDispose]() {
      await maguey[Symbol.asyncDispose]();
      await ceiba[Symbol.asyncDispose]();
    },
  };
}

async function stranger(network: Network): Promise<Omit<Sender, 'real'>> {
  const origin = 'https://social.example';
  const actor = `${origin}/users/lu`;
  const keyId = `${actor}#main-key`;
  const { publicKey, privateKey } = await generateKeyPair('rsa');
  const document = {
    '@context': [as2, 'https://w3id.org/security/v1'],
    id: actor,
    type: 'Person',
    inbox: `${actor}/inbox`,
    publicKey: { id: keyId, owner: actor, publicKeyPem: await publicPem(publicKey) },
  };
  const headers = { 'content-type': 'application/activity+json' };
  network.set(origin, async () => Response.json(document, { headers }));
  return { origin, actor, keyId, privateKey };
}

const foreign = [as2, 'https://litepub.social/context.jsonld', { toot: 'http://joinmastodon.org/ns#' }];
const signedInside = (actor: string) => ({
  type: 'RsaSignature2017',
  creator: `${actor}#main-key`,
  signatureValue: Buffer.alloc(256, 7).toString('base64'),
});

/** What somebody really sends: every type that a room takes, once or more. */
function activitiesOf(
  { origin, actor }: Pick<Sender, 'origin' | 'actor'>,
  us: string,
  follow: unknown,
  article: Activity,
  delivered: readonly string[],
): Activity[] {
  const theirs = {
    ...article,
    id: `${origin}/articles/1`,
    attributedTo: actor,
    content: 'x',
    contentMap: {},
    source: {},
  };
  const asked = { id: `${origin}/follows/1`, type: 'Follow', actor, object: us };
  const said = { id: `${origin}/notes/1`, type: 'Note', attributedTo: actor, content: '<p>x</p>', to: [us], tag: [] };
  const acknowledged = {
    id: `${origin}/acknowledgements/1`,
    type: 'Document',
    mediaType: 'application/vnd.convive.acknowledgement.v1+json',
    url: `${origin}/acknowledgements/1`,
    digestMultibase: 'zQmWvQxTqbG2Z9HPJgG57jjwR154cKhbtJenbyYTWkjgF3e',
  };
  return [
    { type: 'Follow', object: us },
    { type: 'Undo', object: asked },
    { '@context': foreign, type: 'Follow', object: { id: us, type: 'Organization' }, signature: signedInside(actor) },
    { type: 'Undo', id: `${us}/Undo_1`, actor: { id: actor, type: 'Person' }, object: us },
    { type: 'Delete', actor: [actor], object: [{ id: actor, type: 'Tombstone' }], signature: signedInside(actor) },
    { type: 'Accept', object: { id: follow, type: 'Follow', actor: us, object: actor } },
    { type: 'Reject', object: follow },
    { type: 'Create', to: [everybody], cc: [], object: theirs },
    { type: 'Update', to: [everybody], object: { ...theirs, updated: '2026-11-22T10:00:00Z' } },
    { type: 'Create', to: [us], object: said },
    { type: 'Create', to: [us], object: acknowledged },
    ...delivered.map((content) => ({
      type: 'Create',
      to: [us],
      object: { type: 'Document', mediaType: 'application/vnd.convive.delivery.v1', content },
    })),
    { type: 'Delete', object: { id: theirs.id, type: 'Tombstone' } },
    { type: 'Flag', content: 'x', object: [us] },
    { type: 'Move', object: actor, target: `${origin}/users/other` },
    { type: 'Block', object: us },
    { type: 'Add', object: theirs.id, target: `${origin}/featured` },
  ];
}

/**
 * Case `n` of a seed, the same every time but for keys, dates and random ids; null where no HTTP client could send it.
 * Three in four are signed after they were changed, so that they reach the rooms. With `again` it has another id: asked
 * anew, not a repeat.
 */
export async function fuzzCase(
  { inbox, senders }: Pick<FuzzStage, 'inbox' | 'senders'>,
  seed: number,
  n: number,
  again = 0,
): Promise<Request | null> {
  const chance = seeded(seed ^ Math.imul(n + 1, 0x9e3779b1));
  const from = senders[n % senders.length]!;
  const id = `${from.origin}/activities/${n}${again ? `-${again}` : ''}`;
  const whole = { '@context': as2, id, actor: from.actor, ...from.real[Math.floor(chance() * from.real.length)] };
  const way = chance();
  const inside = way >= 0.1 && way < 0.3 ? insideOut(whole, chance) : null;
  const activity = way < 0.1 ? whole : (inside ?? mutated(whole, chance));
  let text = JSON.stringify(activity) ?? 'null';
  if (way > 0.95) text = text.slice(0, Math.floor(chance() * text.length));
  const body = new TextEncoder().encode(text);
  const kind = chance() < 0.8 ? 'cavage' : 'rfc9421';
  const post = { method: 'POST' as const, url: inbox, headers: { 'content-type': 'application/activity+json' } };
  const signed = await signedHeaders({ ...post, body: way < 0.75 ? body : new Uint8Array() }, from, kind);
  const headers = way < 0.05 || way > 0.75 ? mutatedHeaders(signed, chance) : signed;
  try {
    return new Request(inbox, { method: 'POST', headers, body });
  } catch {
    return null;
  }
}

/** An activity with what its delivery carries changed; null where it carries none. */
function insideOut(activity: Activity, chance: () => number): Activity | null {
  const { object } = activity;
  if (typeof object !== 'object' || object === null || !('content' in object)) return null;
  const { content } = object;
  if (typeof content !== 'string' || !content.startsWith('{')) return null;
  const text = JSON.stringify(mutated(JSON.parse(content), chance)) ?? 'null';
  return { ...activity, object: { ...object, content: text.slice(0, 60_000) } };
}
