import { Refusal } from '../../schemas/codes.ts';
import { lockNode, ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import { keyStrong } from '../protocol/ed25519.ts';
import { dateOf, fromB64u } from '../protocol/encoding.ts';
import { type Envelope, readUnverified } from '../protocol/envelope.ts';
import { memberKeys } from '../protocol/manifest.ts';
import { verifySealKey } from '../protocol/seal-key.ts';
import { isCalledAlike } from '../protocol/two-word-name.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { requireInvitation } from './invite.ts';
import { offeredKeyring } from './keyring-store.ts';
import type { KeyringOffered } from './keyrings.ts';
import { isNicknamed } from './nickname.ts';
import { keepOffered } from './offered-keyring.ts';
import { joinPlain } from './plain.ts';
import { deleteEndedInvitations, keyOffers, putKeyOffer } from './rotation-store.ts';
import { memberRows } from './store.ts';

/**
 * Takes the public key and seal-key of a new device under its code, with its keyring where that shall lie here; the
 * same again changes nothing. Whoever gives them under an invitation without a role is a plain member at once.
 * @returns who is one now; null for whoever waits for a manifest.
 * @throws `invitation` (none, ended, or used for another key), `weak-key`, `signature` (the key did not sign the
 * seal-key), `duplicate-key` (a key that some manifest listed, or whose keyring lies here under another code),
 * `not-allowed` (a seal-key in another member's name), `called-alike` (somebody new under the two words of
 * another one), and what `keepOffered` and `joinPlain` refuse.
 */
export async function offerKey(
  runtime: Runtime,
  typed: string,
  { publicKey, sealKey, keyring }: { publicKey: string; sealKey: Envelope; keyring?: KeyringOffered | undefined },
): Promise<string | null> {
  const now = runtime.clock.now();
  if (!keyStrong(fromB64u(publicKey, 32))) throw new Refusal('weak-key', 'publicKey');
  const { member } = readUnverified('seal-key', sealKey).statement;
  const { recipient, at } = verifySealKey(sealKey, [{ member, publicKey }], now);
  return transaction(runtime.db, async (tx) => {
    // No manifest lists a key, and nobody's words sign in, while these are judged.
    await lockNode(tx);
    await deleteEndedInvitations(tx, now);
    const invitation = await requireInvitation(tx, typed, now);
    const { code_hash, member: invited, roles } = invitation;
    const offers = await keyOffers(tx, now);
    const under = offers.find((one) => one.code_hash === code_hash);
    if (under && (under.public_key !== publicKey || under.member !== member)) throw new Refusal('invitation');
    if (under) return null;
    const chain = await ownChain(tx);
    const members = await memberRows(tx);
    const there = members.some((one) => one.member === member);
    if (invited === null ? there : invited !== member) throw new Refusal('not-allowed', 'sealKey.member');
    const others = [...members, ...offers].map((one) => one.member);
    if (invited === null && (isCalledAlike(member, others) || (await isNicknamed(tx, member))))
      throw new Refusal('called-alike', 'sealKey.member');
    const signing = [...(chain ? memberKeys(chain).map((key) => key.publicKey) : []), ...members.map(keyOf)];
    const elsewhere = offers.find((one) => one.public_key === publicKey);
    const held = elsewhere && (elsewhere.member !== member || (await offeredKeyring(tx, elsewhere.code_hash)));
    if (signing.includes(publicKey) || held) throw new Refusal('duplicate-key', 'publicKey');
    const known = [...signing, ...offers.map(keyOf)];
    if (invited === null && roles.length === 0) {
      if (elsewhere) throw new Refusal('duplicate-key', 'publicKey');
      await joinPlain(tx, runtime, { member, publicKey, recipient, sealKey, at, known, keyring, invitation });
      return member;
    }
    const offer = { member, code_hash, public_key: publicKey, roles, recipient, at: dateOf(at) };
    await putKeyOffer(tx, { ...offer, seal_key: JSON.stringify(sealKey) });
    if (keyring) await keepOffered(tx, runtime, { member, code_hash, publicKey, known }, keyring);
    await record(tx, { actor: member, action: 'keys.offered', subject: member }, now);
    return null;
  });
}

const keyOf = ({ public_key }: { public_key: string }): string => public_key;
