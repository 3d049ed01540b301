import type { RefusalCode } from '../../../schemas/codes.ts';
import { judge } from '../judge.ts';
import type { SealedFiles, Vector, VectorFile, World } from '../vector.ts';

/** A case as its author wrote it: the verdict by hand, `ok` or a code. */
export type Draft = { name: string; check: string; given: object; expect: 'ok' | RefusalCode };

/**
 * The file of one folder. The library only fills in what comes out and the field; whether and why it refuses, the author said. Fails on the first
 * case that the library judges otherwise, and on two cases of one name.
 */
export async function fileOf(
  folder: string,
  about: string,
  drafts: readonly Draft[],
  world: World,
  sealed: SealedFiles,
): Promise<VectorFile> {
  if (new Set(drafts.map(({ name }) => name)).size < drafts.length) throw new Error(`${folder}: two cases of one name`);
  const cases: Vector[] = [];
  for (const { name, check, given, expect } of drafts) {
    const vector: Vector = { name, check, given: { ...given }, expect: { ok: null } };
    const verdict = await judge(vector, world, sealed);
    const said = 'crash' in verdict ? verdict.crash : 'code' in verdict ? verdict.code : 'ok';
    if (said !== expect) throw new Error(`${folder}: ${name}: expected ${expect}, the library says ${said}`);
    cases.push({ ...vector, expect: verdict });
  }
  return { about, cases };
}
