import type { I18n } from '@lingui/core';
import { shortId } from '../../protocol/encoding.ts';
import { calledBy } from '../../protocol/two-word-name.ts';
import type { Resealed, Waiting } from '../alerts/reseal.ts';
import type { ProposedReseal } from '../alerts/reseal-incoming.ts';
import { calledText } from './called.ts';
import { dayOf, minuteOf } from './day.ts';
import { waitsText } from './pause.ts';

/** Why one delivery of ours waits to be sealed again. */
export function waitingText(i18n: I18n, { delivery, called, why }: Waiting): string {
  const values = { delivery, name: calledText(i18n, called) };
  if (why === 'box-changed')
    return i18n._('cli.reseal-box', values, { message: '{delivery}: {name} has a new box since it was sealed.' });
  return i18n._('cli.reseal-unopenable', values, { message: '{delivery}: {name} could not open it.' });
}

/** Asked before everything that waits is sealed again. */
export function resealQuestion(i18n: I18n, count: number): string {
  return i18n._(
    'cli.reseal-question',
    { count },
    {
      message:
        'Seal {count, plural, one {# delivery} other {# deliveries}}, our drafts and what we received to the boxes ' +
        'that hold now? The texts and the consents stay the same.',
    },
  );
}

/** A proposal without which some members take part in an item, by its first characters, with who made it and when. */
export function recusalText(i18n: I18n, { id, by, at, delivery, recused }: ProposedReseal): string {
  return i18n._(
    'cli.recusal-proposed',
    { id: shortId(id), by, when: minuteOf(at), delivery, members: recused.join(', ') },
    { message: '{id}  proposed by {by}, {when}: {delivery} without {members}' },
  );
}

/** Said at the desk, where nobody reads ids: who takes no part any more in what came from whom, and when. */
export function proposedRecusalText(
  i18n: I18n,
  { by, at, recused }: ProposedReseal,
  from: string,
  received: string,
): string {
  const called = (member: string) => calledBy(member, i18n.locale);
  const values = {
    by: called(by),
    when: dayOf(at),
    members: recused.map(called).join(', '),
    from,
    came: dayOf(received),
  };
  return i18n._('reseal.recusal', values, {
    message: '{by} proposed on {when}: what came from {from} on {came} is read without {members}.',
  });
}

/** How far sealing anew is. */
export function resealingText(i18n: I18n, what: 'drafts' | 'received' | 'sent', done: number, of: number): string {
  const values = { done, of };
  if (what === 'drafts') return i18n._('reseal.drafts', values, { message: 'What you prepare: {done} of {of}' });
  if (what === 'received') return i18n._('reseal.received', values, { message: 'What you received: {done} of {of}' });
  return i18n._('reseal.sent', values, { message: 'What you sent: {done} of {of}' });
}

/** What was sealed anew, in numbers, and when what was handed in again goes out. */
export function resealedLines(i18n: I18n, { sent, drafts, received }: Resealed): string[] {
  const numbers = i18n._(
    'cli.resealed',
    { sent: sent.length, drafts, ...received },
    {
      message:
        'Handed in again: {sent}. Drafts in our new box: {drafts}. Received and sealed anew, for a colleague to ' +
        'confirm: {proposed}; confirmed: {confirmed}; left as it is: {left}.',
    },
  );
  const waits = sent.flatMap(({ called, goesOut, edition }) =>
    goesOut === null ? [] : [waitsText(i18n, calledText(i18n, called), goesOut, { edition, hurries: null })],
  );
  return [numbers, ...waits];
}
