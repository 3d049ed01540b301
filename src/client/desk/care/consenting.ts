import { Refusal } from '../../../../schemas/codes.ts';
import {
  type ConsentReading,
  grantConsent,
  readConsent,
  readForWitness,
  type Terms,
  type WitnessReading,
  witnessConsent,
} from '../../alerts/consent.ts';
import { eraseForPerson } from '../../alerts/drafts.ts';
import { sealForPeer, sendSealed } from '../../alerts/seal.ts';
import type { SaidField } from '../../say/agreement-words.ts';
import { alertFields } from '../../say/alert.ts';
import { calledText } from '../../say/called.ts';
import { exactText, notSharedText, termsLines, witnessQuestion, wordsAboutText } from '../../say/consent.ts';
import { handedInText, witnessedText } from '../../say/drafts.ts';
import type { Caring } from './caring.ts';
import { meantIn } from './preparing.ts';

/** What is read aloud: the text, whole, and below it the terms. */
export type Aloud = { exact: string; fields: SaidField[]; terms: string[]; wordsNeeded: boolean };
/** The person’s words, new ones only, to be shown once. */
export type Granted = { words: string[] | null; about: string };

type For = { draft: string; peer: string };

/** The person’s answer: what was read last is what is answered. */
export function consenting(caring: () => Promise<Caring>) {
  let reading: { with: ConsentReading; terms: Terms } | null = null;
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
      await care.keep(found.peer.keyring);
      reading = { with: found, terms };
      return {
        exact: exactText(care.i18n),
        fields: alertFields(care.i18n, found.alert),
        terms: termsLines(care.i18n, found, terms),
        wordsNeeded: found.wordsNeeded,
      };
    },
    /** The person said yes to what was read; `words` are theirs where they have some. */
    async sayYes(words: string | null): Promise<Granted> {
      const { desk, i18n } = await caring();
      const { with: found, terms } = wasRead();
      const granted = await grantConsent(desk, found, terms, words, i18n.locale === 'es' ? 'es' : 'en');
      reading = null;
      return { words: granted.isNew ? granted.words.split(' ') : null, about: wordsAboutText(i18n) };
    },
    /** The person said no, or not now: nothing of the draft is left. */
    async sayNo(): Promise<string> {
      const { desk, i18n } = await caring();
      const { draft } = wasRead().with;
      reading = null;
      return notSharedText(i18n, await eraseForPerson(desk, draft));
    },
  };
}

/** A consent’s witness, and the sending after it. */
export function witnessing(caring: () => Promise<Caring>) {
  let reading: WitnessReading | null = null;
  return {
    /** What a witness reads, at a device of their own. */
    async readAsWitness({ draft, peer }: For): Promise<Pick<Aloud, 'fields' | 'terms'> & { question: string }> {
      const { desk, i18n, keep } = await caring();
      reading = await readForWitness(desk, draft, peer);
      await keep(reading.peer.keyring);
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
      const { desk, i18n, keep } = await caring();
      const { sealed, keyring, called } = await sealForPeer(desk, draft, peer);
      await keep(keyring);
      await sendSealed(desk.api, sealed);
      return handedInText(i18n, calledText(i18n, called));
    },
  };
}
