import { Refusal } from '../../src/client/library.ts';
import { basics } from './judge-basics.ts';
import { deliveries } from './judge-deliveries.ts';
import type { Check } from './judge-given.ts';
import { holding } from './judge-holding.ts';
import { inquiries } from './judge-inquiry.ts';
import { statements } from './judge-statements.ts';
import type { SealedFiles, Vector, Verdict, World } from './vector.ts';

const checks: Record<string, Check> = { ...basics, ...statements, ...deliveries, ...inquiries, ...holding };

/** Every check that a case may name. */
export const checkNames = Object.keys(checks).sort();

/**
 * Judges one case with the library that browsers get (what servers alone do, with the protocol itself); the same module
 * in Node and in a browser. Never throws.
 */
export async function judge({ check, given }: Vector, world: World, sealed: SealedFiles): Promise<Verdict> {
  try {
    const run = checks[check];
    if (!run) return { crash: `no check ${check}` };
    return { ok: plain(await run(given as never, { world, sealed })) };
  } catch (error) {
    if (!(error instanceof Refusal)) return { crash: String(error) };
    return error.where === undefined ? { code: error.code } : { code: error.code, where: error.where };
  }
}

// What JSON would lose must not make two verdicts alike.
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, part) => (part instanceof Set ? [...part].sort() : part)));
}
