import { calledBy } from '../protocol/two-word-name.ts';
import type { View } from '../web/view.ts';

/** Who: the reader as "you", anybody else by the nickname that they chose, else by their two words. */
export function whoWords({ i18n, language, nicknames }: View, member: string, me: string | null): string {
  return member === me
    ? i18n._('round.you', {}, { message: 'You' })
    : (nicknames?.get(member) ?? calledBy(member, language));
}
