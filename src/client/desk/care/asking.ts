import { answerOf, askOnPhone, endAsking, type OnPhone } from '../../alerts/ask-on-phone.ts';
import { type ConsentReading, keepAnswer, type Terms } from '../../alerts/consent.ts';
import { eraseForPerson, unlessGone } from '../../alerts/drafts.ts';
import { ApiRefusal } from '../../api/api.ts';
import { refusedHere } from '../../api/desk.ts';
import { answeredText } from '../../say/asked.ts';
import { notSharedText, shownTo } from '../../say/consent.ts';
import { type Opening, showing } from '../showing.ts';
import type { Caring } from './caring.ts';

/** What came of asking on the person’s own phone; null while there is no answer. */
export type Answered = { says: string; gone: boolean } | null;

/** Asks on the person’s own phone what is read at the desk; `read` gives that by its number. */
export function askingOnPhone(
  caring: () => Promise<Caring>,
  read: (opening: number) => { with: ConsentReading; terms: Terms },
) {
  const phone = showing<OnPhone>();
  const take = async (care: Caring, opening: number): Promise<Answered> => {
    const asked = phone.under(opening);
    const given = await answerOf(care.desk, asked);
    if (given === null) return null;
    const gone = given.answer === 'no';
    if (given.answer === 'yes') await keepAnswer(care.desk, asked.reading, asked.terms, given);
    const says = gone ? await saidNo(care, asked.reading.draft) : answeredText(care.i18n);
    await endAsking(care.desk, asked);
    phone.close(opening);
    return { says, gone };
  };
  return {
    /** Asks the same on the person’s own phone; gives the link that her camera opens. */
    async askOnPhone({ opening }: Opening): Promise<{ link: string } & Opening> {
      const { with: found, terms } = read(opening);
      return phone.open(async () => {
        const { desk, i18n } = await caring();
        const { to } = shownTo(i18n, found);
        const { onPhone, secret } = await askOnPhone(desk, found, terms, to);
        return [onPhone, { link: `${desk.api.origin}/asked?lang=${i18n.locale}#${secret}` }];
      });
    },
    /**
     * Looks whether she has answered, and keeps her yes, or lets go of the draft after a no.
     * @throws `consent-*` for a yes to anything else than what stands on the screen
     */
    answered: async (opening: number): Promise<Answered> => take(await caring(), opening),
    /** Takes the question back, unless she answered a moment ago: that counts, a no above all. */
    async endAsking(opening: number): Promise<Answered> {
      const asked = phone.under(opening);
      const care = await caring();
      const answered = await take(care, opening).catch((error: unknown) => {
        // No answer of hers that counts, or none any more; a no that could not be carried out is not let go.
        if (refusedHere(error) || (error instanceof ApiRefusal && error.code === 'nothing-here')) return null;
        throw error;
      });
      if (answered !== null) return answered;
      await endAsking(care.desk, asked);
      phone.close(opening);
      return null;
    },
  };
}

/** The person said no, or not now: nothing of the draft is left. Also where that was done already. */
export async function saidNo({ desk, i18n }: Caring, draft: string): Promise<string> {
  return notSharedText(i18n, (await eraseForPerson(desk, draft).catch(unlessGone)) ?? true);
}
