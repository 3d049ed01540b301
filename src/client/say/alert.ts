import type { I18n } from '@lingui/core';
import type { Alert } from '../../../schemas/alert.ts';
import { type Sentence, sentence } from '../../platform/i18n.ts';
import { refusalSentence } from '../../platform/refusal.ts';
import { axisName, severityName, violenceName } from '../../platform/terms.ts';
import type { ShownAlert, ShownWithdrawal } from '../alerts/open-notice.ts';
import type { Called } from '../peers/called.ts';
import { calledText } from './called.ts';
import { isCited, type WordedClause } from './cited.ts';
import { dayOf, minuteOf } from './day.ts';
import { languageText } from './language.ts';

/* An alert as people read it. It is clear text: whoever shows it lets nothing of it stay behind. */

type Named<K extends string> = Record<K, Sentence>;

const immediacy: Named<Alert['immediacy']> = {
  past: { id: 'alert.immediacy.past', message: 'it is past' },
  recent: { id: 'alert.immediacy.recent', message: 'it is recent' },
  ongoing: { id: 'alert.immediacy.ongoing', message: 'it goes on' },
  imminent: { id: 'alert.immediacy.imminent', message: 'it may happen any moment' },
};

const purpose: Named<Alert['purpose']> = {
  preventive: { id: 'alert.purpose.preventive', message: 'So that it does not happen elsewhere' },
  intervention: { id: 'alert.purpose.intervention', message: 'After something we took part in' },
};

const asks: Named<Alert['asks'][number]> = {
  know_only: { id: 'alert.asks.know-only', message: 'only to know it' },
  ask_us: { id: 'alert.asks.ask-us', message: 'to ask us before doing anything' },
  inform_host_team: { id: 'alert.asks.inform-host-team', message: 'to tell your care team' },
  apply_own_agreement: { id: 'alert.asks.apply-own-agreement', message: 'to act by your own agreement' },
  speak_with_person: { id: 'alert.asks.speak-with-person', message: 'to speak with the person named' },
  offer_mediation: { id: 'alert.asks.offer-mediation', message: 'to offer mediation' },
};

const basis: Named<Alert['basis']> = {
  account_of_person_affected: { id: 'alert.basis.account', message: 'The person affected told us' },
  collective_process: { id: 'alert.basis.process', message: 'A process in our collective' },
  acknowledged_by_person: { id: 'alert.basis.acknowledged', message: 'The person named acknowledged it' },
};

const identifier: Named<Alert['identifiers'][number]['kind']> = {
  handle: { id: 'alert.identifier.handle', message: 'handle' },
  phone: { id: 'alert.identifier.phone', message: 'phone' },
  email: { id: 'alert.identifier.email', message: 'e-mail' },
  name: { id: 'alert.identifier.name', message: 'name' },
  alias: { id: 'alert.identifier.alias', message: 'also called' },
};

/** What each fixed word of an alert is called where somebody chooses it. */
export const choiceNames = { purpose, identifier, immediacy, asks, basis };

const labels = {
  purpose: { id: 'alert.label.purpose', message: 'What for' },
  person: { id: 'alert.label.person', message: 'Person named' },
  violence: { id: 'alert.label.violence', message: 'Violence' },
  when: { id: 'alert.label.when', message: 'When and where' },
  conduct: { id: 'alert.label.conduct', message: 'What was done' },
  clauses: { id: 'alert.label.clauses', message: 'Points of our agreement' },
  asks: { id: 'alert.label.asks', message: 'What is asked' },
  basis: { id: 'alert.label.basis', message: 'Where it is known from' },
  ends: { id: 'alert.label.ends', message: 'When it ends' },
  written: { id: 'alert.label.written', message: 'Written' },
} satisfies Record<string, Sentence>;

/** What of a clause is read beside an alert. */
type Worded = Pick<WordedClause, 'agreement' | 'id' | 'text'>;

export type AlertLabel = keyof typeof labels;
/** One field of an alert as it is read: which, what it is called, and what stands in it. */
export type AlertField = { name: AlertLabel; label: string; text: string };

/**
 * The whole text of an alert, field by field; `clauses` is how our agreement words what it cites, and what it has no
 * words for stands by its id. Without them, the field is left out: a partner has other words.
 */
