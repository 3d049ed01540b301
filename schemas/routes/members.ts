import * as z from 'zod';
import { refusalCodes } from '../codes.ts';
import { type Contracts, nothing } from '../contract.ts';
import { b64u16, b64u32, ordinal, time } from '../encodings.ts';
import { envelope } from '../envelope.ts';
import {
  boxShares,
  draftBytes,
  keyringBytes,
  keyringFile,
  keyringGiven,
  keyringHere,
  keysGiven,
  mostPasskeys,
  nodeIdentity,
  oneEnvelope,
  roles,
} from '../people.ts';

/** What somebody types, in bytes of a form: an agreement file of 256 KiB. */
const typedBytes = 1024 * 1024;
/** A form of a page: the path of the page, and the id of the form. */
export const placeOfForm = z.string().regex(/^(?:\/[A-Za-z0-9_-]{1,64}){1,8}#[a-z0-9_-]{1,40}$/);

const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** A next manifest that somebody proposed, under its hash. */
const proposal = z.strictObject({
  id: b64u32,
  by: b64u16,
  at: time,
  /** Since when another one stands, or somebody whom it lists is gone; nobody can sign it any more. */
  lapsed: time.nullable(),
  envelope,
  /** The asker's own share of its box. */
  boxShares,
  signed: z.array(b64u16).max(64),
  /** Why it is not complete; null once it lapsed. */
  waiting: z.enum(refusalCodes).nullable(),
});

const rotation = z.strictObject({
  /** Whose device the code is for, and with which roles; null for a member. */
  invited: z.strictObject({ member: b64u16.nullable(), roles, keeper: z.boolean() }).nullable(),
  node: nodeIdentity,
  version: ordinal,
  offers: z.array(keysGiven.extend({ invitedBy: b64u16 })).max(512),
  /** Side by side, the oldest first; to a plain member, and under a code, those that list their key. */
  proposals: z.array(proposal).max(512),
  /** Who wants to leave, and since when; for whoever the manifest lists. */
  leaving: z.array(z.strictObject({ member: b64u16, since: time })).max(32),
});
const sealKeys = z.strictObject({ sealKeys: z.array(envelope).max(32) });
const shares = z.array(z.strictObject({ recipient: z.string().max(4096), ciphertext: z.string().max(65_536) })).max(32);

const invitations = z.strictObject({
  invitations: z
    .array(
      z.strictObject({
        id: b64u32,
        /** Whose new device it is for; null for somebody who joins. */
        member: b64u16.nullable(),
        roles,
        keeper: z.boolean(),
        invitedBy: b64u16,
        expires: time,
        /** Who gave a key under it; null while nobody did. */
        given: b64u16.nullable(),
      }),
    )
    .max(512),
});

/** What waits: keys that new devices gave, and proposals of the next manifest. */
export type RotationState = z.infer<typeof rotation>;
export type ProposedManifest = z.infer<typeof proposal>;

/** People of this collective: sign-in, the next manifest, what members' clients need of each other. */
export const membersContract = {
  /** A nonce for one sign-in within two minutes. */
  challenge: {
    method: 'POST',
    path: '/sign-in/challenge',
    who: ['anybody'],
    othersWork: 'untouched',
    body: nothing,
    answer: z.strictObject({ nonce: b64u16 }),
  },
  /** Signs a member in by their signed statement; the token is good for thirty minutes. */
  signIn: {
    method: 'POST',
    path: '/sign-in',
    who: ['anybody'],
    othersWork: 'untouched',
    body: oneEnvelope,
    answer: z.strictObject({ token, expires: time }),
  },
  /** Ends the session that asks. */
  signOut: { method: 'DELETE', path: '/sign-in', who: ['member'], othersWork: 'untouched', answer: null },
  /** Who asks. */
  me: {
    method: 'GET',
    path: '/me',
    who: ['member'],
    othersWork: 'untouched',
    answer: z.strictObject({ member: b64u16, roles }),
  },
  /**
   * A code with which one browser comes in as the member, once, within a minute; ends the program's session that asks.
   */
  enter: {
    method: 'POST',
    path: '/enter',
    who: ['member'],
    othersWork: 'untouched',
    body: nothing,
    answer: z.strictObject({ code: token, expires: time }),
    status: 201,
  },
  /**
   * A one-time code, good for seven days, for one new device: a member's, or somebody's who joins with these roles;
   * with none, as a plain member, who may be the one who keeps the node.
   */
  invite: {
    method: 'POST',
    path: '/invitations',
    who: ['steward'],
    othersWork: 'untouched',
    body: z.strictObject({ member: b64u16.nullable(), roles, keeper: z.boolean().optional() }),
    answer: z.strictObject({ code: z.string().max(100), expires: time }),
  },
  /** Invitations that are open, the oldest first. */
  invitations: {
    method: 'GET',
    path: '/invitations',
    who: ['steward'],
    othersWork: 'untouched',
    answer: invitations,
  },
  /** Ends an invitation that the asker made, and forgets the key that was given under it. */
  endInvitation: {
    method: 'DELETE',
    path: '/invitations/:id',
    who: ['steward'],
    othersWork: 'lost',
    params: { id: b64u32 },
    answer: null,
  },
  /**
   * What waits to be read and signed: keys of new devices, and every proposal of the next manifest; to a plain member,
   * proposals that list them alone.
   */
  rotation: {
    method: 'GET',
    path: '/rotation',
    who: ['member', 'invite-code'],
    othersWork: 'untouched',
    answer: rotation,
  },
  /**
   * Takes the public key and seal-key of a new device, beside what was given under other codes; and, where its keyring
   * shall lie here, that file, with a `sign-in` under which both the key and the key of its words signed. Under an
   * invitation without a role the keyring comes along, whoever gives it is a plain member, and the code is used up.
   */
  offerKey: {
    method: 'POST',
    path: '/rotation/keys',
    who: ['invite-code'],
    othersWork: 'untouched',
    body: z.strictObject({
      publicKey: b64u32,
      sealKey: envelope,
      keyring: keyringGiven.extend({ proof: envelope }).optional(),
    }),
    bytes: keyringBytes,
    answer: rotation,
  },
  /** The keyring that was given under the code, for a `sign-in` that the key of its words signed. */
  offeredKeyring: {
    method: 'POST',
    path: '/rotation/keyring',
    who: ['invite-code'],
    othersWork: 'untouched',
    body: oneEnvelope,
    answer: keyringHere,
  },
  /** Keeps it in the place of that revision, likewise. */
  keepOfferedKeyring: {
    method: 'PUT',
    path: '/rotation/keyring',
    who: ['invite-code'],
    othersWork: 'untouched',
    body: z.strictObject({ envelope, file: keyringFile, revision: ordinal }),
    bytes: keyringBytes,
    answer: z.strictObject({ revision: ordinal }),
  },
  /** Keys of this node that a next manifest can list in the place of the present ones; nobody else's proposal does. */
  nextNodeKeys: {
    method: 'POST',
    path: '/rotation/node-keys',
    who: ['listed'],
    othersWork: 'untouched',
    body: nothing,
    answer: nodeIdentity,
  },
  /** Keeps a proposal of the next manifest under its hash, beside others; the same again changes nothing. */
  draftNext: {
    method: 'POST',
    path: '/rotation/draft',
    who: ['listed'],
    othersWork: 'untouched',
    body: z.strictObject({ envelope, boxShares }),
    bytes: draftBytes,
    answer: rotation,
  },
  /**
   * Adds signatures to the proposal with exactly these bytes; when enough have signed it is our manifest, whoever is
   * not listed is forgotten, and the other proposals lapse.
   */
  signNext: {
    method: 'POST',
    path: '/rotation/signatures',
    who: ['member', 'invite-code'],
    othersWork: 'lost-or-confirmed',
    body: oneEnvelope,
    bytes: draftBytes,
    answer: rotation.extend({ accepted: z.boolean() }),
  },
  /** Every member's seal-key as they signed it. */
  sealKeys: { method: 'GET', path: '/seal-keys', who: ['member'], othersWork: 'untouched', answer: sealKeys },
  /** Replaces the member's own seal-key. */
  replaceSealKey: {
    method: 'PUT',
    path: '/seal-keys',
    who: ['listed'],
    othersWork: 'untouched',
    body: oneEnvelope,
    answer: sealKeys,
  },
  /** The member's own shares of the box, newest first. */
  boxShares: {
    method: 'GET',
    path: '/box-shares',
    who: ['listed'],
    othersWork: 'untouched',
    answer: z.strictObject({ shares }),
  },
  /** Keeps what the asker types into a form of a page, for them alone, until they send or drop it. */
  keepTyped: {
    method: 'POST',
    path: '/typed',
    who: ['member'],
    othersWork: 'untouched',
    query: z.object({ place: placeOfForm }),
    body: z.object({}).catchall(z.union([z.string(), z.array(z.string()).max(50)])),
    bytes: typedBytes,
    answer: z.strictObject({ kept: z.literal(true) }),
  },
  /** The asker's own keyring as it lies at the node, sealed to their words; for programs. */
  keyring: { method: 'GET', path: '/keyring', who: ['member'], othersWork: 'untouched', answer: keyringHere },
  /**
   * Keeps it in the place of that revision, with the keys that its passkeys sign in with, for a `sign-in` under which
   * the member's own key signed and that of the words or of a passkey that stands; with revision 0, where none lies
   * here, that of the words, which comes along and stays from then on. For programs.
   */
  keepKeyring: {
    method: 'PUT',
    path: '/keyring',
    who: ['member'],
    othersWork: 'untouched',
    body: z.strictObject({
      file: keyringFile,
      signInKey: b64u32.optional(),
      passkeys: z.array(b64u32).max(mostPasskeys),
      proof: envelope,
      revision: ordinal.or(z.literal(0)),
    }),
    bytes: keyringBytes,
    answer: z.strictObject({ revision: ordinal }),
  },
  /** Erases it at the node, for such a `sign-in`; for programs. */
  eraseKeyring: {
    method: 'POST',
    path: '/keyring/erasure',
    who: ['member'],
    othersWork: 'untouched',
    body: oneEnvelope,
    answer: null,
  },
} satisfies Contracts;
