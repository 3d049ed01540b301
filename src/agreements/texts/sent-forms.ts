import * as z from 'zod';
import { type Forms, nothing } from '../../../schemas/contract.ts';
import { b64u16, b64u32 } from '../../../schemas/encodings.ts';
import { agreementsTextsContract, revisionNumber } from '../../../schemas/routes/agreements-texts.ts';

const member = ['member'] as const;
const { path: text, params: ofText } = agreementsTextsContract.text;
const { path: part, params: ofPart } = agreementsTextsContract.savePart;

/** What the pages of a text send beside what its contract says. Every revision of a part stays, and can be put back. */
export const textForms = {
  move: {
    path: `${part}/move`,
    who: member,
    othersWork: 'untouched',
    params: { ...ofText, part: b64u16 },
    body: z.strictObject({ way: z.enum(['up', 'down']) }),
  },
  letGo: {
    path: `${text}/let-go`,
    who: member,
    othersWork: 'untouched',
    params: ofText,
    body: z.strictObject({ statement: b64u32 }),
  },
  throwAway: {
    path: `${text}/throw-away`,
    who: member,
    othersWork: 'lost-or-confirmed',
    params: ofText,
    body: nothing,
  },
  dropUnsaved: { path: `${part}/unsaved/drop`, who: member, othersWork: 'untouched', params: ofPart, body: nothing },
  takeOut: {
    path: `${part}/out`,
    who: member,
    othersWork: 'untouched',
    params: ofPart,
    body: z.strictObject({ from: revisionNumber }),
  },
  putBack: {
    path: `${part}/back`,
    who: member,
    othersWork: 'untouched',
    params: ofPart,
    body: z.strictObject({ from: revisionNumber, revision: revisionNumber }),
  },
  takeClause: {
    path: `${part}/take`,
    who: member,
    othersWork: 'untouched',
    params: ofPart,
    body: z.strictObject({ statement: b64u32, clause: b64u16 }),
  },
} satisfies Forms;
