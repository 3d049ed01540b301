import type { Profile } from '../federation/actor-document.ts';
import type { Runtime } from '../runtime.ts';
import { manifestUrl } from './addresses.ts';
import { nodeKey } from './node-keys.ts';
import { ownNode } from './store.ts';

/** What an actor of ours says it speaks (FEP-844e), and by which two nodes recognise each other. */
export const conviveProtocol = { href: 'urn:convive:protocol:v1', name: 'Convive' } as const;

/** Relation of the actor's link to its manifest chain. */
const manifestRel = 'urn:convive:manifest:v1';

/** What the actor document says, or null before the collective stands: then nobody finds it. */
export async function ownProfile(runtime: Pick<Runtime, 'db' | 'keys' | 'origin'>): Promise<Profile | null> {
  const node = await ownNode(runtime.db);
  if (!node?.collective || node.name === null || node.handle === null) return null;
  const [http, receipt] = [await nodeKey(runtime, 'http'), await nodeKey(runtime, 'receipt')];
  return {
    kind: 'Organization',
    handle: node.handle,
    name: node.name,
    summary: node.summary ?? '',
    language: node.language ?? 'en',
    published: node.created,
    publicKey: { id: http.keyId, pem: http.publicPem },
    objectKey: { id: receipt.keyId, multibase: receipt.publicMultibase },
    implements: [conviveProtocol],
    links: [
      {
        href: manifestUrl(runtime.origin),
        name: 'Manifest',
        rel: manifestRel,
        mediaType: 'application/json',
      },
    ],
  };
}
