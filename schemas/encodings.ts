import * as z from 'zod';
import { firstMark, refusedInProse } from './characters.ts';

/** Random id, keyid or token: 16 bytes, base64url without padding, canonical (PROTOCOL §1). */
export const b64u16 = z.string().regex(/^[A-Za-z0-9_-]{21}[AQgw]$/);

/** Hash, collective id or Ed25519 public key: 32 bytes, base64url without padding, canonical. */
export const b64u32 = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);

/** A DLEQ proof: two scalars, 64 bytes, base64url without padding, canonical (RFC 9497 §2.2). */
export const b64u64 = z.string().regex(/^[A-Za-z0-9_-]{85}[AQgw]$/);

/** A moment, UTC, whole seconds. */
export const time = z
  .string()
  .regex(/^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$/);

/** A day. */
export const date = z.string().regex(/^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/);

/** A month, as inquiry keys count them. */
export const month = z.string().regex(/^20[0-9]{2}-(0[1-9]|1[0-2])$/);

/** An age hybrid post-quantum recipient (ML-KEM-768 + X25519, C2SP age). */
export const recipient = z.string().regex(/^age1pq1[02-9ac-hj-np-z]{1952}$/);

/** A Multikey in base58btc (Ed25519 or RSA-2048 public key). */
export const multibase = z.string().regex(/^z[1-9A-HJ-NP-Za-km-z]{40,500}$/);

/** SHA-256 of bytes as a multihash in base58btc. */
export const multibaseDigest = z.string().regex(/^z[1-9A-HJ-NP-Za-km-z]{40,60}$/);

/** An http(s) address in ASCII, at most 500 characters. */
export const url = z.string().regex(/^https?:\/\/[!-~]{1,492}$/);

/** A language tag (BCP 47, the parts that people use). */
export const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/);

/** A count from 1, as versions and editions use it. */
export const ordinal = z.int().min(1).max(1_000_000);

// Says which mark and where; the pattern says to any reader of JSON Schema what it can say.
const people = (most: number, line: boolean) =>
  z
    .string()
    .check(({ value, issues }) => {
      const mark = firstMark(value, line);
      if (mark) issues.push({ code: 'custom', input: value, path: [], params: { mark } });
    })
    .regex(new RegExp(`^[^${line ? '\\t\\n' : ''}${refusedInProse}]{1,${most}}$`, 'u'));

/**
 * One line of at most `most` characters (code points, as JSON Schema counts them), without marks that show nothing or
 * turn the order round (`characters.ts`).
 */
export const line = (most: number) => people(most, true);

/** Text of several lines, otherwise as `line`. */
export const prose = (most: number) => people(most, false);

/** One thing in several languages, each under its tag. */
export const perLanguage = <T extends z.ZodType>(value: T) => z.record(language, value);

/** Which manifest, by number and id. */
export const manifestRef = z.strictObject({ version: ordinal, id: b64u32 });
