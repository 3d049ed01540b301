import type { InquiryAnswer } from '../../schemas/inquiry.ts';
import type { StatementOf } from '../../schemas/statements.ts';
import { answerInquiry, countAnswer, finalizeInquiry, levelOf, mayCorroborate } from '../../src/client/library.ts';
import type { Asked } from '../../src/protocol/inquiry.ts';
import type { QuotaBook, QuotaMark } from '../../src/protocol/inquiry-quota.ts';
import type { Accompaniment, Noticed } from '../../src/protocol/level.ts';
import type { IndexEntry } from '../../src/protocol/tags.ts';
import { type Check, fromHex, momentOf } from './judge-given.ts';

type Answering = {
  month: string;
  blinded: string[];
  seed: string;
  me: string;
  peer: string;
  entries: IndexEntry[];
  names: boolean;
  now?: string;
};

type Finishing = { asked: Asked; answer: Omit<InquiryAnswer, 'type' | 'inquiryId'>; pinnedKey: string | null };

type Said = Record<'levels' | 'replies' | 'disputes', { statement: object; signers: string[] }[]>;

type Verifying = { noticed: Omit<Noticed, 'attesters'> & { attesters: string[] }; said: Said; now?: string };

const spoken = <K extends 'level' | 'reply' | 'dispute'>(said: Said[keyof Said]) =>
  said.map(({ statement, signers }) => ({ statement: statement as StatementOf<K>, id: '', signers: new Set(signers) }));

/**
 * What clients work out by themselves: blind questions (PROTOCOL §8), and how far an alert is verified (PROTOCOL §4).
 */
export const inquiries = {
  /** The proof is random and comes out nowhere. */
  'inquiry-answer': ({ month, blinded, seed, ...index }: Answering, beside) => {
    const given = { ...index, seed: fromHex(seed) };
    const { proof: _random, ...answer } = answerInquiry({ month, blinded }, given, momentOf(index, beside));
    return answer;
  },
  'inquiry-finalize': ({ asked, answer, pinnedKey }: Finishing) => finalizeInquiry(asked, answer, pinnedKey),
  'inquiry-quota': (given: { book: QuotaBook; mark: QuotaMark | null; now?: string }, beside) =>
    countAnswer(given.book, given.mark, momentOf(given, beside)),
  'level-of': (given: Verifying, beside) => {
    const { noticed, said } = given;
    const { levels, replies, disputes } = said;
    const all = {
      levels: spoken<'level'>(levels),
      replies: spoken<'reply'>(replies),
      disputes: spoken<'dispute'>(disputes),
    };
    return levelOf({ ...noticed, attesters: new Set(noticed.attesters) }, all, momentOf(given, beside));
  },
  'may-corroborate': ({ issuer, accompaniments }: { issuer: string; accompaniments: Accompaniment[] }) =>
    mayCorroborate(issuer, accompaniments),
} satisfies Record<string, Check>;
