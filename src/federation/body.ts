import { Refusal } from '../../schemas/codes.ts';

/**
 * Reads a request's body as it streams in and refuses (`too-large`) at the first byte over the limit, whatever its
 * content-length says. A missing body is empty.
 */
export async function readBody(request: Request, mostBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) {
    await request.body?.cancel();
    throw new Refusal('too-large');
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