export function alertFields(i18n: I18n, alert: Alert, clauses?: readonly Worded[]): AlertField[] {
  const say = (one: Sentence) => sentence(i18n, one);
  const lines: [AlertLabel, string][] = [
    ['purpose', say(purpose[alert.purpose])],
    ['person', alert.identifiers.map(({ kind, value }) => `${say(identifier[kind])}: ${value}`).join('\n')],
    ['violence', violenceText(i18n, alert)],
    ['when', [alert.period, alert.region, say(immediacy[alert.immediacy])].join(', ')],
    ['conduct', alert.conduct],
    ...(clauses ? [['clauses', citedText(i18n, alert, clauses)] as [AlertLabel, string]] : []),
    ['asks', alert.asks.map((one) => say(asks[one])).join(', ')],
    ['basis', say(basis[alert.basis])],
    ['ends', endsText(i18n, alert)],
    ['written', writtenText(i18n, alert)],
  ];
  return lines.map(([name, text]) => ({ name, label: say(labels[name]), text }));
}

function violenceText(i18n: I18n, { violence, severity, axes }: Alert): string {
  const all = [...violence.map((one) => violenceName(i18n, one)), severityName(i18n, severity)].join(', ');
  return axes.length === 0 ? all : `${all} (${axes.map((one) => axisName(i18n, one)).join(', ')})`;
}

function citedText(i18n: I18n, alert: Alert, clauses: readonly Worded[]): string {
  const cited = alert.clauses.map((one) => {
    const text = clauses.find((clause) => isCited(clause, one))?.text ?? {};
    return text[i18n.locale] ?? Object.values(text)[0] ?? `${one.clause}, ${one.agreement}`;
  });
  return cited.join('\n').replaceAll('\n\n', '\n');
}

function endsText(i18n: I18n, { reviewBy, expires }: Alert): string {
  return i18n._(
    'alert.ends',
    { review: dayOf(reviewBy), over: dayOf(expires) },
    {
      message: 'Read again by {review}, over on {over}. A copy ends sooner where the person affected agreed to less.',
    },
  );
}

/** In which languages and when; said too where it takes the place of an earlier text at whoever holds that. */
function writtenText(i18n: I18n, { languages, issuedAt, firstIssuedAt, version }: Alert): string {
  const first = { version, day: dayOf(firstIssuedAt) };
  return [
    ...languages.map((one) => languageText(i18n, one)),
    dayOf(issuedAt),
    ...(version === 1
      ? []
      : [i18n._('alert.later', first, { message: 'version {version}, in place of what was first written on {day}' })]),
  ].join(', ');
}

/** An alert as one text, each field under what it is called. */
export function alertText(i18n: I18n, alert: Alert, clauses?: readonly WordedClause[]): string {
  const fields = alertFields(i18n, alert, clauses);
  return fields.map(({ label, text }) => `${label}:\n  ${text.replaceAll('\n', '\n  ')}`).join('\n');
}

/** Three separate facts, never one mark. */
export function threeFacts(i18n: I18n, name: string, { facts }: Pick<ShownAlert['opened'], 'facts'>): string[] {
  const { signed, consent, care } = facts;
  const date = dayOf(signed.compared);
  return [
    signed.method === 'words'
      ? i18n._('alert.fact-signed-words', { name, date }, { message: 'Signed by {name}; words compared on {date}.' })
      : i18n._('alert.fact-signed-qr', { name, date }, { message: 'Signed by {name}; code compared on {date}.' }),
    consent.by === 'person'
      ? i18n._(
          'alert.fact-consent',
          { until: dayOf(consent.notAfter) },
          { message: 'Confirmed by the person affected, valid to {until}.' },
        )
      : i18n._(
          'alert.fact-consent-delegate',
          { until: dayOf(consent.notAfter) },
          { message: 'Confirmed for the person affected by somebody they chose, valid to {until}.' },
        ),
    i18n._(
      'alert.fact-care',
      { count: care.accompaniers },
      { message: '{count, plural, one {# accompanier agreed.} other {# accompaniers agreed.}}' },
    ),
  ];
}

