import type { I18n } from '@lingui/core';
import type { RefusalCode } from '../../../schemas/codes.ts';
import type { Acknowledged } from '../../../schemas/routes/agreements.ts';
import type { Standing } from '../../../schemas/standing.ts';
import type { Called } from '../peers/called.ts';
import { titleOf } from './agreements.ts';
import { calledText } from './called.ts';
import { dayOf, minuteOf } from './day.ts';
import { scopesText, wantedText } from './names.ts';

type Titled = Parameters<typeof titleOf>[0];

/** Who began something that waits for signatures, by their two words, and when. */
export function begunText(i18n: I18n, by: string, at: string): string {
  return i18n._('desk.begun', { by, when: minuteOf(at) }, { message: 'Begun by {by}, {when}.' });
}

/** Who signed something, by their two words. */
export function signedByText(i18n: I18n, signers: readonly string[]): string {
  const by = new Intl.ListFormat(i18n.locale).format(signers);
  return i18n._('desk.signed-by', { by }, { message: 'Signed by {by}.' });
}

/** What a proposal still waits for, and who of ours can give it. */
export function waitsForText(i18n: I18n, waiting: RefusalCode | null, who: readonly string[] = []): string {
  if (waiting === null) return i18n._('desk.signed', {}, { message: 'Signed.' });
  if (who.length === 0) return i18n._('desk.others-sign', {}, { message: 'Others must sign it too.' });
  const members = new Intl.ListFormat(i18n.locale, { type: 'disjunction' }).format(who);
  return i18n._('desk.more-sign', { members }, { message: 'Still missing: a signature of {members}.' });
}

/** Said to whoever signed it just now. */
export function signedWaitsText(i18n: I18n, waiting: RefusalCode | null, who: readonly string[] = []): string {
  const signed = i18n._('desk.signed', {}, { message: 'Signed.' });
  return waiting === null ? signed : `${signed} ${waitsForText(i18n, waiting, who)}`;
}

/** What a next manifest is called where several things wait. */
export function manifestTitle(i18n: I18n, version: number): string {
  return i18n._('desk.manifest', { version }, { message: 'Who belongs to your collective: version {version}' });
}

/** What a decision about a partner is called where several things wait. */
export function standingTitle(i18n: I18n, called: Called): string {
  return i18n._('desk.standing', { name: calledText(i18n, called) }, { message: 'Trust in {name}' });
}

type Decided = Pick<Standing, 'accepts' | 'sends' | 'attest' | 'reviewBy' | 'ended'>;

/** Everything that a decision about a partner says. */
export function standingLines(i18n: I18n, { accepts, sends, attest, reviewBy, ended }: Decided): string[] {
  const values = { accepts: scopesText(i18n, accepts), sends: scopesText(i18n, sends) };
  const end = ended === null ? [] : [endedText(i18n, ended)];
  return [
    ...end,
    i18n._('desk.standing-accepts', values, { message: 'We take from them: {accepts}.' }),
    i18n._('desk.standing-sends', values, { message: 'We send them: {sends}.' }),
    wantedText(i18n, attest),
    i18n._(
      'desk.standing-until',
      { day: dayOf(reviewBy) },
      { message: 'It holds until {day}, unless you decide anew.' },
    ),
  ];
}

const endedText = (i18n: I18n, ended: string): string =>
  i18n._(
    'desk.standing-ended',
    { when: minuteOf(ended) },
    { message: 'It ends trust, from {when}: nothing is sent to them any more, and nothing taken.' },
  );

/** What a proposal is called that cannot be read. */
export function unreadTitle(i18n: I18n): string {
  return i18n._('desk.unread', {}, { message: 'Something proposed that this program does not accept' });
}

/** What the withdrawal of an agreement is called where several things wait. */
export function withdrawalTitle(i18n: I18n, { agreement }: { agreement: Titled }): string {
  return i18n._('desk.withdrawal', { title: titleOf(agreement) }, { message: 'Take back “{title}”' });
}

/** Said at the desk once somebody signed a withdrawal that waits for others. */
export function withdrawalSignedText(i18n: I18n, { signers, needed }: Acknowledged): string {
  return i18n._(
    'desk.withdrawal-signed',
    { signed: signers.length, needed },
    { message: 'Signed: {signed} of {needed}. It goes when the others sign it too, within a week.' },
  );
}

/** What is said of a partner's agreement, where several things wait. */
export function acknowledgementTitle(i18n: I18n, { about, called }: { about: Titled; called: Called }): string {
  const values = { title: titleOf(about), name: calledText(i18n, called) };
  return i18n._('desk.acknowledgement', values, { message: 'What you say of “{title}”, of {name}' });
}
