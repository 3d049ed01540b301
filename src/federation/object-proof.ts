import { base58btc } from '../platform/multibase.ts';
import { activityStreams } from './contexts.ts';
import type { JsonObject } from './json-shape.ts';

const dataIntegrity = 'https://w3id.org/security/data-integrity/v1';

/**
 * The object with an integrity proof of its own (FEP-8b32, eddsa-jcs-2022) by the node's Ed25519 key, so that a copy
 * can be verified wherever it is found. No member is lost or rewritten: Fedify's own way to sign would go through its
 * classes. The proof carries no options; nothing about when or for whom it holds is proven by it.
 */
export async function proveObject(
  object: JsonObject,
  { keyId, privateKey }: { keyId: string; privateKey: CryptoKey },
  now: Date,
): Promise<JsonObject> {
  const context = [activityStreams, dataIntegrity, ...[object['@context'] ?? []].flat()];
  const document = { ...object, '@context': context.filter((entry, at) => context.indexOf(entry) === at) };
  const options = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    verificationMethod: keyId,
    proofPurpose: 'assertionMethod',
    created: `${now.toISOString().slice(0, 19)}Z`,
  };
  const config = { '@context': document['@context'], ...options };
  const signed = Buffer.concat([await digest(config), await digest(document)]);
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, signed));
  const proofValue = base58btc(signature);
  return { ...document, proof: { ...options, proofValue } };
}

async function digest(value: JsonObject): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(jcs(value))));
}

/** RFC 8785: members sorted by UTF-16 code units, everything else as JSON.stringify writes it. */
function jcs(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, member]) => `${JSON.stringify(name)}:${jcs(member)}`).join(',')}}`;
}
