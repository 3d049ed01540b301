import { Refusal } from '../../../schemas/codes.ts';
import { type Manifest, type Role, role } from '../../../schemas/manifest.ts';
import { membersContract, type RotationState } from '../../../schemas/routes/members.ts';
import { newBoxIdentity } from '../../protocol/age-seal.ts';
import { daysAfter } from '../../protocol/calendar.ts';
import { fromB64u, timeOf } from '../../protocol/encoding.ts';
import { draftEnvelope, type Envelope, idOf, keyidOf, signEnvelope } from '../../protocol/envelope.ts';
import { boxOf } from '../../protocol/manifest.ts';
import { checkManifest } from '../../protocol/manifest-rules.ts';
import { verifySealKey } from '../../protocol/seal-key.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';
import { oneNamed } from '../api/named.ts';
import { sealShare } from './box-share.ts';
import { type Keyring, signingSecret } from './keyring.ts';
import type { OwnRoot } from './own-trust.ts';
import { listPlain } from './plain.ts';
import { type ReadNext, readNext, readRotation, type Save } from './rotation.ts';
import { type NextReview, reviewNext } from './rotation-review.ts';

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
  /** People whose device gave keys under an invitation to join, and plain members: these with the `roles` they get. */
  join?: readonly string[];
  leave?: readonly string[];
  /** Who has which roles from then on, by member. */
  roles?: Readonly<Record<string, readonly Role[]>>;
  /** Why keys are revoked: `compromised` when somebody else may hold one. */
  because?: Reason;
  /** A new box although nobody's key goes; at the latest after 90 days. */
  newBox?: boolean;
  /** New keys for the node, which makes them; at the latest when somebody else may hold its disk. */
  newNodeKeys?: boolean;
};

type Given = Pick<RotationState['offers'][number], 'member' | 'publicKey' | 'sealKey'> & { roles?: readonly Role[] };
type MemberEntry = Manifest['members'][number];

/** A next manifest that is ready to be read and signed, and of which nobody knows yet. */
export type Prepared = {
  review: NextReview;
  envelope: Envelope;
  boxShares: { member: string; ciphertext: string }[];
  /** With the new box, where there is one. */
  keyring: Keyring;
};

/** Prepares the next manifest as `prepareRotation` does, and hands it in as `proposeRotation` does. */
export async function draftRotation(
  at: { api: Api; keyring: Keyring; root: OwnRoot },
  wanted: Wanted,
  save: Save,
  now = new Date(),
): Promise<{ keyring: Keyring; read: ReadNext }> {
  return proposeRotation(at.api, await prepareRotation(at, wanted, now), save, now);
}

/**
 * Prepares the next manifest. Whenever an accompanier's key or role goes, a new box identity is made here and sealed to
 * every accompanier's own recipient, each from a seal-key that its member signed and that is no older than one seen
 * before.
 * @throws `manifest-members` for somebody who is not listed or gave no key, `several` where more than one key of
 * theirs waits, `not-allowed` when an accompanier has to draft it, `manifest-rollback` for an older seal-key, and what
 * the rules of manifests refuse.
 */
export async function prepareRotation(
  { api, keyring, root }: { api: Api; keyring: Keyring; root: OwnRoot },
  wanted: Wanted,
  now: Date,
): Promise<Prepared> {
  const { statement: old, version, id } = root.chain.newest;
  const offers = [...(await readRotation(api)).offers, ...(await listPlain(api))];
  const taken = takenOffers(old, wanted, offers);
  const going = [...(wanted.replace ?? []).map(memberIn), ...(wanted.leave ?? [])].map((one) => entryOf(old, one));
  const at = timeOf(now);
  const reason = wanted.because ?? ((wanted.leave ?? []).length > 0 ? 'left' : 'rotated');
  const members = nextMembers(old, wanted, taken);
  const fresh = wanted.newBox || accompanierGoes(old, going, members) ? await newBoxIdentity() : null;
  const node = wanted.newNodeKeys ? await call(api, membersContract.nextNodeKeys) : old.node;
  if (node.actor !== old.node.actor) throw new Refusal('from-mismatch', 'node.actor');
  const next: Manifest = {
    ...old,
    collective: root.chain.collective,
    version: version + 1,
    prev: id,
    issuedAt: at,
    expires: timeOf(daysAfter(now, validDays)),
    members,
    box: fresh ? [{ recipient: fresh.recipient, notBefore: at }] : old.box,
    node,
    revoked: [...old.revoked, ...going.flatMap(({ sign }) => sign.map((key) => ({ keyid: idOfKey(key), at, reason })))],
  };
  checkManifest(next, now);
  const boxShares = await sharesFor({ keyring, root, old, next, taken, fresh }, now);
  const envelope = draftEnvelope('manifest', next);
  const drafted = fresh ? { ...keyring, boxes: [fresh, ...keyring.boxes].slice(0, 32) } : keyring;
  return { review: reviewNext(root.chain, envelope, keyring, now), envelope, boxShares, keyring: drafted };
}

