import type { I18n } from '@lingui/core';
import { refusalCodes } from '../../../schemas/codes.ts';
import type { ListedNotice } from '../../../schemas/notice-answers.ts';
import { refusalSentence } from '../../platform/refusal.ts';
import { dayOf } from './day.ts';
import { noticeStateText } from './notice-list.ts';

/* What partners sent, before anything of it is opened, and what can be done with it. */

/** What an item is. */
export function kindText(i18n: I18n, { header: { kind } }: Pick<ListedNotice, 'header'>): string {
  if (kind === 'alert') return i18n._('care.kind-alert', {}, { message: 'An alert' });
  if (kind === 'withdrawal') return i18n._('care.kind-withdrawal', {}, { message: 'An alert that was taken back' });
  return i18n._('care.kind-other', {}, { message: 'Something sealed' });
}

/** When it came, how far our clients are with it, and when it ends here. */
export function incomingLines(i18n: I18n, { header, state, stale, received, failedCode }: ListedNotice): string[] {
  const code = refusalCodes.find((one) => one === failedCode);
  const [came, how] = [dayOf(received), noticeStateText(i18n, state)];
  return [
    i18n._('care.came', { came, how }, { message: 'It came on {came}: {how}.' }),
    ...(header.dropAfter === null
      ? []
      : [i18n._('care.ends', { day: dayOf(header.dropAfter) }, { message: 'It ends here by {day}.' })]),
    ...(stale
      ? [i18n._('care.stale', {}, { message: 'They have not said for a long time that it still stands.' })]
      : []),
    ...(code ? [refusalSentence(i18n, { code })] : []),
  ];
}

/** Said once somebody takes no part in an item any more. */
export function recusedText(i18n: I18n): string {
  return i18n._(
    'care.recused',
    {},
    { message: 'You take no part in it, and will not see it again. Tell a colleague that you do not.' },
  );
}

/** Said once an item was sealed anew without a colleague. */
export function colleagueLeftOutText(i18n: I18n, called: string): string {
  return i18n._(
    'care.left-out',
    { called },
    {
      message: 'Proposed. Once another colleague confirms it at “Seal anew”, it does not exist for {called} any more.',
    },
  );
}

/** What somebody says who asks the collective that sent an alert. */
export function askSenderText(i18n: I18n, us: string, received: string): string {
  return i18n._(
    'care.ask-words',
    { us, day: dayOf(received) },
    {
      message:
        'We are the care team of {us}. You shared something with us on {day}. We want to ask about it. Whom of your ' +
        'care team can we speak with, and how?',
    },
  );
}
