import * as z from 'zod';
import type { Contracts } from '../contract.ts';
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
  nodeIdentity,
  oneEnvelope,
  roles,
} from '../people.ts';
import { profile } from './collective.ts';

const openSetUp = z.strictObject({
  state: z.literal('open'),
  node: nodeIdentity,
  /** What the collective will call itself; null until a founder has said it. */
  profile: profile.nullable(),
  /** One person makes all first keys here, to try it out. */
  alone: z.boolean(),
  members: z.array(keysGiven).max(32),
  /** Side by side, the oldest first. */
  drafts: z
    .array(
      z.strictObject({
        id: b64u32,
        /** Empty where nobody knows any more who drafted it. */
        by: z.string().max(22),
        at: time,
        envelope,
        profile,
        boxShares,
        missing: z.array(b64u16).max(32),
      }),
    )
    .max(128),
});
const setUp = z.discriminatedUnion('state', [
  openSetUp,
  z.strictObject({ state: z.literal('standing'), collective: b64u32 }),
]);

/** Where set-up stands: who gave their keys, what is drafted, and who still has to sign which. */
export type SetUpState = z.infer<typeof setUp>;
/** Where set-up stands while it is not over. */
export type OpenSetUp = z.infer<typeof openSetUp>;

/** Founding a collective, under the code that its node printed. */
export const membersSetUpContract = {
  /** Where set-up stands. */
  setUp: { method: 'GET', path: '/setup', who: ['set-up-code'], othersWork: 'untouched', answer: setUp },
  /** What the collective will call itself, in the place of `before`; null where nobody has said it yet. */
  keepProfile: {
    method: 'PUT',
    path: '/setup/profile',
    who: ['set-up-code'],
    othersWork: 'untouched',
    body: z.strictObject({ profile, before: profile.nullable() }),
    answer: setUp,
  },
  /** Says, for good, that one person makes all first keys here, to try it out. */
  tryAlone: { method: 'PUT', path: '/setup/alone', who: ['set-up-code'], othersWork: 'untouched', answer: setUp },
  /**
   * Takes a founder's public key, roles and seal-key, and, where their keyring shall lie here, that file with the key
   * that its words sign in with; again changes nothing.
   */
  enrol: {
    method: 'POST',
    path: '/setup/members',
    who: ['set-up-code'],
    othersWork: 'untouched',
    body: z.strictObject({ sealKey: envelope, publicKey: b64u32, roles, keyring: keyringGiven.optional() }),
    bytes: keyringBytes,
    answer: setUp,
  },
  /** A founder's keyring as it lies here, for a `sign-in` that the key of its words signed. */
  foundersKeyring: {
    method: 'POST',
    path: '/setup/keyring',
    who: ['set-up-code'],
    othersWork: 'untouched',
    body: oneEnvelope,
    answer: keyringHere,
  },
  /** Keeps it in the place of that revision, likewise. */
  keepFoundersKeyring: {
    method: 'PUT',
    path: '/setup/keyring',
    who: ['set-up-code'],
    othersWork: 'untouched',
    body: z.strictObject({ envelope, file: keyringFile, revision: ordinal }),
    bytes: keyringBytes,
    answer: z.strictObject({ revision: ordinal }),
  },
  /** Keeps a draft of the first manifest beside others, whose signatures stay. */
  draftFirst: {
    method: 'POST',
    path: '/setup/manifest',
    who: ['set-up-code'],
    othersWork: 'untouched',
    body: z.strictObject({ envelope, profile, boxShares }),
    bytes: draftBytes,
    answer: setUp,
  },
  /**
   * Adds signatures to one draft; when all have signed, the collective stands, whoever it does not list is forgotten,
   * and the other drafts are gone.
   */
  signFirst: {
    method: 'POST',
    path: '/setup/manifest/signatures',
    who: ['set-up-code'],
    othersWork: 'lost-or-confirmed',
    body: oneEnvelope,
    bytes: draftBytes,
    answer: setUp,
  },
} satisfies Contracts;
