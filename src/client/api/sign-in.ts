import { membersContract } from '../../../schemas/routes/members.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { draftEnvelope, type Envelope, signEnvelope } from '../../protocol/envelope.ts';
import { type Keyring, signingSecret } from '../keyring/keyring.ts';
import { type Api, connect } from './api.ts';
import { call } from './call.ts';

/**
 * Signs in: the member signs the origin that was dialled, never one that the node names, so that a node cannot pass its
 * challenge on.
 * @returns the same node with a token that ends after 30 minutes; the token is in memory only.
 */
export async function signIn(api: Api, keyring: Keyring, now = new Date()): Promise<Api> {
  return signInWith(api, signingSecret(keyring), now);
}

/** Signs in with a member's key, or with the one that the words of a keyring give which lies at the node. */
export async function signInWith(api: Api, secret: Uint8Array, now: Date): Promise<Api> {
  const envelope = await signedIn(api, secret, now);
  const { token } = await call(api, membersContract.signIn, { body: { envelope } });
  return connect(api.origin, `Bearer ${token}`);
}

/** The statement that signs in, over the origin that was dialled and a nonce of that node. */
export async function signedIn(api: Api, secret: Uint8Array, now: Date): Promise<Envelope> {
  const { nonce } = await call(api, membersContract.challenge);
  const statement = { type: 'sign-in' as const, origin: api.origin, nonce, at: timeOf(now) };
  return signEnvelope(draftEnvelope('sign-in', statement), secret);
}

/** Ends the session of a signed-in api. */
export async function signOut(api: Api): Promise<void> {
  await call(api, membersContract.signOut);
}
