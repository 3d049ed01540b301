import type { I18n } from '@lingui/core';
import { refusalCodes } from '../../../schemas/codes.ts';
import type { Whereabouts } from '../../../schemas/notice-answers.ts';
import { refusalSentence } from '../../platform/refusal.ts';
import type { Called } from '../peers/called.ts';
import { calledOrSomebody } from './called.ts';
import { dayOf } from './day.ts';
import { goneText } from './gone.ts';
import { waitsText } from './pause.ts';

/** Where one delivery is, in sentences that accompaniers and the person with the twelve words read alike. */
export function whereLines(i18n: I18n, one: Omit<Whereabouts, 'name'>, called: Called | null): string[] {
  const name = calledOrSomebody(i18n, called);
  const last = one.steps.at(-1);
  const answered = last?.state === 'due' || last?.state === 'failed' ? last.answer : null;
  const because = one.goesOut === null ? answered : null;
  const gone = one.state === 'granted' ? [] : [`  ${goneText(i18n, one.goneBy)}`];
  const asked = one.asksNothingMore ? [`  ${asksNothingMoreText(i18n)}`] : [];
  if (last?.state === 'due' && because === 'unreachable') {
    const away = i18n._(
      'cli.where-away',
      { name },
      { message: '{name} cannot be reached now. Your node keeps trying.' },
    );
    return [whereText(i18n, one, name), `  ${away}`, ...asked, ...gone];
  }
  return [whereText(i18n, one, name), ...(because ? [`  ${answerText(i18n, because)}`] : []), ...asked, ...gone];
}

/** Said of what stands under words whose holder wants to be left alone. */
function asksNothingMoreText(i18n: I18n): string {
  return i18n._(
    'cli.asks-nothing-more',
    {},
    { message: 'Do not ask again: the person affected wants no more questions.' },
  );
}

function whereText(i18n: I18n, one: Omit<Whereabouts, 'name'>, name: string): string {
  if (one.goesOut !== null) return waitsText(i18n, name, one.goesOut, { edition: one.edition, hurries: null });
  const until = one.until === null ? '' : dayOf(one.until);
  const last = one.steps.at(-1);
  const asked = one.steps.some(({ kind }) => kind === 'drop');
  if (last?.acknowledged === 'deleted')
    return i18n._('cli.where-deleted', { name }, { message: '{name} says that it is erased there.' });
  if (asked)
    return i18n._('cli.where-asked', { name }, { message: '{name} was asked to erase it and has not answered yet.' });
  if (one.state === 'withdrawn')
    return i18n._('cli.where-never', { name }, { message: 'It was taken back before {name} got it.' });
  if (one.state === 'expired')
    return i18n._('cli.where-over', { name }, { message: 'It ended; {name} keeps nothing.' });
  if (last?.acknowledged === 'opened')
    return i18n._(
      'cli.where-opened',
      { name, until, day: last.acknowledgedOn ?? '' },
      { message: '{name} has opened it, on {day}. It ends by {until}.' },
    );
  if (last?.acknowledged === 'unopenable')
    return i18n._('cli.where-unopenable', { name }, { message: '{name} could not open it. Seal it again.' });
  if (last?.state === 'sent')
    return i18n._(
      'cli.where-there',
      { name, until },
      { message: 'It is at {name}, not opened yet. It ends by {until}.' },
    );
  if (last?.state === 'failed')
    return i18n._('cli.where-failed', { name }, { message: 'It could not be sent to {name}.' });
  return i18n._('cli.where-waiting', { name }, { message: 'It waits to be sent to {name}.' });
}

/** What a node answered, in a sentence when it gave one of the codes that we know. */
function answerText(i18n: I18n, answer: string): string {
  const code = refusalCodes.find((one) => one === answer.replace(/^\d{3} /, ''));
  return code ? refusalSentence(i18n, { code }) : `(${answer})`;
}

/** Said of a draft from which nothing was handed in. */
export function nowhereText(i18n: I18n): string {
  return i18n._('cli.where-none', {}, { message: 'It has not been handed in for anybody.' });
}