/** Signs what was prepared and hands it in; the keyring with the new box is saved before anything leaves. */
export async function proposeRotation(
  api: Api,
  { envelope, boxShares, keyring }: Prepared,
  save: Save,
  now: Date,
): Promise<{ keyring: Keyring; read: ReadNext }> {
  await save(keyring);
  const signed = signEnvelope(envelope, signingSecret(keyring));
  await call(api, membersContract.draftNext, { body: { envelope: signed, boxShares } });
  return { keyring, read: await readNext(api, keyring, { named: idOf(signed), now }) };
}

const accompanies = ({ roles }: Pick<MemberEntry, 'roles'>): boolean => roles.includes('accompanier');

/** Whether an accompanier's key goes, or somebody is none any more. */
function accompanierGoes({ members: old }: Manifest, going: readonly MemberEntry[], next: MemberEntry[]): boolean {
  const others = next.filter((one) => !accompanies(one)).map(({ member }) => member);
  return going.some(accompanies) || old.some((one) => accompanies(one) && others.includes(one.member));
}

type Sharing = {
  keyring: Keyring;
  root: OwnRoot;
  old: Manifest;
  next: Manifest;
  taken: readonly Given[];
  fresh: Keyring['boxes'][number] | null;
};

/** Everybody's share of the box, where it is new, or an accompanier or their key is. */
async function sharesFor(
  { keyring, root, old, next, taken, fresh }: Sharing,
  now: Date,
): Promise<Prepared['boxShares']> {
  const accompaniers = next.members.filter(accompanies);
  const before = old.members.filter(accompanies).map(({ member }) => member);
  const newcomer = ({ member }: MemberEntry) => !before.includes(member) || taken.some((one) => one.member === member);
  if (fresh === null && !accompaniers.some(newcomer)) return [];
  const current = boxOf(root.chain, now);
  const box = fresh ?? keyring.boxes.find(({ recipient }) => recipient === current);
  if (!box || !before.includes(keyring.member)) throw new Refusal('not-allowed', 'accompanier');
  return Promise.all(
    accompaniers.map(async ({ member }) => {
      const offer = taken.find((one) => one.member === member);
      const recipient = offer ? recipientOf(offer, keyring, now) : root.recipients.get(member);
      if (!recipient) throw new Refusal('set-up-shares', 'seal-key');
      return { member, ciphertext: await sealShare(box, recipient) };
    }),
  );
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

function nextMembers(old: Manifest, { leave = [], roles = {} }: Wanted, taken: readonly Given[]): MemberEntry[] {
  const joins = (member: string) => taken.some((one) => one.member === member);
  for (const member of Object.keys(roles)) if (!joins(member)) entryOf(old, member);
  const chosen = (wanted: readonly Role[]) => role.options.filter((each) => wanted.includes(each));
  const staying = old.members
    .filter(({ member }) => !leave.includes(member))
    .map((one) => {
      const offer = taken.find(({ member }) => member === one.member);
      const wanted = roles[one.member];
      const has = wanted ? chosen(wanted) : one.roles;
      return { ...one, roles: has, ...(offer && { sign: [offer.publicKey] }) };
    });
  const joining = taken
    .filter(({ member }) => !old.members.some((one) => one.member === member))
    .map(({ member, publicKey, ...given }) => ({
      member,
      roles: chosen(given.roles ?? roles[member] ?? []),
      sign: [publicKey],
    }));
  return [...staying, ...joining];
}

function recipientOf({ member, publicKey, sealKey }: Given, keyring: Keyring, now: Date): string {
  const { recipient, at } = verifySealKey(sealKey, [{ member, publicKey }], now);
  if (at < (keyring.sealKeys[member] ?? '')) throw new Refusal('manifest-rollback', 'seal-key');
  return recipient;
}
