import type { I18n } from '@lingui/core';
import { calledBy } from '../../protocol/two-word-name.ts';
import type { ConsentReading, Terms, WitnessReading } from '../alerts/consent.ts';
import type { Called } from '../peers/called.ts';
import { alertText } from './alert.ts';
import { calledText } from './called.ts';
import { dayOf } from './day.ts';

/** What is read together before the answer: the exact text, for whom, until when, and what taking it back can do. */
export function readingText(i18n: I18n, reading: ConsentReading, terms: Terms): string {
  return [
    exactText(i18n),
    '',
    alertText(i18n, reading.alert, reading.clauses),
    '',
    ...termsLines(i18n, shownTo(i18n, reading), terms),
  ].join('\n');
}

/** Said above the text that is read together. */
export function exactText(i18n: I18n): string {
  return i18n._('cli.consent-exact', {}, { message: 'This text, exactly. Any change needs a new yes.' });
}

type Named = { peer: { called: Called } };
/** For whom, as it is called here, and until when. */
type Read = { to: string } & Pick<ConsentReading, 'until'>;
type Agreed = Omit<Terms, 'days'>;

/** For whom and until when, of what is read. */
export const shownTo = (i18n: I18n, { peer, until }: Named & Pick<Read, 'until'>): Read => ({
  to: calledText(i18n, peer.called),
  until,
});

/** Said below it: for whom, until when, who may know of it and say yes, and what taking it back can do. */
export function termsLines(i18n: I18n, { to, until }: Read, { handling, mayAskAgain, delegate }: Agreed): string[] {
  return [
    i18n._('cli.consent-to', { name: to }, { message: 'It goes to {name}, and to nobody else.' }),
    i18n._('cli.consent-until', { day: dayOf(until) }, { message: 'It ends on {day} at the latest.' }),
    handling === 'assembly'
      ? i18n._(
          'cli.consent-assembly',
          {},
          { message: 'Their accompaniers read it, and their assembly may know of it.' },
        )
      : i18n._('cli.consent-accompaniers', {}, { message: 'Only their accompaniers read it.' }),
    mayAskAgain
      ? i18n._('consent.ask-again', {}, { message: 'We may ask you again.' })
      : i18n._('consent.no-asking', {}, { message: 'Nobody asks you again.' }),
    ...(delegate === null ? [] : [delegateText(i18n, delegate)]),
    i18n._(
      'cli.consent-limits',
      {},
      {
        message:
          'You can take it back any day, without a reason. They then erase it and say so; nobody can prove it, and ' +
          'nobody can make people forget.',
      },
    ),
  ];
}

function delegateText(i18n: I18n, delegate: string): string {
  if (delegate === 'outside')
    return i18n._('consent.outside', {}, { message: 'Somebody from outside, whom you chose, says yes for you.' });
  return i18n._(
    'consent.delegate',
    { called: calledBy(delegate, i18n.locale), member: delegate },
    { message: 'Somebody whom you chose says yes for you: {called} ({member}).' },
  );
}

/** What a witness, and whoever sends it, reads below the text: everything that the person’s yes says. */
export function yesLines(i18n: I18n, { consent, peer }: Named & Pick<WitnessReading, 'consent'>): string[] {
  const { grantedBy, delegate, notBefore, notAfter } = consent;
  const through = grantedBy === 'person' && delegate === null ? null : (delegate ?? 'outside');
  return [
    i18n._('consent.since', { day: dayOf(notBefore) }, { message: 'The yes is of {day}.' }),
    ...termsLines(i18n, shownTo(i18n, { peer, until: notAfter }), { ...consent, delegate: through }),
  ];
}

/** The person’s twelve words, with what they are for at that node. They are shown once. */
export function wordsText(i18n: I18n, words: string, node: string): string {
  return `${wordsAboutText(i18n, node)}\n\n${words}\n`;
}

/** What a person’s twelve words are for, and where they are typed: at the node of that origin. */
export function wordsAboutText(i18n: I18n, node: string): string {
  return i18n._(
    'cli.consent-words-shown',
    { page: `${node}/my-code` },
    {
      message:
        'These twelve words are the person’s own. Write them on paper, in this order, for them to keep. With the ' +
        'words they see where the alert is, and take it back, at {page}. They are shown this once; nobody can find ' +
        'them again.',
    },
  );
}

/** What a witness reads at another device: the same text and terms. */
export function witnessText(i18n: I18n, reading: WitnessReading): string {
  return [alertText(i18n, reading.alert, reading.clauses), '', ...yesLines(i18n, reading)].join('\n');
}

/** The question to the person affected, with three answers of equal weight. */
export function consentQuestion(i18n: I18n): string {
  return i18n._(
    'cli.consent-question',
    {},
    { message: 'Yes, on these terms · Not now · I don’t want it shared (yes / later / no)' },
  );
}

/** What an answer that is no yes leads to; `erased` unless something was shared from the same draft before. */
export function notSharedText(i18n: I18n, erased: boolean): string {
  return erased
    ? i18n._('cli.consent-no', {}, { message: 'Nothing was shared. The draft is gone, too.' })
    : i18n._(
        'cli.consent-no-more',
        {},
        {
          message:
            'Nothing more was shared. What was shared before stays until the person takes it back with their twelve ' +
            'words.',
        },
      );
}

/** Asked where the person has words already. */
export function knownWordsQuestion(i18n: I18n): string {
  return i18n._('cli.consent-words', {}, { message: 'The twelve words that the person already has' });
}

/** Asked before a witness signs. */
export function witnessQuestion(i18n: I18n): string {
  return i18n._(
    'cli.witness-question',
    {},
    { message: 'Do you sign as witness that the person affected agreed to exactly this?' },
  );
}
