import { buckets, openFile, sealFile } from '../../../src/protocol/age-seal.ts';
import { b64u, concat, fromB64u, u32, utf8 } from '../../../src/protocol/encoding.ts';
import type { SealedFile, SealedFiles } from '../vector.ts';

/** Who the file is for. */
type Box = { identity: string; recipient: string };

/** What lies inside: `length` is what its first four bytes say, `size` how long it is, `tail` (hex) its last bytes. */
export type Inside = { text: string; length?: number; size?: number; tail?: string };

/**
 * Seals once and for all: what was committed is kept as long as it opens to the same bytes, because sealing is random.
 */
export type Sealer = { files: SealedFiles; seal: (name: string, box: Box, inside: Inside) => Promise<string> };

export function sealer(before: SealedFiles): Sealer {
  const files: SealedFiles = {};
  return {
    files,
    async seal(name, { identity, recipient }, { text, length, size = 4_096, tail = '' }) {
      const content = utf8(text);
      const parts = { recipient, text, length: length ?? content.length, size, tail };
      const clear = clearOf(parts);
      const earlier = files[name] ?? before[name];
      const file = (await keeps(earlier?.file, identity, clear)) ?? b64u(await sealFile(clear, [recipient]));
      if (files[name] && files[name].file !== file) throw new Error(`two sealed files are called ${name}`);
      files[name] = { ...parts, file };
      return name;
    },
  };
}

/** The clear bytes of a sealed file. */
function clearOf({ text, length, size, tail }: Omit<SealedFile, 'file'>): Uint8Array {
  const last = Uint8Array.from(tail.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const start = concat(u32(length), utf8(text));
  return concat(start, new Uint8Array(Math.max(0, size - start.length - last.length)), last);
}

async function keeps(file: string | undefined, identity: string, clear: Uint8Array): Promise<string | null> {
  if (file === undefined) return null;
  const opened = await openFile(fromB64u(file), [identity]).catch(() => null);
  return opened && b64u(opened) === b64u(clear) ? file : null;
}

/** The smallest bucket that holds a text. */
export function bucketFor(text: string): number {
  return buckets.find((size) => utf8(text).length + 4 <= size)!;
}
