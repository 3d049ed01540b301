import type { Runtime } from '../../runtime.ts';
import type { Which } from './addresses.ts';
import { shownVersionOf } from './received-store.ts';
import type { ShownAgreement } from './shown.ts';
import { shownOwn, shownPartner } from './shown-versions.ts';
import { publishedVersion } from './store.ts';

/** A version as its page shows it, the newest when none is named; null when nothing of it is shown here. */
export function shownVersion(
  runtime: Pick<Runtime, 'db' | 'origin'>,
  { peer, series }: Which,
  version?: number,
): Promise<ShownAgreement | null> {
  return peer === null ? shownOwn(runtime, series, version) : shownPartner(runtime, peer, series, version);
}

/** The exact signed text of a version, the newest when none is named; null when nothing of it is shown here. */
export async function signedVersion(
  { db }: Pick<Runtime, 'db'>,
  { peer, series }: Which,
  version?: number,
): Promise<{ id: string; envelope: string } | null> {
  if (peer === null) return publishedVersion(db, series, version);
  const row = await shownVersionOf(db, peer, series, version);
  return row ? { id: row.statement, envelope: row.envelope } : null;
}
