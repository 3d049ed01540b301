import { Refusal } from '../../../schemas/codes.ts';
import { transaction } from '../../database/database.ts';
import { locatorHash } from '../../protocol/secrets.ts';
import type { Runtime } from '../../runtime.ts';
import { setAsksNothingMore } from './consent-store.ts';

/**
 * Marks what stands under a locator: whoever holds the words wants to be asked nothing more. Accompaniers read it where
 * they see where it is; it is erased with the consents.
 * @throws `no-such-consent` where nothing stands.
 */
export async function askNothingMore({ db }: Pick<Runtime, 'db'>, locator: string): Promise<void> {
  const marked = await transaction(db, (tx) => setAsksNothingMore(tx, locatorHash(locator)));
  if (marked === 0) throw new Refusal('no-such-consent');
}
