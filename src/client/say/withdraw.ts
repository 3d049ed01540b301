import type { I18n } from '@lingui/core';
import type { TakenBack } from '../alerts/withdraw.ts';
import { calledOrSomebody } from './called.ts';
import { goneText } from './gone.ts';

/** Asked of the person who takes something back. */
export function ownWordsQuestion(i18n: I18n): string {
  return i18n._('cli.withdraw-words', {}, { message: 'Your twelve words' });
}

/** Asked before everything that these words stand for is taken back. */
export function withdrawQuestion(i18n: I18n): string {
  return i18n._(
    'cli.withdraw-question',
    {},
    { message: 'Take it back everywhere? It is erased here, and every collective that has it is asked to erase it.' },
  );
}

/** What was taken back, and what the node left undone. */
export function withdrawnLines(i18n: I18n, { withdrawn, goneBy, left }: TakenBack): string[] {
  const count = withdrawn.length;
  const taken = i18n._(
    'cli.withdrawn',
    { count },
    {
      message:
        '{count, plural, one {# alert is taken back, and erased here.} other {# alerts are taken back, and erased ' +
        'here.}}',
    },
  );
  return [taken, goneText(i18n, goneBy), ...left.map(({ called }) => leftText(i18n, calledOrSomebody(i18n, called)))];
}

function leftText(i18n: I18n, name: string): string {
  return i18n._(
    'cli.withdrawn-left',
    { name },
    {
      message:
        'Not taken back: what was shared with {name}. This node listed it and then did not say that it took it back. ' +
        'Tell your accompanier, or call {name}.',
    },
  );
}
