import { createPrivateKey, createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Agreement } from '../../schemas/agreement.ts';
import { articleUrl } from '../../src/agreements/versions/addresses.ts';
import {
  type ArticleVersion,
  acknowledgementActivity,
  articleActivity,
  articleOf,
  deleteActivity,
  featuredActivity,
  withLdSignature,
} from '../../src/agreements/wire/activity.ts';
import { conviveProtocol } from '../../src/collective/activity.ts';
import {
  actorDocument,
  actorUrls,
  countDocument,
  listDocument,
  pageDocument,
  pagedDocument,
} from '../../src/federation/actor-document.ts';
import { generateKeyPair, importPrivateKey, publicMultibase } from '../../src/federation/key-pairs.ts';
import { deliveryActivity } from '../../src/peers/activity.ts';

/*
 * What leaves a node for other software, member by member: a change of these files is a change of the wire, and belongs
 * into FEDERATION.md. Clock and object key are fixed; only the RSA signature of a Delete differs from run to run and is
 * blanked.
 */

const origin = 'https://ceiba.example';
const urls = actorUrls(origin);
const id = (name: string) => `A${name}`.padEnd(21, 'A').concat('A');
const statement: Agreement = {
  type: 'agreement',
  issuer: 'C'.repeat(42).concat('A'),
  series: id('series'),
  version: 1,
  prev: null,
  adaptedFrom: [],
  scope: {},
  contacts: [],
  ladder: [],
  procedures: [],
  title: { es: 'Cómo convivimos en «Ceiba»', en: 'How we live together' },
  languages: ['es', 'en'],
  summary: { es: 'Lo que acordamos en la casa & la huerta.', en: 'What we agreed.' },
  clauses: [
    {
      id: id('verbal'),
      violence: 'verbal',
      ownName: {},
      axes: [],
      severity: null,
      stance: 'not_tolerated',
      fromStep: null,
      text: { es: 'No gritamos. Nos damos **tiempo**.', en: 'We do not shout.' },
      examples: { es: ['Gritar en la cocina'] },
      responses: { es: ['Hablamos con <quien> gritó'] },
      support: { es: ['Alguien acompaña'] },
    },
  ],
  belonging: [],
  protects: {},
  adopted: { body: 'Asamblea', method: 'consent_round', at: '2026-03-14' },
  reviewBy: '2027-03-14',
  licence: 'CC-BY-SA-4.0',
  issuedAt: '2026-03-14T18:00:00Z',
};
const series = articleUrl(origin, statement.series);

/** An Ed25519 key of 32 equal bytes as PKCS #8 (RFC 8410 §7). */
const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]);
const objectKey = async () => ({ keyId: urls.objectKey, privateKey: await importPrivateKey('ed25519', pkcs8) });
const objectMultibase = async () => {
  const der = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })).export({
    format: 'der',
    type: 'spki',
  });
  return publicMultibase(
    await crypto.subtle.importKey('spki', new Uint8Array(der), { name: 'Ed25519' }, true, ['verify']),
  );
};
const versionOf = (version: number, published: string): ArticleVersion => ({
  statement: { ...statement, version },
  envelope: '{"payload":"e30","payloadType":"application/vnd.convive.agreement.v1+json","signatures":[]}',
  published: new Date(published),
  first: new Date('2026-03-15T09:00:00Z'),
});
const first = async () => articleOf(origin, versionOf(1, '2026-03-15T09:00:00Z'), await objectKey());
const second = async () => articleOf(origin, versionOf(2, '2026-06-01T09:00:00Z'), await objectKey());
const partner = 'https://maguey.example/actor';
const activity = (n: number) => `${origin}/activities/0195-${n}`;

const outgoing: Record<string, () => Promise<unknown>> = {
  actor: async () =>
    actorDocument(origin, {
      kind: 'Organization',
      handle: 'ceiba',
      name: 'Ceiba',
      summary: 'Casa con biblioteca, comedor & huerta.',
      language: 'es',
      published: new Date('2026-01-05T10:00:00Z'),
      publicKey: { id: urls.mainKey, pem: '-----BEGIN PUBLIC KEY-----\nMIIBIjAN\n-----END PUBLIC KEY-----\n' },
      objectKey: { id: urls.objectKey, multibase: await objectMultibase() },
      implements: [conviveProtocol],
      links: [
        { href: `${origin}/manifest`, name: 'Manifest', rel: 'urn:convive:manifest:v1', mediaType: 'application/json' },
      ],
    }),
  featured: async () => listDocument(urls.featured, [series]),
  followers: async () => countDocument(urls.followers, 12),
  following: async () => countDocument(urls.following, 3),
  outbox: async () => pagedDocument(urls.outbox, 21),
  'outbox-page': async () => {
    const items = [articleActivity(origin, 'Create', `${series}#create`, await second())];
    return pageDocument(urls.outbox, 'first', { items, next: statement.series });
  },
  article: first,
  create: async () => articleActivity(origin, 'Create', activity(1), await first()),
  update: async () => articleActivity(origin, 'Update', activity(2), await second()),
  add: async () => featuredActivity(origin, 'Add', activity(3), series),
  remove: async () => featuredActivity(origin, 'Remove', activity(4), series),
  acknowledgement: async () => {
    const said = { activity: activity(6), id: 'K'.repeat(42).concat('A'), envelope: '{}', to: partner };
    return acknowledgementActivity(origin, said);
  },
  'peer-delivery': async () => {
    const header = {
      v: 1,
      kind: 'drop',
      delivery: id('delivery'),
      edition: 1,
      from: statement.issuer,
      to: 'D'.repeat(42).concat('A'),
      dropCommit: null,
      dropAfter: null,
    } as const;
    return JSON.parse(
      deliveryActivity(origin, { id: '0195-7', recipient: partner }, { header, body: id('token') }),
    ) as unknown;
  },
  'delete-to-nodes': async () => deleteActivity(origin, activity(5), series),
  delete: async () => {
    const { privateKey } = await generateKeyPair('rsa');
    const key = { keyId: urls.mainKey, privateKey };
    const { signature, ...rest } = await withLdSignature(deleteActivity(origin, activity(5), series), key);
    const blank = { ...(signature as object), created: '(time)', signatureValue: '(RSA, base64)' };
    return { ...rest, signature: blank };
  },
};

test.each(Object.keys(outgoing))('%s goes out as it always did', async (name) => {
  const sent = JSON.parse(JSON.stringify(await outgoing[name]!())) as unknown;
  await expect(`${JSON.stringify(sent, null, 2)}\n`).toMatchFileSnapshot(`wire/${name}.json.txt`);
});
