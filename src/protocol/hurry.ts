import { Refusal } from '../../schemas/codes.ts';
import type { Hurry } from '../../schemas/hurry.ts';
import type { Envelope } from './envelope.ts';
import type { Chain } from './manifest.ts';
import { readSigned, twoAccompaniers } from './signers.ts';

/** Two of our own accompaniers shorten the pause of one delivery. Refuses as `readSigned`, and `consent-delivery` when it is about another. */
export function verifyHurry(envelope: Envelope, ownChain: Chain, delivery: string, now: Date): Hurry {
  const { statement } = readSigned('hurry', envelope, ownChain, twoAccompaniers, now);
  if (statement.delivery !== delivery) throw new Refusal('consent-delivery', 'delivery');
  return statement;
}
