import { Refusal } from '../../../schemas/codes.ts';
import type { Manifest } from '../../../schemas/manifest.ts';
import { membersContract, type RotationState } from '../../../schemas/routes/members.ts';
import { newBoxIdentity } from '../../protocol/age-seal.ts';
import { daysAfter } from '../../protocol/calendar.ts';
import { fromB64u, timeOf } from '../../protocol/encoding.ts';
import { draftEnvelope, idOf, keyidOf, signEnvelope } from '../../protocol/envelope.ts';
import { boxOf } from '../../protocol/manifest.ts';
import { checkManifest } from '../../protocol/manifest-rules.ts';
import { verifySealKey } from '../../protocol/seal-key.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';
import { oneNamed } from '../api/named.ts';
import { sealShare } from './box-share.ts';
import { type Keyring, signingSecret } from './keyring.ts';
import type { OwnRoot } from './own-trust.ts';
import { type ReadNext, readNext, readRotation, type Save } from './rotation.ts';

/** Days that a manifest is valid; the protocol allows 400. */
const validDays = 365;

type Reason = Manifest['revoked'][number]['reason'];

/**
 * What shall be different in the next manifest. A key is only ever taken from what its member's new device gave to the
 * node; where several devices gave one, `<member>/<first characters of the key>` says which.
 */
export type Wanted = {
  /** Members whose new device's key takes the place of their key. */
  replace?: readonly string[];
  /** People whose device gave keys under an invitation to join. */
  join?: readonly string[];
  leave?: readonly string[];
  /** Why keys are revoked: `compromised` when somebody else may hold one. */
  because?: Reason;
  /** A new box although nobody's key goes; at the latest after 90 days. */
  newBox?: boolean;
  /** New keys for the node, which makes them; at the latest when somebody else may hold its disk. */
  newNodeKeys?: boolean;
};

type Given = RotationState['offers'][number];
type MemberEntry = Manifest['members'][number];

/**
 * Drafts the next manifest and signs it. Whenever an accompanier's key goes, a new box identity is made here and sealed
 * to every accompanier's own recipient, each from a seal-key that its member signed and that is no older than one seen
 * before. The keyring with the new box is saved before anything leaves.
 * @throws `manifest-members` for somebody who is not listed or gave no key, `several` where more than one key of
 * theirs waits, `not-allowed` when an accompanier has to
 * draft it, `manifest-rollback` for an older seal-key, and what the rules of manifests refuse.
 */
export async function draftRotation(
  { api, keyring, root }: { api: Api; keyring: Keyring; root: OwnRoot },
  wanted: Wanted,
  save: Save,
  now = new Date(),
): Promise<{ keyring: Keyring; read: ReadNext }> {
  const { statement: old, version, id } = root.chain.newest;
  const { offers } = await readRotation(api);
  const taken = takenOffers(old, wanted, offers);
  const going = [...(wanted.replace ?? []).map(memberIn), ...(wanted.leave ?? [])].map((one) => entryOf(old, one));
  const at = timeOf(now);
  const reason = wanted.because ?? ((wanted.leave ?? []).length > 0 ? 'left' : 'rotated');
  const fresh =
    wanted.newBox || going.some(({ roles }) => roles.includes('accompanier')) ? await newBoxIdentity() : null;
  const node = wanted.newNodeKeys ? await call(api, membersContract.nextNodeKeys) : old.node;
  if (node.actor !== old.node.actor) throw new Refusal('from-mismatch', 'node.actor');
  const next: Manifest = {
    ...old,
    collective: root.chain.collective,
    version: version + 1,
    prev: id,
    issuedAt: at,
    expires: timeOf(daysAfter(now, validDays)),
    members: nextMembers(old, wanted, taken),
    box: fresh ? [{ recipient: fresh.recipient, notBefore: at }] : old.box,
    node,
    revoked: [...old.revoked, ...going.flatMap(({ sign }) => sign.map((key) => ({ keyid: idOfKey(key), at, reason })))],
  };
  checkManifest(next, now);
  const accompaniers = next.members.filter(({ roles }) => roles.includes('accompanier'));
  const shared = fresh !== null || accompaniers.some(({ member }) => taken.some((offer) => offer.member === member));
  const current = boxOf(root.chain, now);
  const box = fresh ?? keyring.boxes.find(({ recipient }) => recipient === current);
  if (shared && (!box || !keyring.roles.includes('accompanier'))) throw new Refusal('not-allowed', 'accompanier');
  const boxShares = await Promise.all(
    (box && shared ? accompaniers : []).map(async ({ member }) => {
      const offer = taken.find((one) => one.member === member);
      const recipient = offer ? recipientOf(offer, keyring, now) : root.recipients.get(member);
      if (!recipient || !box) throw new Refusal('set-up-shares', 'seal-key');
      return { member, ciphertext: await sealShare(box, recipient) };
    }),
  );
  const drafted = fresh ? { ...keyring, boxes: [fresh, ...keyring.boxes].slice(0, 32) } : keyring;
  if (fresh) await save(drafted);
  const envelope = signEnvelope(draftEnvelope('manifest', next), signingSecret(keyring));
  await call(api, membersContract.draftNext, { body: { envelope, boxShares } });
  return { keyring: drafted, read: await readNext(api, drafted, { named: idOf(envelope), now }) };
}

const idOfKey = (key: string): string => keyidOf(fromB64u(key, 32));

function entryOf({ members }: Manifest, member: string): MemberEntry {
  const found = members.find((one) => one.member === member);
  if (!found) throw new Refusal('manifest-members', 'members');
  return found;
}

function takenOffers(old: Manifest, { replace = [], join = [] }: Wanted, offers: readonly Given[]): Given[] {
  for (const named of replace) entryOf(old, memberIn(named));
  if (join.some((named) => old.members.some((one) => one.member === memberIn(named))))
    throw new Refusal('manifest-members', 'members');
  return [...replace, ...join].map((named) => {
    const key = named.slice(memberIn(named).length + 1);
    const fitting = offers.filter((one) => one.member === memberIn(named));
    const offer = oneNamed(
      fitting.map((one) => ({ ...one, id: one.publicKey })),
      key,
    );
    if (!offer) throw new Refusal('manifest-members', 'members.sign');
    return offer;
  });
}

const memberIn = (named: string): string => named.split('/', 1)[0] ?? '';

function nextMembers(old: Manifest, { leave = [] }: Wanted, taken: readonly Given[]): MemberEntry[] {
  const staying = old.members
    .filter(({ member }) => !leave.includes(member))
    .map((one) => {
      const offer = taken.find(({ member }) => member === one.member);
      return offer ? { ...one, sign: [offer.publicKey] } : one;
    });
  const joining = taken
    .filter(({ member }) => !old.members.some((one) => one.member === member))
    .map(({ member, roles, publicKey }) => ({ member, roles, sign: [publicKey] }));
  return [...staying, ...joining];
}

function recipientOf({ member, publicKey, sealKey }: Given, keyring: Keyring, now: Date): string {
  const { recipient, at } = verifySealKey(sealKey, [{ member, publicKey }], now);
  if (at < (keyring.sealKeys[member] ?? '')) throw new Refusal('manifest-rollback', 'seal-key');
  return recipient;
}
