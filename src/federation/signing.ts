import { signRequest } from '@fedify/fedify/sig';

/** Both kinds of HTTP signature in use: draft-cavage-http-signatures-12 and RFC 9421. */
export type SignatureKind = 'cavage' | 'rfc9421';

/** Our RSA key and the name under which it signs, `<actor>#main-key`. */
export type SigningKey = { keyId: string; privateKey: CryptoKey };

/** The headers that a request must carry to be signed, the given ones included. Signs exactly these bytes; sends nothing. */
export async function signedHeaders(
  request: { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: Uint8Array },
  { keyId, privateKey }: SigningKey,
  kind: SignatureKind,
): Promise<Record<string, string>> {
  const { method, url, headers } = request;
  const body = request.body === undefined ? null : new Uint8Array(request.body).buffer;
  const signed = await signRequest(new Request(url, { method, headers, body }), privateKey, new URL(keyId), {
    spec: kind === 'cavage' ? 'draft-cavage-http-signatures-12' : 'rfc9421',
    body,
  });
  const all = Object.fromEntries(signed.headers);
  // The client that sends it derives the same host from the URL.
  delete all.host;
  return all;
}
