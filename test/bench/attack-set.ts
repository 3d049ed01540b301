import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { publicAudience } from '../../src/federation/actor-document.ts';
import { activityStreams } from '../../src/federation/contexts.ts';
import type { JsonObject } from '../../src/federation/json-shape.ts';
import { proveObject } from '../../src/federation/object-proof.ts';
import type { SigningKey } from '../../src/federation/signing.ts';
import { type Ready, ready } from './load.ts';
import { json, type Stranger } from './loopback.ts';

/** Who takes part: the attacked inbox, the attacker's server, and somebody whose name is used. */
export type Scene = { inbox: string; attacker: Stranger; victim: Stranger };

/** One request that costs the sender little, and what its server does when it is asked. */
export type Attack = {
  what: string;
  make(scene: Scene): Promise<Ready>;
  /** What `attacker` answers in place of its actor; without it, honestly. */
  answer?: (scene: Scene) => NonNullable<Stranger['answer']>;
  /**
   * How often it is done: fewer where each takes seconds, and where a stranger's key is fetched at most 12 times a
   * minute.
   */
  times?: { ours: number; bare: number };
};

const fetched = { ours: 10, bare: 10 };
const once = { ours: 10, bare: 1 };

const note = ({ attacker }: Scene, more: JsonObject = {}): JsonObject => ({
  '@context': activityStreams,
  id: `${attacker.origin}/activities/${randomUUID()}`,
  type: 'Create',
  actor: attacker.actor,
  to: [publicAudience],
  object: { id: `${attacker.origin}/notes/${randomUUID()}`, type: 'Note', content: 'x', attributedTo: attacker.actor },
  ...more,
});
const bySender = (change: (scene: Scene) => unknown): Attack['make'] => {
  return (scene) => ready(scene.inbox, change(scene), scene.attacker.key);
};
/** About 100 bytes each. */
const scopedTerms = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `term${at}`,
      { '@id': `https://vocabulary.example/of/terms#${at}`, '@context': { inner: `https://vocabulary.example/${at}` } },
    ]),
  );
const bogus = ({ attacker }: Scene) => ({
  type: 'RsaSignature2017',
  creator: attacker.key.keyId,
  created: '2026-01-05T10:00:00Z',
  signatureValue: Buffer.alloc(256, 7).toString('base64'),
});
const remote = (scene: Scene) => Array.from({ length: 2000 }, (_, at) => `${scene.attacker.origin}/c${at}`);

/** The most that a server sends of a document that never ends; by then the bare one holds all of it. */
const endlessBytes = 256 * 1024 * 1024;

function endless(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/activity+json' });
  const chunk = Buffer.alloc(64 * 1024, 0x20);
  let sent = 0;
  const go = () => {
    while (!response.destroyed && sent < endlessBytes) {
      sent += chunk.length;
      if (!response.write(chunk)) return void response.once('drain', go);
    }
    response.end();
  };
  go();
}

const nested = (levels: number) => ['{"a":'.repeat(levels), '}'.repeat(levels)].join('1');
const named = (key: SigningKey, keyId: string): SigningKey => ({ ...key, keyId });

