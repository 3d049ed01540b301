import { Refusal } from '../../schemas/codes.ts';
import type { Hurry } from '../../schemas/hurry.ts';
import type { Envelope } from './envelope.ts';
import type { Chain } from './manifest.ts';
import { hasQuorum, readSigned, requireQuorum, type Signed, twoAccompaniers } from './signers.ts';

/**
 * Two of our own accompaniers shorten the pause of one delivery.
 * @throws as `checkHurry` and `requireQuorum`.
 */
export function verifyHurry(envelope: Envelope, ownChain: Chain, delivery: string, now: Date): Hurry {
  return requireQuorum(checkHurry(envelope, ownChain, delivery, now), ownChain, twoAccompaniers).statement;
}

/** Whether as many have signed as it takes. */
export const hurried = (read: Signed<'hurry'>, ownChain: Chain): boolean => hasQuorum(read, ownChain, twoAccompaniers);

/**
 * The word that shortens the pause of one delivery, signed by whoever has so far.
 * @throws as `readSigned`, and `consent-delivery` when it is about another.
 */
export function checkHurry(envelope: Envelope, ownChain: Chain, delivery: string, now: Date): Signed<'hurry'> {
  const read = readSigned('hurry', envelope, ownChain, twoAccompaniers, now);
  if (read.statement.delivery !== delivery) throw new Refusal('consent-delivery', 'delivery');
  return read;
}
