import * as z from 'zod';
import { contact } from '../agreement.ts';
import type { Contracts } from '../contract.ts';
import { b64u16, language, line, time } from '../encodings.ts';
import { envelope } from '../envelope.ts';

/** What a collective says of itself in public, beside its manifest. The handle is the name before the @. */
export const profile = z.strictObject({
  name: line(100),
  handle: z.string().regex(/^[a-z0-9][a-z0-9_]{0,29}$/),
  summary: line(300),
  language,
});

export type Profile = z.infer<typeof profile>;

/** As many versions as one answer holds; whoever follows a longer chain asks again from the next. */
export const mostManifests = 100;

/** As many as the first page for somebody who needs help can name. */
export const mostContacts = 6;

const contacts = z.array(contact).max(mostContacts);

/** Who we are. */
export const collectiveContract = {
  /** Our chain of manifests from a version on, oldest first, as it was signed; at most a hundred at once. */
  manifest: {
    method: 'GET',
    path: '/manifest',
    who: ['anybody'],
    othersWork: 'untouched',
    query: z.object({
      from: z
        .string()
        .regex(/^[1-9]\d{0,5}$/)
        .default('1'),
    }),
    answer: z.strictObject({ manifests: z.array(envelope).max(mostManifests) }),
    kept: true,
  },
  /** What a page must say of this node: whether one person tries it out alone, and nothing here is real. */
  about: {
    method: 'GET',
    path: '/about',
    who: ['anybody'],
    othersWork: 'untouched',
    answer: z.strictObject({ alone: z.boolean() }),
  },
  /** Whom to turn to, beside the contacts of each agreement; shown first to whoever needs help. */
  contacts: {
    method: 'GET',
    path: '/contacts',
    who: ['anybody'],
    othersWork: 'untouched',
    answer: z.strictObject({ contacts }),
  },
  /** Who changed that last (a member, or `setup` for whoever had the set-up code), and when; null for nobody yet. */
  contactsChanged: {
    method: 'GET',
    path: '/contacts/changed',
    who: ['listed'],
    othersWork: 'untouched',
    answer: z.strictObject({
      changed: z.strictObject({ by: z.union([b64u16, z.literal('setup')]), at: time }).nullable(),
    }),
  },
  /** Says it in the place of `before`, which is what stood there. */
  keepContacts: {
    method: 'PUT',
    path: '/contacts',
    who: ['steward', 'set-up-code'],
    othersWork: 'untouched',
    body: z.strictObject({ contacts, before: contacts }),
    answer: z.strictObject({ contacts }),
  },
} satisfies Contracts;
