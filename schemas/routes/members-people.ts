import * as z from 'zod';
import type { Contracts } from '../contract.ts';
import { b64u16, b64u32, time } from '../encodings.ts';
import { envelope } from '../envelope.ts';
import { nickname, oneEnvelope } from '../people.ts';

/** A member whom no manifest lists, with the keys that a next one could list. */
const plainMember = z.strictObject({
  member: b64u16,
  publicKey: b64u32,
  sealKey: envelope,
  joined: time,
  keeper: z.boolean(),
});
export type PlainMember = z.infer<typeof plainMember>;

/** Who is here beside those whom the manifest lists, and what members are called on this node. */
export const membersPeopleContract = {
  /** Members whom no manifest lists, in the order in which they joined. */
  plainMembers: {
    method: 'GET',
    path: '/plain-members',
    who: ['member'],
    othersWork: 'untouched',
    answer: z.strictObject({ members: z.array(plainMember).max(100) }),
  },
  /** What members are called who chose a nickname; no other node is told any. */
  nicknames: {
    method: 'GET',
    path: '/nicknames',
    who: ['member'],
    othersWork: 'untouched',
    answer: z.strictObject({ nicknames: z.array(z.strictObject({ member: b64u16, nickname })).max(200) }),
  },
  /**
   * Removes a plain member: their sessions and their keyring here end at once, and proposals that would list them
   * lapse, but for one that two other stewards signed, which is refused; what they wrote with others stays.
   */
  removePlain: {
    method: 'DELETE',
    path: '/plain-members/:member',
    who: ['steward'],
    othersWork: 'lost',
    params: { member: b64u16 },
    answer: null,
  },
  /**
   * For a `sign-in` that proves the asker as an erased keyring takes: a plain member leaves at once, with all that is
   * theirs here, and proposals that would list them lapse; of whoever the manifest lists it is kept, for the stewards,
   * that they want to.
   */
  depart: {
    method: 'POST',
    path: '/departure',
    who: ['member'],
    othersWork: 'lost',
    body: oneEnvelope,
    answer: z.strictObject({ left: z.boolean() }),
  },
  /** Takes back that the asker wants to leave. */
  stay: { method: 'DELETE', path: '/departure', who: ['listed'], othersWork: 'untouched', answer: null },
} satisfies Contracts;
