import { createHash } from 'node:crypto';
import { parsedUrl } from '../platform/addresses.ts';
import { fedify } from './fedify.ts';

/** Both kinds of HTTP signature in use: draft-cavage-http-signatures-12 and RFC 9421. */
export type SignatureKind = 'cavage' | 'rfc9421';

/** Our RSA key and the name under which it signs, as the actor shows it. */
export type SigningKey = { keyId: string; privateKey: CryptoKey };

/**
 * The headers that a request must carry to be signed, the given ones included. Signs exactly these bytes; sends
 * nothing.
 */
export async function signedHeaders(
  asked: { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: Uint8Array },
  { keyId, privateKey }: SigningKey,
  kind: SignatureKind,
): Promise<Record<string, string>> {
  // The name that is signed is spelled as the one that is sent.
  const request = { ...asked, url: parsedUrl(asked.url)?.href ?? asked.url };
  const { method, url, headers, body } = request;
  const { signRequest } = await fedify.signatures();
  const by = [privateKey, new URL(keyId)] as const;
  const signed =
    kind === 'cavage'
      ? // The digest is all that this kind needs of the body, which is not copied for it.
        await signRequest(new Request(url, { method, headers: { ...headers, ...(body && digestOf(body)) } }), ...by, {
          spec: 'draft-cavage-http-signatures-12',
          body: null,
        })
      : await signWhole(request, by);
  const all = Object.fromEntries(signed.headers);
  // The client that sends it derives the same host from the URL.
  delete all.host;
  return all;
}

/** RFC 3230, as everybody writes it. */
const digestOf = (body: Uint8Array) => ({ digest: `SHA-256=${createHash('sha256').update(body).digest('base64')}` });

async function signWhole(
  { method, url, headers, body: bytes }: Parameters<typeof signedHeaders>[0],
  by: readonly [CryptoKey, URL],
): Promise<Request> {
  const { signRequest } = await fedify.signatures();
  const body = bytes === undefined ? null : new Uint8Array(bytes).buffer;
  return signRequest(new Request(url, { method, headers, body }), ...by, { spec: 'rfc9421', body });
}
