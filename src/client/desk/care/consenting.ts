import { Refusal } from '../../../../schemas/codes.ts';
import type { SealedFile } from '../../../../schemas/routes/notices.ts';
import { idOf, membersWhoSigned } from '../../../protocol/envelope.ts';
import { keysOf } from '../../../protocol/manifest.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import type { AlertReview } from '../../alerts/attest.ts';
import {
  type ConsentReading,
  keepYes,
  readConsent,
  readForWitness,
  sayYes,
  type Terms,
  type WitnessReading,
  witnessConsent,
  type Yes,
} from '../../alerts/consent.ts';
import { grantFor } from '../../alerts/draft-file.ts';
import { cannotWait, shortenPause } from '../../alerts/pause.ts';
import { type Read, sealForPeer, sendSealed } from '../../alerts/seal.ts';
import type { Waits } from '../../alerts/where.ts';
import { ApiRefusal } from '../../api/api.ts';
import type { SaidField } from '../../say/agreement-words.ts';
import { alertFields } from '../../say/alert.ts';
import { calledText } from '../../say/called.ts';
import { exactText, shownTo, termsLines, witnessQuestion, wordsAboutText, yesLines } from '../../say/consent.ts';
import { handedInText, witnessedText } from '../../say/drafts.ts';
import { hurriedText } from '../../say/pause.ts';
import { requireBack } from '../begin/require-back.ts';
import { type Opening, showing } from '../showing.ts';
import { askingOnPhone, saidNo } from './asking.ts';
import type { Caring } from './caring.ts';
import { meantIn } from './preparing.ts';

/** What is read aloud: the text, whole, and below it the terms. */
export type Aloud = {
  exact: string;
  fields: SaidField[];
  terms: string[];
  wordsNeeded: boolean;
  /** Through whom the person may say it: somebody from outside, or a member who signs nothing of it. */
  delegates: { value: string; text: string }[];
};
/** The person’s words where they are new, to be shown once; empty for those that they have. */
export type Granted = { words: string[]; about: string };

type For = { draft: string; peer: string };

function delegatesFor({ desk: { own, keyring }, i18n }: Caring, { envelope }: ConsentReading): Aloud['delegates'] {
  const signed = membersWhoSigned(envelope, keysOf(own));
  const others = own.newest.statement.members.filter(({ member }) => !signed.has(member) && member !== keyring.member);
  const { members, policy } = own.newest.statement;
  // Enough have to be left to witness it.
  const canBe = (delegate: string): boolean =>
    members.filter(({ member, roles }) => roles.includes('accompanier') && member !== delegate).length >
    policy.consentWitnesses;
  return [
    { value: 'outside', text: i18n._('care.delegate-outside', {}, { message: 'Somebody from outside' }) },
    ...others.map(({ member }) => ({ value: member, text: calledBy(member, i18n.locale) })),
  ].filter(({ value }) => canBe(value));
}

