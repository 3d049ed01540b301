import { Refusal } from '../../schemas/codes.ts';

/**
 * Reads a request's body and refuses (`too-large`) what is over the limit: by its content-length, which the server
 * holds it to, or at the first byte over when it streams in without one. A missing body is empty.
 */
export async function readBody(request: Request, mostBytes: number): Promise<Uint8Array> {
  const length = request.headers.get('content-length');
  if (Number(length ?? 0) > mostBytes) {
    await request.body?.cancel();
    throw new Refusal('too-large');
  }
  if (length !== null) {
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.length > mostBytes) throw new Refusal('too-large');
    return bytes;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by a throw cancels the stream.
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) throw new Refusal('too-large');
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
