import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import type { Whereabouts } from '../../../schemas/notice-answers.ts';
import { noticesDraftsContract } from '../../../schemas/routes/notices-drafts.ts';
import { openFile } from '../../protocol/age-seal.ts';
import { boxOver } from '../../protocol/box-life.ts';
import { b64u, fromB64u } from '../../protocol/encoding.ts';
import { boxOf } from '../../protocol/manifest.ts';
import { reseal } from '../../protocol/resealing.ts';
import { ApiRefusal } from '../api/api.ts';
import { call } from '../api/call.ts';
import type { Desk } from '../api/desk.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { callingPeers } from '../keyring/peer-trust.ts';
import type { Called } from '../peers/called.ts';
import { listDrafts } from './drafts.ts';
import { type ResealedIncoming, resealIncoming, stillNeeded, type Tell } from './reseal-incoming.ts';
import { type HandedIn, sealForPeer, sendSealed } from './seal.ts';
import { whereDraft } from './where.ts';

/**
 * A delivery of ours that its receiver cannot open as it was sealed: their box changed before it went out, or they said
 * so.
 */
export type Waiting = {
  draft: string;
  delivery: string;
  peer: string;
  called: Called;
  why: 'box-changed' | 'unopenable';
};

/** What one command sealed anew, with when it goes out, and what it could not, with the code. */
export type Resealed = {
  drafts: number;
  received: ResealedIncoming;
  sent: (Waiting & Pick<HandedIn, 'goesOut' | 'edition'>)[];
  refused: (Waiting & { code: RefusalCode })[];
};

/** Every delivery of ours that waits to be sealed again. Opens nothing. */
export async function waitingToReseal(desk: Desk): Promise<Waiting[]> {
  const found: Waiting[] = [];
  const calling = callingPeers(desk);
  for (const { draft } of await listDrafts(desk))
    for (const one of await whereDraft(desk.api, draft)) {
      const why = whyAgain(one);
      if (!why) continue;
      const { delivery, peer } = one;
      found.push({ draft, delivery, peer, called: await calling(one), why });
    }
  return found;
}

function whyAgain({ state, steps }: Whereabouts): Waiting['why'] | null {
  const last = steps.findLast(({ kind }) => kind === 'alert');
  if (state !== 'granted' || !last) return null;
  if (last.state === 'due' && last.answer === 'box-changed') return 'box-changed';
  return last.acknowledged === 'unopenable' ? 'unopenable' : null;
}

/**
 * Seals anew what this client can: our own drafts and what peers sent to our own newest box, and each delivery that
 * waits to its receiver's, as the next edition under the same dropCommit and the same consent, with every check of a
 * first sealing. What is refused stays as it is and is named with its code;
 * `agreed` as in {@link resealIncoming}; `tell` hears how far it is.
 */
export async function resealWaiting(
  desk: Desk,
  recipients: ReadonlyMap<string, string>,
  agreed: readonly string[] = [],
  tell: Tell = () => {},
): Promise<{ done: Resealed; keyring: Keyring }> {
  const drafts = await resealDrafts(desk, tell);
  const received = await resealIncoming(desk, recipients, agreed, tell);
  const done: Resealed = { drafts, received, sent: [], refused: [] };
  let { keyring } = desk;
  const waiting = await waitingToReseal(desk);
  for (const [place, one] of waiting.entries()) {
    tell('sent', place, waiting.length);
    try {
      const found = await sealForPeer({ ...desk, keyring }, one.draft, one.peer);
      keyring = found.keyring;
      const { goesOut, edition } = await sendSealed(desk.api, found.sealed);
      done.sent.push({ ...one, goesOut, edition });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'unreachable') throw error;
      done.refused.push({ ...one, code: error.code });
    }
  }
  return { done, keyring };
}

/**
 * Drafts sealed to an older box of ours, sealed to the newest one; byte for byte the same inside.
 * @returns how many.
 */
export async function resealDrafts(desk: Desk, tell: Tell = () => {}): Promise<number> {
  const { api, keyring, own, now } = desk;
  const recipient = boxOf(own, now);
  const newest = keyring.boxes.filter((box) => box.recipient === recipient).map((box) => box.identity);
  const older = keyring.boxes.filter((box) => box.recipient !== recipient).map((box) => box.identity);
  if (newest.length === 0 || older.length === 0) return 0;
  let count = 0;
  const drafts = await listDrafts(desk);
  for (const [place, { draft }] of drafts.entries()) {
    tell('drafts', place, drafts.length);
    const { revision, ciphertext } = await call(api, noticesDraftsContract.draft, { params: { draft } });
    const sealed = fromB64u(ciphertext);
    if (await opens(sealed, newest)) continue;
    if (!(await opens(sealed, older))) continue;
    const body = { ciphertext: b64u(await reseal(sealed, older, [recipient])), resealed: true as const };
    try {
      await call(api, noticesDraftsContract.changeDraft, { params: { draft }, body, ifMatch: revision });
      count++;
    } catch (error) {
      // A colleague was first: what they stored is sealed to the newest box.
      if (!(error instanceof ApiRefusal && error.code === 'conflict')) throw error;
    }
  }
  return count;
}

/**
 * What an accompanier's client does when it unlocks: identities of boxes that are over by the signed chain go, after
 * what only they open was sealed to the newest box. One that something here still needs stays until a colleague has
 * confirmed the new bytes. Changes nothing while none is over. Save the keyring it gives.
 */
export async function forgetOldBoxes(desk: Desk, recipients: ReadonlyMap<string, string>): Promise<Keyring> {
  const { keyring, own, now } = desk;
  const over = (recipient: string): boolean => {
    const end = boxOver(own, recipient);
    return end !== null && end <= now;
  };
  if (!keyring.boxes.some((box) => over(box.recipient))) return keyring;
  await resealDrafts(desk);
  await resealIncoming(desk, recipients);
  const ended = keyring.boxes.filter((box) => over(box.recipient)).map((box) => box.identity);
  const needed = await stillNeeded(desk, ended);
  const boxes = keyring.boxes.filter(({ identity }) => !ended.includes(identity) || needed.has(identity));
  return boxes.length === keyring.boxes.length ? keyring : { ...keyring, boxes };
}

async function opens(sealed: Uint8Array, identities: readonly string[]): Promise<boolean> {
  return openFile(sealed, identities).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Refusal && error.code === 'unseal') return false;
      throw error;
    },
  );
}
