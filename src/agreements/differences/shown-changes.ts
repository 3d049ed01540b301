import type { Runtime } from '../../runtime.ts';
import { ownPath, partnersPath, type Which } from '../versions/addresses.ts';
import type { ShownAgreement } from '../versions/shown.ts';
import { shownVersion } from '../versions/which-version.ts';
import { type AgreementAt, type AgreementChanges, changesBetween, type ShownChanges } from './changes.ts';

export type VersionAt = ShownAgreement & AgreementAt;

/**
 * Two versions of one agreement and what changed, with the earlier one first; null when one of them is not shown here.
 */
export async function shownChanges(
  runtime: Pick<Runtime, 'db' | 'origin'>,
  which: Which,
  versions: readonly [number, number],
  words: string,
): Promise<ShownChanges<VersionAt> | null> {
  const [from, to] = [Math.min(...versions), Math.max(...versions)];
  const before = await shownVersion(runtime, which, from);
  const after = await shownVersion(runtime, which, to);
  if (!before || !after) return null;
  return { before: read(before, which), after: read(after, which), changes: changesOnce(before, after, words) };
}

function read(shown: ShownAgreement, { peer, series }: Which): VersionAt {
  const { version } = shown.agreement;
  return { ...shown, href: peer === null ? ownPath(series, version) : partnersPath(peer, series, version) };
}

const compared = new Map<string, AgreementChanges>();
/**
 * Comparing two long versions takes a tenth of a second; the pairs that are read now are kept, the oldest goes first.
 */
const mostKept = 30;

function changesOnce(before: ShownAgreement, after: ShownAgreement, words: string): AgreementChanges {
  const languages = [...after.agreement.languages, ...before.agreement.languages];
  // Asking for languages that nobody wrote in must not fill what is kept.
  const wanted = languages.includes(words) ? words : (languages[0] ?? words);
  const key = `${before.id} ${after.id} ${wanted}`;
  const known = compared.get(key);
  if (known) return known;
  const changes = changesBetween(before.agreement, after.agreement, wanted);
  compared.set(key, changes);
  for (const oldest of compared.keys()) {
    if (compared.size <= mostKept) break;
    compared.delete(oldest);
  }
  return changes;
}
