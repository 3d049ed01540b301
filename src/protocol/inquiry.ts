import { Refusal } from '../../schemas/codes.ts';
import type { Inquiry, InquiryAnswer } from '../../schemas/inquiry.ts';
import { b64u, fromB64u, timeOf, utf8 } from './encoding.ts';
import { type Identifier, identifierKey } from './names.ts';
import { blind, evaluate, monthKey, outputsOf } from './oprf.ts';
import { requireDistinct } from './signers.ts';
import { type IndexEntry, isName, requireTags, tagOf, tagsFor } from './tags.ts';

/** Always as many, so that a question does not tell how much was asked. */
const size = 8;

/** What the asker keeps, sealed, until the answer: what was asked, and the blinds, which would give it away. */
export type Asked = {
  month: string;
  /** In the order of the identifiers; `key` is null for one that was not asked. */
  asked: { kind: Identifier['kind']; key: string | null }[];
  blinds: string[];
  blinded: string[];
};

/** What an answer says of one identifier: `possible` is a name that sounds alike, a reason to call and no more. */
export type Finding = 'match' | 'possible' | 'nothing' | 'not-asked';

/**
 * Blinds up to eight identifiers and filler: exactly eight elements of this month, each of them random to whoever has
 * not the blinds. Names and aliases are left out (`not-asked`) unless `names`.
 * @throws `statement-rule` at `identifiers` when there are too many or none to ask, at `identifiers.N` for one that
 * nobody could be found by.
 */
export function blindInquiry(
  identifiers: readonly Identifier[],
  { names, now }: { names: boolean; now: Date },
): { inquiry: Pick<Inquiry, 'month' | 'blinded'>; asked: Asked } {
  const asked = identifiers.map(({ kind, value }, at) => {
    const key = identifierKey({ kind, value });
    if (key === null) throw new Refusal('statement-rule', `identifiers.${at}`);
    return { kind, key: names || !isName(kind) ? key : null };
  });
  const nothing = asked.every(({ key }) => key === null);
  if (nothing || asked.length > size) throw new Refusal('statement-rule', 'identifiers');
  const hidden = Array.from({ length: size }, (_, at) => blind(inputOf(asked[at])));
  const month = monthOf(now);
  const blinded = hidden.map((one) => b64u(one.blinded));
  return {
    inquiry: { month, blinded },
    asked: { month, asked, blinds: hidden.map((one) => b64u(one.blind)), blinded },
  };
}

/**
 * The whole answer to a question of this month: evaluations, one proof, the month's tags; it depends on what was asked
 * in nothing but the evaluations. Whether it may be given at all, `inquiry-quota.ts` and standing decide.
 * @throws `statement-rule` at `month` for another month (ask again), at `blinded` for other than eight different
 * elements, at `blinded.N` for what is no element or the identity, `encoding`, and `too-large`.
 */
export function answerInquiry(
  { month, blinded }: Pick<Inquiry, 'month' | 'blinded'>,
  index: { seed: Uint8Array; me: string; peer: string; entries: readonly IndexEntry[]; names: boolean },
  now: Date,
): Omit<InquiryAnswer, 'type' | 'inquiryId'> {
  if (month !== monthOf(now)) throw new Refusal('statement-rule', 'month');
  if (blinded.length !== size) throw new Refusal('statement-rule', 'blinded');
  requireDistinct(blinded, 'blinded');
  const { seed, me, peer, entries, names } = index;
  const { evaluated, proof, publicKey } = evaluate(blinded, monthKey(seed, me, peer, month));
  const tags = tagsFor(entries, { seed, me, peer, month, names });
  return { month, evaluated: [...evaluated], proof, publicKey, tags };
}

/**
 * What an answer says of each identifier, in their order, and the key to pin for the rest of the month.
 * @throws `statement-rule` for another month (ask again), for tags or elements that cannot be, `oprf-key-changed` for
 * another key than the one pinned this month, `oprf-proof`, and `encoding`; then it says nothing at all.
 */
export function finalizeInquiry(
  asked: Asked,
  answer: Omit<InquiryAnswer, 'type' | 'inquiryId'>,
  pinnedKey: string | null,
): { findings: Finding[]; publicKey: string } {
  if (answer.month !== asked.month) throw new Refusal('statement-rule', 'month');
  if (pinnedKey !== null && answer.publicKey !== pinnedKey) throw new Refusal('oprf-key-changed');
  requireTags(answer.tags);
  const outputs = outputsOf(
    asked.blinded.map((blinded, at) => ({
      input: inputOf(asked.asked[at]),
      blind: fromB64u(asked.blinds[at] ?? '', 32),
      blinded: fromB64u(blinded, 32),
    })),
    answer,
  );
  const tags = new Set(answer.tags);
  const findings = asked.asked.map(({ kind, key }, at): Finding => {
    if (key === null) return 'not-asked';
    if (!tags.has(tagOf(outputs[at]!))) return 'nothing';
    return isName(kind) ? 'possible' : 'match';
  });
  return { findings, publicKey: answer.publicKey };
}

/** A filler's input does not matter: its blind is what hides it, and its output is thrown away. */
function inputOf(asked: Asked['asked'][number] | undefined): Uint8Array {
  return utf8(asked?.key ?? '');
}

function monthOf(now: Date): string {
  return timeOf(now).slice(0, 7);
}
