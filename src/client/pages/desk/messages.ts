import type { I18n } from '@lingui/core';
import { Refusal, type RefusalCode } from '../../../../schemas/codes.ts';
import { refusalSentence } from '../../../platform/refusal.ts';
import { ApiRefusal } from '../../api/api.ts';
import type { Tasks } from '../../desk/tasks.ts';

/* What page and worker say to each other: one task, and what became of it. */

export type Asked = {
  [Name in keyof Tasks]: { id: number; task: Name; given: Parameters<Tasks[Name]>[0] };
}[keyof Tasks];
export type Answered =
  | { id: number; done: unknown }
  | { id: number; refused: { code: RefusalCode; where: string | undefined; why: string } };
/** The first message: which node the desk belongs to, and the addresses of what runs as that desk. */
export type Begin = { node: string; runs: string[] };

/**
 * What a refusal is on its way between the two, with its sentence, so that the page loads none of them; anything else
 * is a fault of ours, and says nothing.
 */
export function told(i18n: I18n, id: number, error: unknown): Answered {
  const { code, where } = error instanceof Refusal ? error : { code: 'failed' as const, where: undefined };
  const why = error instanceof ApiRefusal ? null : whyHere(i18n, code, where);
  const sentence = why ?? refusalSentence(i18n, { code, ...(where !== undefined && { where }) });
  return { id, refused: { code, where, why: sentence } };
}

/** What only a desk says: a press names what it is about (`showing.ts`), and that is not open any more, or changed. */
function whyHere(i18n: I18n, code: RefusalCode, where: string | undefined): string | null {
  if (code === 'unreachable') return unansweredText(i18n);
  if (where === 'opening' && code === 'not-found')
    return i18n._(
      'desk.gone',
      {},
      { message: 'It is not here any more: it was taken back, or its time is over. Go back to the list.' },
    );
  if (where === 'opening')
    return i18n._('desk.not-shown', {}, { message: 'What you see is not what is open here any more. Open it again.' });
  if (where === 'terms')
    return i18n._(
      'desk.not-sent',
      {},
      { message: 'The text or its terms changed since you opened this. Nothing was sent: open it again.' },
    );
  return null;
}

/** The line to the own node broke: what was asked may have arrived or not, and asking again does no harm. */
function unansweredText(i18n: I18n): string {
  return i18n._(
    'desk.unanswered',
    {},
    {
      message:
        'Your node does not answer: this may not have arrived. Nothing on this page is lost. ' +
        'Press again when you are connected.',
    },
  );
}
