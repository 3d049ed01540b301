import type { Transaction } from 'kysely';
import type { Profile } from '../../schemas/routes/collective.ts';
import type { Database } from '../database/schema.ts';
import type { Chain } from '../protocol/manifest.ts';
import { deleteManifestDrafts, insertManifest, setCollective } from './store.ts';

/**
 * Makes a verified chain of one manifest our own: the collective stands, its profile is public and the set-up code is
 * gone.
 */
export async function acceptFirst(tx: Transaction<Database>, chain: Chain, profile: Profile, now: Date): Promise<void> {
  const { version, id, envelope } = chain.newest;
  await insertManifest(tx, { version, id, envelope: JSON.stringify(envelope) }, now);
  await deleteManifestDrafts(tx);
  await setCollective(tx, chain.collective, profile);
}
