import { type Api, connect } from '../../src/client/api/api.ts';
import { signedIn, signIn } from '../../src/client/api/sign-in.ts';
import type { Keyring } from '../../src/client/keyring/keyring.ts';
import { ownRoot } from '../../src/client/keyring/own-trust.ts';
import { invitePerson, keyringFor, offerKeys, readNext, signRotation } from '../../src/client/keyring/rotation.ts';
import { draftRotation, type Wanted } from '../../src/client/keyring/rotation-draft.ts';
import type { Party } from '../../src/commands/scripted-steps.ts';
import { generateSigningKey } from '../../src/protocol/ed25519.ts';
import { b64u } from '../../src/protocol/encoding.ts';
import { type Envelope, signEnvelope } from '../../src/protocol/envelope.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';

type At = { origin: string };

/** Signs somebody in and checks the own chain from their keyring on. */
export async function working({ origin }: At, keyring: Keyring, now = new Date()) {
  const api = await signIn(connect(origin), keyring, now);
  const root = await ownRoot(api, keyring, now);
  return { api, root, keyring: root.keyring };
}

export const underCode = ({ origin }: At, code: string) => connect(origin, `Invite ${code}`);

/**
 * A member's, or a newcomer's, new device: a steward's code, a keyring made there, its public half given to the node.
 */
export async function newDevice(
  node: At,
  steward: Keyring,
  who: Parameters<typeof invitePerson>[1],
): Promise<{ code: string; keyring: Keyring }> {
  const { code } = await invitePerson((await working(node, steward)).api, who);
  const keyring = await keyringFor(underCode(node, code), wordsOf(newSecret(), 'es'));
  await offerKeys(underCode(node, code), keyring);
  return { code, keyring };
}

/** A `sign-in` at that node that all of these keys signed. */
export async function proofBy(api: Api, ...secrets: Uint8Array[]): Promise<Envelope> {
  const [first, ...others] = secrets;
  const envelope = await signedIn(api, first!, new Date());
  return others.reduce((signed, secret) => signEnvelope(signed, secret), envelope);
}

/** A keyring that nobody could open, to be kept at the node for whoever has that key; `words` are made up too. */
export async function madeUpKeyring(api: Api, secret: Uint8Array, words = generateSigningKey()) {
  const proof = await proofBy(api, secret, words.secret);
  return { signInKey: b64u(words.publicKey), file: 'AAAA', passkeys: [], revision: 0 as const, proof };
}

/** Drafts the next manifest as one member does at their device; gives their keyring. */
export async function drafting(node: At, keyring: Keyring, wanted: Wanted) {
  return draftRotation(await working(node, keyring), wanted, async () => {});
}

/** Reads the draft and signs it, as a member or under a new device's code. */
export async function signing(node: At, keyring: Keyring, code?: string, named?: string) {
  const api = code === undefined ? await signIn(connect(node.origin), keyring) : underCode(node, code);
  return signRotation(api, keyring, await readNext(api, keyring, { named }), async () => {});
}

/**
 * A third accompanier of a collective that was founded by three: invited by the steward, signed by both. Their keyring
 * is the party's fourth.
 */
export async function thirdAccompanier(party: Party): Promise<Keyring> {
  const [, marisol, tono] = party.keyrings;
  const device = await newDevice(party, tono!, { member: null, roles: ['accompanier'] });
  await drafting(party, marisol!, { join: [device.keyring.member] });
  const { keyring } = await signing(party, device.keyring, device.code);
  party.keyrings[3] = keyring;
  if (!(await signing(party, tono!)).accepted) throw new Error('the second signature was not enough');
  return keyring;
}
