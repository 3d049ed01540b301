import * as z from 'zod';
import { type Forms, nothing } from '../../schemas/contract.ts';
import { b64u32 } from '../../schemas/encodings.ts';
import { nickname } from '../../schemas/people.ts';
import { placeOfForm } from '../../schemas/routes/members.ts';
import { dropPath, endAllPath, endSessionPath, leavePath, peoplePath } from './addresses.ts';

/** What the pages of coming in and leaving send. */
export const membersForms = {
  enter: {
    path: '/enter/:code',
    who: ['anybody'],
    othersWork: 'untouched',
    params: { code: z.string() },
    body: nothing,
  },
  /** Ends the browser's own session. */
  leave: { path: leavePath, who: ['anybody'], othersWork: 'untouched' },
  /** Ends one session of the member's own. */
  endSession: {
    path: endSessionPath,
    who: ['member'],
    othersWork: 'untouched',
    body: z.strictObject({ session: b64u32 }),
  },
  /** Ends every session of the member's own, and every link that would begin one. */
  endAll: { path: endAllPath, who: ['member'], othersWork: 'untouched', body: nothing },
  /** Keeps what the member is called on this node; empty for their two words alone. */
  nickname: {
    path: peoplePath,
    who: ['member'],
    othersWork: 'untouched',
    body: z.strictObject({ nickname: z.union([z.literal(''), nickname]) }),
  },
  /** Forgets what the member typed into a form and did not send. */
  dropTyped: {
    path: dropPath,
    who: ['member'],
    othersWork: 'untouched',
    body: z.strictObject({ place: placeOfForm }),
  },
} satisfies Forms;
