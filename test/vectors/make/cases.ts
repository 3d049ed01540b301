import { isDeepStrictEqual } from 'node:util';
import type { RefusalCode } from '../../../schemas/codes.ts';
import { judge } from '../judge.ts';
import type { SealedFiles, Vector, VectorFile, World } from '../vector.ts';

/**
 * A case as its author wrote it: the verdict by hand, `ok` (what comes out, the library fills in), the very value, or a
 * code.
 */
export type Draft = { name: string; check: string; given: object; expect: 'ok' | { ok: unknown } | RefusalCode };

/**
 * The file of one folder. The library only fills in what comes out and the field; whether and why it refuses, the
 * author said. Fails on the first case that the library judges otherwise, and on two cases of one name.
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
    const right = typeof expect === 'object' ? isDeepStrictEqual(verdict, expect) : said === expect;
    if (!right)
      throw new Error(
        `${folder}: ${name}: expected ${JSON.stringify(expect)}, the library says ${JSON.stringify(verdict)}`,
      );
    cases.push({ ...vector, expect: verdict });
  }
  return { about, cases };
}
