import * as z from 'zod';
import type { Contracts } from '../contract.ts';
import { ordinal, time } from '../encodings.ts';
import { draft, numbered, saved } from './notices-drafts.ts';

/** What drafts of alerts were before, for thirty days. A browser that asks for none of it carries none of it. */
export const noticesRevisionsContract = {
  /** Revisions of a draft that were replaced within thirty days. */
  draftRevisions: {
    method: 'GET',
    path: '/drafts/:draft/revisions',
    who: ['accompanier'],
    othersWork: 'untouched',
    params: draft,
    answer: z.strictObject({
      revisions: z
        .array(z.strictObject({ revision: ordinal, by: z.string().max(22), stored: time, replaced: time }))
        .max(10_000),
    }),
  },
  /** One of them, as it was sealed. */
  draftRevision: {
    method: 'GET',
    path: '/drafts/:draft/revisions/:revision',
    who: ['accompanier'],
    othersWork: 'untouched',
    params: { ...draft, revision: numbered },
    answer: saved.extend({ ciphertext: z.string().max(200_000) }),
  },
} satisfies Contracts;
