import { Refusal } from '../../schemas/codes.ts';
import type { Runtime } from '../runtime.ts';

/*
 * A place in a list of addresses, as it stands in an address of ours: only this node can read it, so that nobody's
 * address is in a log or in a history of visited pages.
 */

type Keys = Pick<Runtime, 'keys'>;

/** The place behind an address. */
export const placeAfter = ({ keys }: Keys, actor: string): string => keys.wrap(Buffer.from(actor), 'following/place');

/** The address behind which a place is; undefined without one. @throws `malformed` for what is none of ours. */
export function actorBefore({ keys }: Keys, place: string | undefined): string | undefined {
  if (place === undefined) return undefined;
  try {
    return Buffer.from(keys.unwrap(place, 'following/place')).toString();
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal('malformed', 'after');
    throw error;
  }
}
