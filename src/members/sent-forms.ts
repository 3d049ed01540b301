import * as z from 'zod';
import { type Forms, nothing } from '../../schemas/contract.ts';
import { placeOfForm } from '../../schemas/routes/members.ts';
import { dropPath, leavePath } from './addresses.ts';

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
  /** Forgets what the member typed into a form and did not send. */
  dropTyped: {
    path: dropPath,
    who: ['member'],
    othersWork: 'untouched',
    body: z.strictObject({ place: placeOfForm }),
  },
} satisfies Forms;
