import { calledBy } from '../protocol/two-word-name.ts';
import type { View } from '../web/view.ts';

/** Who: the reader as "you", anybody else by their two words. */
export function whoWords({ i18n, language }: View, member: string, me: string | null): string {
  return member === me ? i18n._('round.you', {}, { message: 'You' }) : calledBy(member, language);
}
