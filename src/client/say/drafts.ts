import type { I18n } from '@lingui/core';
import type { RefusalCode } from '../../../schemas/codes.ts';
import { refusalSentence } from '../../platform/refusal.ts';
import { calledBy } from '../../protocol/two-word-name.ts';
import type { Gives } from '../desk/care/hints.ts';
import { dayOf } from './day.ts';
import { waitsText } from './pause.ts';

/* Alerts that are being prepared, as the desk lists them: never a word of what is in them. */

/** What a draft is called here: two words of its id. */
export function draftTitle(i18n: I18n, draft: string): string {
  return i18n._('care.draft', { called: calledBy(draft, i18n.locale) }, { message: 'Draft “{called}”' });
}

/** When it was changed, by whom, and who wants it gone. */
export function draftLines(i18n: I18n, { updated, by, erasing }: Changed): string[] {
  const name = (member: string) => calledBy(member, i18n.locale);
  const changed = i18n._(
    'care.changed',
    { day: dayOf(updated), by: name(by) },
    { message: 'Changed on {day} by {by}.' },
  );
  const members = new Intl.ListFormat(i18n.locale).format(erasing.map(name));
  const asked = i18n._('care.erasing', { members }, { message: '{members} asked to throw it away.' });
  return erasing.length === 0 ? [changed] : [changed, asked];
}

type Changed = { updated: string; by: string; erasing: readonly string[] };

/** What an alert that is being prepared waits for. */
export type Stage = 'begun' | 'attest' | 'colleague' | 'consent';

/** `asked`: the person affected said yes to somebody already. */
export function stageText(i18n: I18n, stage: Stage, asked: boolean): string {
  if (stage === 'begun') return i18n._('care.stage.begun', {}, { message: 'Somebody is still writing it.' });
  if (stage === 'attest') return i18n._('care.stage.attest', {}, { message: 'It waits for you: read it, and sign.' });
  if (stage === 'colleague')
    return i18n._('care.stage.colleague', {}, { message: 'It waits for another accompanier to read and sign.' });
  if (asked)
    return i18n._(
      'care.stage.asked',
      {},
      { message: 'Enough of you have signed, and the person affected said yes. Go to it to see what is left.' },
    );
  return i18n._('care.stage.consent', {}, { message: 'Enough of you have signed. What comes next is consent.' });
}

/** Said of a draft that does not open here. */
export function unreadDraftText(i18n: I18n, code: RefusalCode): string {
  return refusalSentence(i18n, { code });
}

/** What a consent for one partner waits for. */
export type Step = 'ask' | 'witness' | 'other-witness' | 'send' | 'waits' | 'sent' | 'lacks';

export function stepText(i18n: I18n, step: Step, lacks: RefusalCode | null): string {
  if (step === 'ask') return i18n._('care.step.ask', {}, { message: 'Nobody has asked the person affected yet.' });
  if (step === 'witness')
    return i18n._('care.step.witness', {}, { message: 'The person said yes. It waits for you as witness.' });
  if (step === 'other-witness')
    return i18n._('care.step.other-witness', {}, { message: 'The person said yes. A colleague signs as witness.' });
  if (step === 'send')
    return i18n._('care.step.send', {}, { message: 'Everything is there. It can be sealed and sent.' });
  if (step === 'sent' || step === 'waits')
    return i18n._('care.step.sent', {}, { message: 'It left your hands. How far it is stands under “Where it is”.' });
  return refusalSentence(i18n, { code: lacks ?? 'failed' });
}

/** A soft warning about what a text seems to hold. */
export function givesText(i18n: I18n, gives: Gives): string {
  if (gives === 'name') return i18n._('care.gives.name', {}, { message: 'Is this a name? Is it needed?' });
  if (gives === 'address')
    return i18n._('care.gives.address', {}, { message: 'Is this an address? A region is enough.' });
  if (gives === 'date') return i18n._('care.gives.date', {}, { message: 'Is this a date? It can give somebody away.' });
  return i18n._('care.gives.phone', {}, { message: 'Is this a telephone number? Is it needed here?' });
}

/** What a witness signed makes of a consent. */
export function witnessedText(i18n: I18n): string {
  return i18n._('care.witnessed', {}, { message: 'You signed as witness. The alert can be sealed and sent now.' });
}

/** Said once an alert was sealed and handed in: when it goes out, where that is not at once. */
export function handedInText(
  i18n: I18n,
  name: string,
  goesOut: string | null,
  how: Parameters<typeof waitsText>[3],
): string {
  const handed = i18n._('care.handed-in', { name }, { message: 'Sealed for {name}, and handed in to your node.' });
  return goesOut === null ? handed : `${handed} ${waitsText(i18n, name, goesOut, how)}`;
}

/** Said once a draft is gone, or once somebody asked for it and a colleague has to as well. */
export function thrownAwayText(i18n: I18n, erased: boolean): string {
  return erased
    ? i18n._('care.thrown', {}, { message: 'The draft is gone, with everything that it was before.' })
    : i18n._(
        'care.throw-asked',
        {},
        { message: 'Somebody else worked on it too. It goes when a colleague asks for the same within a week.' },
      );
}
