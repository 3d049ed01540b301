import { Refusal } from '../../../schemas/codes.ts';
import { noticesAskedContract } from '../../../schemas/routes/notices-asked.ts';
import { composeConsent } from '../../protocol/consent.ts';
import { b64u } from '../../protocol/encoding.ts';
import { locatorHash, locatorOf, secretFrom } from '../../protocol/secrets.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';
import type { Answer, Asked } from './asked-file.ts';
import { sealPadded } from './padded.ts';

/** Answers what was read, on the phone of the person affected. Sent again after a lost answer, it is the same. */
export function answering(api: Api, { asked, terms, under, answerTo }: Asked) {
  const sent = new Map<string, string>();
  const give = async (key: string, answer: () => Answer): Promise<void> => {
    const sealed = sent.get(key) ?? b64u(await sealPadded(answer(), answerTo));
    sent.set(key, sealed);
    await call(api, noticesAskedContract.answer, { params: { asked }, body: { sealed } });
  };
  return {
    /**
     * Yes, on the terms that were shown, signed with what follows from her words; they stay here.
     * @throws `words`, `no-such-consent` for others than the words of this text, `conflict` after another answer.
     */
    async yes(words: string): Promise<void> {
      const secret = secretFrom(words);
      const hash = locatorHash(b64u(locatorOf(secret, terms.issuer)));
      if (under !== null && hash !== under) throw new Refusal('no-such-consent');
      const answer = () => ({ answer: 'yes' as const, consent: composeConsent(terms, secret), locatorHash: hash });
      await give(hash, answer);
    },
    /** Not now, or no. */
    no: (): Promise<void> => give('no', () => ({ answer: 'no' })),
  };
}
