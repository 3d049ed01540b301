import type { I18n } from '@lingui/core';
import { Refusal, type RefusalCode } from '../../../../schemas/codes.ts';
import { refusalSentence } from '../../../platform/refusal.ts';
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
  return { id, refused: { code, where, why: refusalSentence(i18n, { code, ...(where !== undefined && { where }) }) } };
}
