import type { I18n } from '@lingui/core';
import type { RefusalCode } from '../../../schemas/codes.ts';
import { notDoneText } from './my-code.ts';

/* What is said where the person affected answers on her own phone, and at the desk that asked. */

/** What stands at the top of the page that asks. */
export function askedTitle(i18n: I18n): string {
  return i18n._('care.consent', {}, { message: 'Read this together' });
}

/** Said at the desk once a yes came from her phone. */
export function answeredText(i18n: I18n): string {
  return i18n._('asked.answered', {}, { message: 'The person said yes, on their own phone. The yes is kept.' });
}

/** Said on her phone once her answer is at the node. */
export function answerSentText(i18n: I18n, yes: boolean): string {
  return yes
    ? i18n._(
        'asked.sent-yes',
        {},
        {
          message:
            'Your yes is on its way to the desk beside you. With your words you can take it back any day. You can ' +
            'close this page.',
        },
      )
    : i18n._(
        'asked.sent-no',
        {},
        {
          message:
            'Nothing is shared. The desk beside you erases the draft, and says so: look there. You can close this ' +
            'page.',
        },
      );
}

/** Why something was not done on her phone. */
export function askedNotDone(i18n: I18n, code: RefusalCode): string {
  if (code === 'nothing-here' || code === 'encoding')
    return i18n._(
      'asked.over',
      {},
      { message: 'This link asks nothing any more. Let the desk beside you show a new code.' },
    );
  if (code === 'no-such-consent')
    return i18n._('asked.other-words', {}, { message: 'These are other words than those of this text.' });
  if (code === 'conflict')
    return i18n._(
      'asked.answered-before',
      {},
      { message: 'An answer was given here before. It is the one that counts.' },
    );
  if (code === 'words')
    return i18n._('asked.words', {}, { message: 'One of them is another word than on the paper. Look once more.' });
  return notDoneText(i18n, code) ?? '';
}
