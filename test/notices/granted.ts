import { keepDraft } from '../../src/notices/ours/drafts.ts';
import { type HandedIn, handIn } from '../../src/notices/ours/hand-in.ts';
import { type WithdrawalProof, withdrawConsent } from '../../src/notices/ours/withdraw.ts';
import { sealBundle } from '../../src/protocol/age-seal.ts';
import { sealAlert } from '../../src/protocol/compose-sealed.ts';
import { composeConsent, headerFor } from '../../src/protocol/consent.ts';
import { bundleFor, headerWithoutConsent } from '../../src/protocol/delivery.ts';
import { b64u, randomId } from '../../src/protocol/encoding.ts';
import { readUnverified } from '../../src/protocol/envelope.ts';
import { dropTokenOf, locatorHash, locatorOf } from '../../src/protocol/secrets.ts';
import { composeWithdrawal } from '../../src/protocol/withdrawal.ts';
import { type Collective, now, type Shared, shareAlert, signedBy, trust } from '../protocol/cast.ts';
import type { House } from './houses.ts';

export type Given = { shared: Shared; handedIn: HandedIn; to: Collective };

/** One text and one set of words for one more peer: a consent of its own. */
export function shareAgain(shared: Shared, from: Collective, to: Collective): Shared {
  const terms = { ...shared.terms, audience: to.id, delivery: randomId() };
  const bare = composeConsent(terms, shared.secret);
  const header = headerFor(readUnverified('consent', bare).statement, 1, now);
  return { ...shared, terms, header, consent: signedBy(bare, from.people.tono!) };
}

/** An alert with its consent, sealed as a client seals it, from a draft that the house keeps. */
export async function sealedFor(
  from: House,
  to: Collective,
  given: { draft?: string; shared?: Shared } = {},
): Promise<Given> {
  const shared = given.shared ?? shareAlert(from.own, to);
  const { body, box } = await sealAlert({ ...shared, root: trust(from.own, to), now: from.clock.time });
  const draft = given.draft ?? (await newDraft(from));
  const hash = locatorHash(locatorIn(shared.secret, from.own));
  return { shared, to, handedIn: { header: shared.header, body, locatorHash: hash, box, draft } };
}

export async function newDraft(house: House): Promise<string> {
  const draft = randomId();
  await keepDraft(house.runtime, rosaOf(house), { draft, ciphertext: 'YWdl' });
  return draft;
}

const rosaOf = (house: House): string => house.own.people.rosa!.member;

export const locatorIn = (secret: Uint8Array, issuer: Collective): string => b64u(locatorOf(secret, issuer.id));

export const handInBy = (house: House, { handedIn }: Given) => handIn(house.runtime, rosaOf(house), handedIn);

/** What the person's client makes of her words for one delivery. */
export async function proofFor(from: House, { shared, to }: Pick<Given, 'shared' | 'to'>): Promise<WithdrawalProof> {
  const { delivery } = shared.header;
  const header = headerWithoutConsent('withdrawal', from.own.id, to.id, from.clock.time);
  const item = composeWithdrawal(shared.secret, from.own.id, delivery, from.clock.time);
  const body = b64u(await sealBundle(bundleFor(header, [item]), [to.box.recipient]));
  return { delivery, token: b64u(dropTokenOf(shared.secret, delivery)), notice: { header, body } };
}

/** Takes back what one partner has, with proofs for all. */
export async function withdrawFrom(from: House, only: string, ...given: Given[]) {
  const proofs = await Promise.all(given.map((one) => proofFor(from, one)));
  return withdrawConsent(from.runtime, locatorIn(given[0]!.shared.secret, from.own), proofs, only);
}

export async function withdrawBy(from: House, ...given: Given[]) {
  const proofs = await Promise.all(given.map((one) => proofFor(from, one)));
  return withdrawConsent(from.runtime, locatorIn(given[0]!.shared.secret, from.own), proofs);
}
