import { Refusal } from '../../schemas/codes.ts';
import { type JsonObject, objectsIn } from './json-shape.ts';

/** The vocabulary of ActivityStreams 2.0, and of everything this node writes. */
export const activityStreams = 'https://www.w3.org/ns/activitystreams';

/**
 * Never looked into: what an activity means is read from its plain members, whatever a context makes of them elsewhere,
 * and who sent it is what the signature of the request says.
 */
const unread: ReadonlySet<string> = new Set(['@context', 'signature']);
const mostProofs = 2;

/**
 * Refuses words of JSON-LD beside `@context` (`keyword`): another reader would take them for members that we read under
 * their plain names. Refuses more than two proofs (`proofs`): none is verified here, and somebody's reader would.
 */
export function checkWords(activity: JsonObject): void {
  let proofs = 0;
  for (const object of objectsIn(activity, unread)) {
    for (const name in object) if (name.startsWith('@') && name !== '@context') throw new Refusal('keyword');
    if ('proof' in object) proofs += [object.proof].flat().length;
    if (proofs > mostProofs) throw new Refusal('proofs', 'proof');
  }
}
