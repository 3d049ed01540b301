import { Refusal } from '../../schemas/codes.ts';
import type { Hurry } from '../../schemas/hurry.ts';
import type { Envelope } from './envelope.ts';
import type { Chain } from './manifest.ts';
import { hasQuorum, readSigned, requireQuorum, type Signed, twoAccompaniers } from './signers.ts';

/** What waits: nobody hands the same edition of a delivery in with other bytes. */
type Edition = Pick<Hurry, 'delivery' | 'edition'>;

/**
 * Two of our own accompaniers shorten the pause of one edition of a delivery.
 * @throws as `checkHurry` and `requireQuorum`.
 */
export function verifyHurry(envelope: Envelope, ownChain: Chain, about: Edition, now: Date): Hurry {
  return requireQuorum(checkHurry(envelope, ownChain, about, now), ownChain, twoAccompaniers).statement;
}

/** Whether as many have signed as it takes. */
export const hurried = (read: Signed<'hurry'>, ownChain: Chain): boolean => hasQuorum(read, ownChain, twoAccompaniers);

/**
 * The word that shortens the pause of one edition, signed by whoever has so far.
 * @throws as `readSigned`, `consent-delivery` when it is about another delivery, `lapsed` when about another edition.
 */
export function checkHurry(envelope: Envelope, ownChain: Chain, about: Edition, now: Date): Signed<'hurry'> {
  const read = readSigned('hurry', envelope, ownChain, twoAccompaniers, now);
  if (read.statement.delivery !== about.delivery) throw new Refusal('consent-delivery', 'delivery');
  if (read.statement.edition !== about.edition) throw new Refusal('lapsed', 'edition');
  return read;
}
