import { randomBytes } from 'node:crypto';

/** A clock that steps back by less than this (milliseconds) keeps the order of ids; by more, it is another clock. */
const smallStepBack = 10_000;
let last = { ms: 0, counter: 0 };

/**
 * A UUIDv7 (RFC 9562) whose text sorts by the time of making, also within one millisecond of this process:
 * the 12 bits after the version count up (§6.2, method 1).
 */
export function uuidv7(now: Date): string {
  last = next(now.getTime());
  const bytes = randomBytes(16);
  bytes.writeUIntBE(last.ms, 0, 6);
  bytes.writeUInt16BE(0x7000 | last.counter, 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function next(ms: number): { ms: number; counter: number } {
  if (ms > last.ms || ms < last.ms - smallStepBack) return { ms, counter: randomBytes(2).readUInt16BE() & 0x3ff };
  return last.counter < 0xfff ? { ms: last.ms, counter: last.counter + 1 } : { ms: last.ms + 1, counter: 0 };
}
