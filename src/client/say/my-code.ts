import type { I18n } from '@lingui/core';
import type { RefusalCode } from '../../../schemas/codes.ts';

/** What stands at the top of each page of "my code". */
export const myCodeTitles = {
  ask: (i18n: I18n) => i18n._('my-code.title', {}, { message: 'Your twelve words' }),
  where: (i18n: I18n) => i18n._('my-code.where', {}, { message: 'Where it is' }),
  taken: (i18n: I18n) => i18n._('my-code.taken', {}, { message: 'It is taken back' }),
  card: (i18n: I18n) => i18n._('my-code.card', {}, { message: 'An empty card' }),
};

/** Where the words go, with script. */
export function wordsStayText(i18n: I18n): string {
  return i18n._(
    'my-code.stay',
    {},
    { message: 'The words stay in this browser. The server sends this page, and gets none of them.' },
  );
}

/** Why nothing was done, and what to do; null where it is about the words themselves. */
export function notDoneText(i18n: I18n, code: RefusalCode): string | null {
  if (code === 'words') return null;
  if (code === 'lapsed' || code === 'conflict')
    return i18n._(
      'my-code.over',
      {},
      { message: 'Some time has passed, so nothing was done. Please write the words again.' },
    );
  if (code === 'no-such-consent')
    return i18n._(
      'my-code.nothing',
      {},
      { message: 'Nothing is kept here under these words. Perhaps they belong to another collective.' },
    );
  if (code === 'unreachable')
    return i18n._(
      'my-code.unreached',
      {},
      { message: 'The server does not answer: this may not have arrived. You can press again.' },
    );
  return i18n._(
    'my-code.failed',
    {},
    { message: 'That did not work here. You can try later, or tell an accompanier.' },
  );
}