/** The person’s answer to what was read. */
export function consenting(caring: () => Promise<Caring>) {
  const reading = showing<{ with: ConsentReading; terms: Terms }>();
  const said = showing<Yes>();
  return {
    /** Prepares what is read together with the person, or with whom they chose to say it for them. */
    readAloud: ({ draft, peer, delegate = null }: For & Partial<Pick<Terms, 'delegate'>>): Promise<Aloud & Opening> =>
      reading.open(async () => {
        const care = await caring();
        const { days, handling, mayAskAgain } = await meantIn(care, draft);
        const terms: Terms = { days, handling, mayAskAgain, delegate };
        const found = await readConsent(care.desk, draft, peer, terms);
        said.close();
        const aloud = {
          exact: exactText(care.i18n),
          fields: alertFields(care.i18n, found.alert, found.clauses),
          terms: termsLines(care.i18n, shownTo(care.i18n, found), terms),
          wordsNeeded: found.under !== null,
          delegates: delegatesFor(care, found),
        };
        return [{ with: found, terms }, aloud];
      }),
    /**
     * The person said yes to what was read; `words` are theirs where they have some. It is in memory here, and nobody
     * else has it, until it is kept.
     */
    async sayYes({ opening, words }: Opening & { words: string | null }): Promise<Granted & Opening> {
      const { with: found, terms } = reading.under(opening);
      return said.open(async () => {
        const { desk, i18n } = await caring();
        const yes = sayYes(desk, found, terms, words, i18n.locale === 'es' ? 'es' : 'en');
        return [yes, { words: yes.isNew ? yes.words.split(' ') : [], about: wordsAboutText(i18n, desk.api.origin) }];
      });
    },
    /**
     * Signs and stores that yes; `back` are the new words at `askedBack`. The same again changes nothing.
     * @throws `words`, with the place, for others: a yes whose words nobody wrote down could not be taken back
     */
    async keepYes({ opening, back }: Opening & { back: readonly string[] }): Promise<void> {
      const yes = said.under(opening);
      if (yes.isNew) requireBack(yes.words.split(' '), back);
      await keepYes((await caring()).desk, yes);
    },
    /** The person said no, or not now: nothing of the draft is left. */
    async sayNo(opening: number): Promise<string> {
      const { draft } = reading.under(opening).with;
      const text = await saidNo(await caring(), draft);
      reading.close(opening);
      return text;
    },
    ...askingOnPhone(caring, reading.under),
  };
}

/** What a witness reads before signing. */
export type ForWitness = Pick<Aloud, 'fields' | 'terms'> & { question: string };

/** A consent’s witness. */
export function witnessing(caring: () => Promise<Caring>) {
  const reading = showing<WitnessReading>();
  return {
    /** What a witness reads, at a device of their own. */
    readAsWitness: ({ draft, peer }: For): Promise<ForWitness & Opening> =>
      reading.open(async () => {
        const { desk, i18n } = await caring();
        const read = await readForWitness(desk, draft, peer);
        const fields = alertFields(i18n, read.alert, read.clauses);
        return [read, { fields, terms: yesLines(i18n, read), question: witnessQuestion(i18n) }];
      }),
    /** Signs as witness of what was read. */
    async signAsWitness(opening: number): Promise<string> {
      const read = reading.under(opening);
      const { desk, i18n } = await caring();
      await witnessConsent(desk, read);
      reading.close(opening);
      return witnessedText(i18n);
    },
  };
}

/** What is sent of a draft that is open; `opened` gives it by its number. */
export function sending(caring: () => Promise<Caring>, opened: (opening: number) => AlertReview) {
  /** Sealed and sent without an answer: the same bytes again are no second edition. */
  let unanswered: (Read & { sealed: SealedFile }) | null = null;
  return {
    /**
     * Seals for one partner after every check, and hands it in: the very text and yes that stand on the screen.
     * @throws `conflict` (`terms`) where the draft holds others by now
     */
    async sealAndSend({ opening, peer }: Opening & { peer: string }): Promise<string> {
      const { draft, id: alert, alert: text, file } = opened(opening);
      const granted = grantFor(file, peer);
      if (!granted) throw new Refusal('no-consent');
      const consent = idOf(granted.consent);
      const { desk, i18n } = await caring();
      const { sealed, called } = await sealForPeer(desk, draft, peer, { alert, consent });
      // A yes names its partner and its delivery.
      const again = unanswered?.alert === alert && unanswered.consent === consent;
      unanswered = again ? unanswered : { alert, consent, sealed };
      const { goesOut, edition } = await sendSealed(desk.api, unanswered?.sealed ?? sealed).catch((error: unknown) => {
        if (error instanceof ApiRefusal) unanswered = null;
        throw error;
      });
      unanswered = null;
      const how = { edition, hurries: cannotWait(text) };
      return handedInText(i18n, calledText(i18n, called), goesOut, how);
    },
    /** Signs that this edition, which waits for one partner, cannot wait. */
    async hurry({ opening, peer, waits }: Opening & { peer: string; waits: Waits }): Promise<string> {
      const { file } = opened(opening);
      const { desk, i18n } = await caring();
      return hurriedText(i18n, await shortenPause(desk, file, peer, waits));
    },
  };
}
