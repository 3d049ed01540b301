import { Refusal } from '../../../schemas/codes.ts';
import type { Clock } from '../../platform/clock.ts';

/** How long the person affected has to answer on her own phone, in milliseconds. */
const longestMs = 15 * 60_000;

type Asked = { member: string; question: string | null; answer: string | null; ends: number };

/**
 * Sealed questions to the person affected and her sealed answers: in memory, on no disk
 * (docs/decisions/0040-an-answer-on-her-own-phone.md). One for each accompanier, for a quarter of an hour.
 */
export function askedOnPhones(clock: Clock) {
  const all = new Map<string, Asked>();
  const dropped = (gone: (one: Asked) => boolean) => {
    for (const [id, one] of all) if (gone(one)) all.delete(id);
  };
  /** @throws `nothing-here` where nothing is asked under that id (any more), or `member` did not ask it. */
  const find = (id: string, member?: string): Asked => {
    const now = clock.now().getTime();
    dropped(({ ends }) => ends <= now);
    const one = all.get(id);
    if (!one || (member ?? one.member) !== one.member) throw new Refusal('nothing-here');
    return one;
  };
  return {
    /** Keeps a question in place of whatever that accompanier asked before; `conflict` for another's id. */
    ask(member: string, id: string, question: string): void {
      dropped((one) => one.member === member);
      if (all.has(id)) throw new Refusal('conflict', 'asked');
      all.set(id, { member, question, answer: null, ends: clock.now().getTime() + longestMs });
    },
    /** The question, while nobody has answered it. */
    question(id: string): string {
      const { question } = find(id);
      if (question === null) throw new Refusal('nothing-here');
      return question;
    },
    /** Keeps the answer that came first, and lets go of the question; the same again changes nothing. */
    answer(id: string, answer: string): void {
      const one = find(id);
      if (one.answer !== null && one.answer !== answer) throw new Refusal('conflict', 'answer');
      one.question = null;
      one.answer = answer;
    },
    answered: (member: string, id: string): string | null => find(id, member).answer,
    /** Forgets a question and its answer. */
    end(member: string, id: string): void {
      if (all.get(id)?.member === member) all.delete(id);
    },
  };
}