/** Why an alert that opened may not stand any more; nothing for most. */
export function openedWarnings(i18n: I18n, { called, later, stale }: Pick<ShownAlert, 'called' | 'later' | 'stale'>) {
  const silent = i18n._(
    'cli.opened-stale',
    { name: calledText(i18n, called) },
    { message: 'Careful: {name} has not said for a long time that this still stands. Call them before you act on it.' },
  );
  const beside = i18n._(
    'cli.opened-before-later',
    { sentence: later && refusalSentence(i18n, { code: later }) },
    { message: 'A later edition came and did not pass. This is the one that was accepted before. ({sentence})' },
  );
  return { silent: stale ? [silent] : [], beside: later ? [beside] : [] };
}

/** Said under every alert that was opened. */
function ownAgreementText(i18n: I18n): string {
  return i18n._(
    'cli.opened-own-agreement',
    {},
    { message: 'What you do is decided by your own agreement. Do not pass this on.' },
  );
}

/** What whoever opened an alert reads: the three facts, the text, and a warning where it may not stand any more. */
export function openedText(i18n: I18n, shown: ShownAlert): string {
  const { called, opened } = shown;
  const { silent, beside } = openedWarnings(i18n, shown);
  const before = (some: string[]) => (some.length > 0 ? ['', ...some] : []);
  return [
    ...silent.flatMap((one) => [one, '']),
    ...threeFacts(i18n, calledText(i18n, called), opened),
    ...before(beside),
    '',
    alertText(i18n, opened.alert),
    '',
    ownAgreementText(i18n),
  ].join('\n');
}

/** What is read in place of an alert that was taken back. */
export function openedWithdrawalText(i18n: I18n, { called }: Pick<ShownWithdrawal, 'called'>): string {
  return i18n._(
    'cli.opened-withdrawal-of',
    { name: calledText(i18n, called) },
    {
      message:
        'The person affected took back an alert from {name}. It is hidden or gone here; nothing else is asked of you.',
    },
  );
}

/** Said before a sealed alert is handed in. */
export function goesToText(i18n: I18n, called: Called): string {
  return i18n._('cli.alert-goes-to', { name: calledText(i18n, called) }, { message: 'It is sealed for {name}.' });
}

/** Asked before an accompanier signs a draft that they read. */
export function attestQuestion(i18n: I18n): string {
  return i18n._(
    'cli.alert-attest-question',
    {},
    { message: 'Do you sign exactly this text? Signing says that you have no conflict of interest in it.' },
  );
}

/** How many have signed a draft, of how many it takes. */
export function attestedText(i18n: I18n, count: number, needed: number): string {
  return i18n._(
    'cli.alert-attested',
    { count, needed },
    { message: 'Signed. {count} of {needed} accompaniers have signed this text.' },
  );
}

/** Asked before an earlier revision is put over the newest one. */
export function restoreDraftQuestion(i18n: I18n, revision: number): string {
  return i18n._(
    'cli.alert-restore-question',
    { revision },
    { message: 'Put revision {revision} over the newest one? That one stays for thirty days.' },
  );
}

/** Said once an earlier revision is the newest. */
export function restoredText(i18n: I18n, revision: number): string {
  return i18n._('cli.alert-restored', { revision }, { message: 'It is there again, as revision {revision}.' });
}

/** A revision that was replaced, by its number, with who stored it and when. */
export function revisionLine(i18n: I18n, { revision, by, stored, replaced }: Revision): string {
  return i18n._(
    'cli.alert-revision-line',
    { revision, by, when: minuteOf(stored), until: minuteOf(replaced) },
    { message: '{revision}  stored by {by}, {when}; replaced {until}' },
  );
}

type Revision = { revision: number; by: string; stored: string; replaced: string };

/** Asked before a draft is erased. */
export function eraseDraftQuestion(i18n: I18n): string {
  return i18n._('cli.alert-erase-question', {}, { message: 'Erase this draft? Nobody can bring it back.' });
}

/** Said once a draft is erased, or once somebody asked for it and a colleague has to as well. */
export function erasedText(i18n: I18n, erased: boolean): string {
  if (!erased)
    return i18n._(
      'cli.alert-erasure-asked',
      {},
      {
        message:
          'Somebody else worked on this draft. It goes when a colleague does the same within a week: ' +
          'convive alert erase',
      },
    );
  return i18n._(
    'cli.alert-erased',
    {},
    { message: "The draft is gone. Within a minute the node's files hold no copy of it." },
  );
}
