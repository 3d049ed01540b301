import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import type { Chain } from '../../protocol/manifest.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { type Api, ApiRefusal } from './api.ts';

/** An accompanier at work: signed in, with the own chain as this client verified it itself. */
export type Desk = { api: Api; keyring: Keyring; own: Chain; now: Date };

const ofTheLine: readonly RefusalCode[] = ['unreachable', 'unexpected-answer', 'cancelled'];

/** Whether this client refused by a check of its own; never true for what a node or the line refused. */
export function refusedHere(error: unknown): error is Refusal {
  return error instanceof Refusal && !(error instanceof ApiRefusal) && !ofTheLine.includes(error.code);
}
