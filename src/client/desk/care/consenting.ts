import { Refusal } from '../../../../schemas/codes.ts';
import type { SealedFile } from '../../../../schemas/routes/notices.ts';
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
import { eraseForPerson, unlessGone } from '../../alerts/drafts.ts';
import { sealForPeer, sendSealed } from '../../alerts/seal.ts';
import { ApiRefusal } from '../../api/api.ts';
import type { SaidField } from '../../say/agreement-words.ts';
import { alertFields } from '../../say/alert.ts';
import { calledText } from '../../say/called.ts';
import { exactText, notSharedText, termsLines, witnessQuestion, wordsAboutText } from '../../say/consent.ts';
import { handedInText, witnessedText } from '../../say/drafts.ts';
import type { Caring } from './caring.ts';
import { meantIn } from './preparing.ts';

/** What is read aloud: the text, whole, and below it the terms. */
export type Aloud = { exact: string; fields: SaidField[]; terms: string[]; wordsNeeded: boolean };
/** The person’s words where they are new, to be shown once; empty for those that they have. */
export type Granted = { words: string[]; about: string };

type For = { draft: string; peer: string };

/** The person’s answer: what was read last is what is answered. */
export function consenting(caring: () => Promise<Caring>) {
  let reading: { with: ConsentReading; terms: Terms } | null = null;
  let yes: Yes | null = null;
  const wasRead = () => {
    if (!reading) throw new Refusal('conflict');
    return reading;
  };
  return {
    /** Prepares what is read together with the person. */
    async readAloud({ draft, peer }: For): Promise<Aloud> {
      const care = await caring();
      const { days, handling, mayAskAgain } = await meantIn(care, draft);
      const terms: Terms = { days, handling, mayAskAgain, delegate: null };
      const found = await readConsent(care.desk, draft, peer, terms);
      reading = { with: found, terms };
      yes = null;
      return {
        exact: exactText(care.i18n),
        fields: alertFields(care.i18n, found.alert),
        terms: termsLines(care.i18n, found, terms),
        wordsNeeded: found.wordsNeeded,
      };
    },
    /** The person said yes to what was read; `words` are theirs where they have some. Kept by the next one. */
    async sayYes(words: string | null): Promise<Granted> {
      const { desk, i18n } = await caring();
      const { with: found, terms } = wasRead();
      yes = sayYes(desk, found, terms, words, i18n.locale === 'es' ? 'es' : 'en');
      return { words: yes.isNew ? yes.words.split(' ') : [], about: wordsAboutText(i18n) };
    },
    /** Signs and stores the yes that was said last; the same again changes nothing. */
    async keepYes(): Promise<void> {
      const { desk } = await caring();
      if (!yes) throw new Refusal('conflict');
      await keepYes(desk, yes);
    },
    /** The person said no, or not now: nothing of the draft is left. */
    async sayNo(): Promise<string> {
      const { desk, i18n } = await caring();
      const { draft } = wasRead().with;
      const erased = (await eraseForPerson(desk, draft).catch(unlessGone)) ?? true;
      reading = null;
      return notSharedText(i18n, erased);
    },
  };
}

/** A consent’s witness, and the sending after it. */
export function witnessing(caring: () => Promise<Caring>) {
  let reading: WitnessReading | null = null;
  /** Sealed and sent without an answer: the same bytes again are no second edition. */
  let unanswered: SealedFile | null = null;
  return {
    /** What a witness reads, at a device of their own. */
    async readAsWitness({ draft, peer }: For): Promise<Pick<Aloud, 'fields' | 'terms'> & { question: string }> {
      const { desk, i18n } = await caring();
      reading = await readForWitness(desk, draft, peer);
      const { alert, consent, peer: audience } = reading;
      const terms = termsLines(i18n, { peer: audience, until: consent.notAfter }, consent);
      return { fields: alertFields(i18n, alert), terms, question: witnessQuestion(i18n) };
    },
    /** Signs as witness of what was read last. */
    async signAsWitness(): Promise<string> {
      const { desk, i18n } = await caring();
      if (!reading) throw new Refusal('conflict');
      await witnessConsent(desk, reading);
      reading = null;
      return witnessedText(i18n);
    },
    /** Seals for one partner after every check, and hands it in. */
    async sealAndSend({ draft, peer }: For): Promise<string> {
      const { desk, i18n } = await caring();
      const { sealed, called } = await sealForPeer(desk, draft, peer);
      const again = unanswered?.draft === draft && unanswered.header.to === peer;
      const sending = again && unanswered ? unanswered : sealed;
      unanswered = sending;
      await sendSealed(desk.api, sending).catch((error: unknown) => {
        if (error instanceof ApiRefusal) unanswered = null;
        throw error;
      });
      unanswered = null;
      return handedInText(i18n, calledText(i18n, called));
    },
  };
}
