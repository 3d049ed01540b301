import { Refusal } from '../../../schemas/codes.ts';
import { noticesAskedContract } from '../../../schemas/routes/notices-asked.ts';
import { newBoxIdentity } from '../../protocol/age-seal.ts';
import { b64u, fromB64u, randomId } from '../../protocol/encoding.ts';
import { newSecret } from '../../protocol/secrets.ts';
import { call } from '../api/call.ts';
import type { Desk } from '../api/desk.ts';
import { type Answer, answer, askedUnder, type Question } from './asked-file.ts';
import { type ConsentReading, fieldsToSign, type Terms } from './consent.ts';
import { openPadded, sealPadded } from './padded.ts';

/** A question that was put to the phone of the person affected, and what its answer is judged by. */
export type OnPhone = Pick<Question, 'terms'> & { reading: ConsentReading; asked: string; identity: string };

/**
 * Asks on the phone of the person affected what was read; `to` is how the partner is called.
 * @returns what the answer is judged by, and the secret of the link, which no server is told.
 */
export async function askOnPhone(
  desk: Desk,
  reading: ConsentReading,
  terms: Terms,
  to: string,
): Promise<{ onPhone: OnPhone; secret: string }> {
  const secret = newSecret();
  const { asked, recipient } = await askedUnder(secret);
  const own = await newBoxIdentity();
  const question: Question = {
    type: 'consent-asked',
    v: 1,
    alert: reading.envelope,
    clauses: reading.clauses.map(({ agreement, id, text }) => ({ agreement, id, text })),
    to,
    terms: fieldsToSign(desk, reading, terms, reading.delivery ?? randomId(), desk.now),
    under: reading.under,
    answerTo: own.recipient,
  };
  const body = { asked, sealed: b64u(await sealPadded(question, recipient)) };
  await call(desk.api, noticesAskedContract.ask, { body });
  return { onPhone: { reading, terms: question.terms, asked, identity: own.identity }, secret: b64u(secret) };
}

/**
 * Her answer; null while there is none.
 * @throws `nothing-here` once the time is over, `unseal` or `bundle` for what nobody sealed who read the question.
 */
export async function answerOf({ api }: Desk, { asked, identity }: OnPhone): Promise<Answer | null> {
  const { sealed } = await call(api, noticesAskedContract.answered, { params: { asked } });
  if (sealed === null) return null;
  const read = answer.safeParse(await openPadded(fromB64u(sealed), [identity]));
  if (!read.success) throw new Refusal('bundle', 'answer');
  return read.data;
}

/** Lets the node forget the question and its answer. */
export async function endAsking({ api }: Desk, { asked }: OnPhone): Promise<void> {
  await call(api, noticesAskedContract.endAsking, { params: { asked } });
}
