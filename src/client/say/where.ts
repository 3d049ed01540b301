import type { I18n } from '@lingui/core';
import { refusalCodes } from '../../../schemas/codes.ts';
import type { Whereabouts } from '../../../schemas/notice-answers.ts';
import { refusalSentence } from '../../platform/refusal.ts';
import { type StageShown, stageWord } from '../../platform/terms.ts';
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

/** Where a delivery is between its yes and its end. */
type Place = 'waits' | 'to-go' | 'failed' | 'there' | 'unopenable' | 'opened' | 'asked' | 'erased' | 'over' | 'never';

function placeOf({ goesOut, steps, state }: Omit<Whereabouts, 'name'>): Place {
  if (goesOut !== null) return 'waits';
  const last = steps.at(-1);
  if (last?.acknowledged === 'deleted') return 'erased';
  if (steps.some(({ kind }) => kind === 'drop')) return 'asked';
  if (state === 'withdrawn') return 'never';
  if (state === 'expired') return 'over';
  if (last?.acknowledged === 'opened' || last?.acknowledged === 'unopenable') return last.acknowledged;
  return last?.state === 'sent' ? 'there' : last?.state === 'failed' ? 'failed' : 'to-go';
}

/** Between us and a holder: it has not left, it is there, we asked for its end, or nothing is left of it. */
export type Way = 'to-go' | 'there' | 'ending' | 'gone';

function wayOf(one: Omit<Whereabouts, 'name'>): Way {
  const place = placeOf(one);
  if (place === 'waits' || place === 'to-go' || place === 'failed') return 'to-go';
  if (place === 'asked') return 'ending';
  return place === 'erased' || place === 'over' || place === 'never' ? 'gone' : 'there';
}

/** Deliveries as a picture shows them, by who holds them; of some, nothing is left to show. */
export function heldBy(deliveries: readonly Omit<Whereabouts, 'name'>[]): { mark: string; way: Way }[] {
  return deliveries.flatMap((one) => (one.peer === '' ? [] : [{ mark: one.peer, way: wayOf(one) }]));
}

/** Its life from the yes to its end: which stage is over, which is now. */
export function lifeOf(i18n: I18n, one: Omit<Whereabouts, 'name'>): StageShown[] {
  const now = { 'to-go': 1, there: 2, ending: 3, gone: 4 }[wayOf(one)];
  const never = placeOf(one) === 'never';
  const names = [
    i18n._('life.yes', {}, { message: 'The yes', comment: 'A stage in the life of an alert' }),
    i18n._('life.sending', {}, { message: 'Sending', comment: 'A stage in the life of an alert' }),
    i18n._('life.there', {}, { message: 'There', comment: 'A stage in the life of an alert' }),
    i18n._('life.end', {}, { message: 'The end', comment: 'A stage in the life of an alert' }),
  ];
  return names.map((name, at) => {
    const passed = never && (at === 1 || at === 2);
    const state = passed ? 'passed' : at < now ? 'over' : at === now ? 'now' : 'later';
    return { name, state, says: stageWord(i18n, state) };
  });
}

function whereText(i18n: I18n, one: Omit<Whereabouts, 'name'>, name: string): string {
  const until = one.until === null ? '' : dayOf(one.until);
  switch (placeOf(one)) {
    case 'waits':
      return waitsText(i18n, name, one.goesOut ?? '', { edition: one.edition, hurries: null });
    case 'erased':
      return i18n._('cli.where-deleted', { name }, { message: '{name} says that it is erased there.' });
    case 'asked':
      return i18n._('cli.where-asked', { name }, { message: '{name} was asked to erase it and has not answered yet.' });
    case 'never':
      return i18n._('cli.where-never', { name }, { message: 'It was taken back before {name} got it.' });
    case 'over':
      return i18n._('cli.where-over', { name }, { message: 'It ended; {name} keeps nothing.' });
    case 'opened':
      return i18n._(
        'cli.where-opened',
        { name, until, day: one.steps.at(-1)?.acknowledgedOn ?? '' },
        { message: '{name} has opened it, on {day}. It ends by {until}.' },
      );
    case 'unopenable':
      return i18n._('cli.where-unopenable', { name }, { message: '{name} could not open it. Seal it again.' });
    case 'there':
      return i18n._(
        'cli.where-there',
        { name, until },
        { message: 'It is at {name}, not opened yet. It ends by {until}.' },
      );
    case 'failed':
      return i18n._('cli.where-failed', { name }, { message: 'It could not be sent to {name}.' });
    case 'to-go':
      return i18n._('cli.where-waiting', { name }, { message: 'It waits to be sent to {name}.' });
  }
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