export const attacks: readonly Attack[] = [
  {
    what: 'context bomb: 2,000 scoped terms',
    make: bySender((scene) => note(scene, { '@context': [activityStreams, scopedTerms(2000)] })),
    times: once,
  },
  {
    // Signed by who sends it, this is an ordinary activity: what it brings is not looked at, and nothing is kept.
    what: 'context bomb: 700 scoped terms',
    make: bySender((scene) => note(scene, { '@context': [activityStreams, scopedTerms(700)] })),
    times: once,
  },
  {
    what: 'context bomb: 2,000 scoped terms, bogus LD signature',
    make: bySender((scene) =>
      note(scene, { '@context': [activityStreams, scopedTerms(2000)], signature: bogus(scene) }),
    ),
    times: once,
  },
  { what: 'depth bomb: 10,000 levels', make: bySender(() => nested(10_000)) },
  {
    what: 'breadth bomb: 5,000 objects',
    make: bySender((scene) =>
      note(scene, { tag: Array.from({ length: 5000 }, () => ({ type: 'Mention', name: 'x' })) }),
    ),
    times: { ours: 10, bare: 3 },
  },
  {
    // Only the actor is asked for, and its server answers something else: no context is.
    what: 'remote contexts: 2,000 URLs, bogus LD signature',
    make: bySender((scene) =>
      note(scene, { '@context': [activityStreams, ...remote(scene)], signature: bogus(scene) }),
    ),
    answer: () => (_request, response) => json(response, { '@context': {} }, 'application/ld+json'),
    times: once,
  },
  {
    what: 'key fetches: 50 signature labels',
    make: async (scene) => {
      const made = await ready(scene.inbox, note(scene), scene.attacker.key, 'rfc9421');
      const labels = Array.from({ length: 50 }, (_, at) => `sig${at}`);
      const [input, value] = [made.headers['signature-input'] ?? '', made.headers.signature ?? ''];
      // Fedify reads the body once only: what does not cover it goes on to the next label.
      const bodiless = input.replace(/ ?"content-digest"/, '');
      const many = labels.map((label) => bodiless.replace('sig1', label).replace('#main-key', `?${label}`));
      // Short ones, so that all labels fit into what Node takes as headers.
      const values = labels.map((label) => `${label}=:${value.slice(6, 94)}:`);
      return {
        ...made,
        headers: { ...made.headers, 'signature-input': many.join(', '), signature: values.join(', ') },
      };
    },
    answer: () => (_request, response) => response.writeHead(404).end(),
    times: { ours: 10, bare: 3 },
  },
  {
    what: 'a key document that never ends',
    make: bySender(note),
    answer: () => (_request, response) => endless(response),
    times: { ours: 10, bare: 1 },
  },
  {
    what: 'a key server that never answers',
    make: bySender(note),
    answer: () => () => {},
    times: { ours: 2, bare: 1 },
  },
  { what: 'NUL in a name', make: bySender((scene) => note(scene, { name: 'a\0b' })), times: fetched },
  {
    what: 'half a surrogate pair',
    make: bySender((scene) => JSON.stringify(note(scene, { name: '?!' })).replace('?!', '\\ud800')),
    times: fetched,
  },
  {
    what: 'forged: a key elsewhere that claims an owner',
    make: ({ inbox, attacker, victim }) =>
      ready(inbox, asVictim(victim), named(attacker.key, `${attacker.origin}/key`)),
    answer: claims,
    times: fetched,
  },
  {
    what: "forged: the victim's key name, another key",
    make: ({ inbox, attacker, victim }) => ready(inbox, asVictim(victim), named(attacker.key, victim.key.keyId)),
    times: fetched,
  },
  {
    what: 'forged: an object proof by a key that claims an owner',
    make: async ({ inbox, attacker, victim }) => {
      const key = named(attacker.objectKey, `${attacker.origin}/key`);
      return ready(inbox, await proveObject(asVictim(victim), key, new Date()), named(attacker.key, key.keyId));
    },
    answer: claims,
    times: fetched,
  },
  {
    what: 'forged: an LD signature by a key that claims an owner',
    make: (scene) => {
      const creator = `${scene.attacker.origin}/key`;
      const activity = { ...asVictim(scene.victim), signature: { ...bogus(scene), creator } };
      return ready(scene.inbox, activity, named(scene.attacker.key, creator));
    },
    answer: claims,
    times: fetched,
  },
  {
    what: "suppression: somebody else's activity id",
    make: bySender((scene) => note(scene, { id: `${scene.victim.origin}/activities/${randomUUID()}`, type: 'Like' })),
    times: fetched,
  },
];

function asVictim(victim: Stranger): JsonObject {
  return {
    '@context': activityStreams,
    id: `${victim.origin}/activities/${randomUUID()}`,
    type: 'Follow',
    actor: victim.actor,
    object: publicAudience,
  };
}

/** A document of the attacker that says its key is the victim's. */
function claims({ attacker, victim }: Scene): NonNullable<Stranger['answer']> {
  const id = `${attacker.origin}/key`;
  const key = attacker.document.publicKey as JsonObject;
  return (_request, response) =>
    json(response, { '@context': 'https://w3id.org/security/v1', ...key, id, owner: victim.actor });
}
