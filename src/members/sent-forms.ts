import * as z from 'zod';
import { type Forms, nothing } from '../../schemas/contract.ts';
import { leavePath } from './addresses.ts';

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
} satisfies Forms;
