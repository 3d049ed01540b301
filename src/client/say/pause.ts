import type { I18n } from '@lingui/core';
import { minuteOf } from './day.ts';

/* What is said of an alert that was handed in and waits a day before it leaves. */

type How = { edition: number | null; hurries: boolean | null };

/**
 * When something that waits goes out. Until then nothing of a first edition has left; of a later one the earlier may
 * have arrived. `hurries`: two accompaniers can shorten it, as of what is extreme and imminent; null to whoever has
 * not read it.
 */
export function waitsText(i18n: I18n, name: string, goesOut: string, { edition, hurries }: How): string {
  const at = minuteOf(goesOut);
  const way = hurries === null ? 'unknown' : hurries ? 'yes' : 'no';
  if (edition !== 1)
    return i18n._(
      'cli.where-pause-again',
      { name, at, way },
      {
        message:
          'A newer copy of it goes to {name} on {at}{way, select, yes {, or sooner if two accompaniers sign that it ' +
          'cannot wait} unknown {, or sooner where it cannot wait} other {}}. An earlier copy may have arrived ' +
          'already: the words of the person affected take that one back.',
      },
    );
  return i18n._(
    'cli.where-pause',
    { name, at, way },
    {
      message:
        'It goes to {name} on {at}{way, select, yes {, or sooner if two accompaniers sign that it cannot wait} ' +
        'unknown {, or sooner where it cannot wait} other {}}. Nothing has left yet: until it does, it can be taken ' +
        'back, and is erased here.',
    },
  );
}

/** Said once an accompanier signed that an alert cannot wait. */
export function hurriedText(i18n: I18n, goesOut: string | null): string {
  return goesOut === null
    ? i18n._('care.hurried', {}, { message: 'Two have signed: it goes out now.' })
    : i18n._(
        'care.hurry-signed',
        { at: minuteOf(goesOut) },
        { message: 'Signed. It goes out once another accompanier signs it too; otherwise on {at}.' },
      );
}

/** Said once an alert was taken back before it left. */
export function stoppedText(i18n: I18n): string {
  return i18n._(
    'care.stopped',
    {},
    { message: 'It was taken back, and erased here. Nothing of it ever left your node.' },
  );
}

/** Asked before an accompanier signs that an alert cannot wait. */
export function hurryQuestion(i18n: I18n): string {
  return i18n._(
    'cli.hurry-question',
    {},
    { message: 'Do you sign that this text cannot wait until its pause is over?' },
  );
}

/** Asked before somebody takes back what waits. */
export function stopQuestion(i18n: I18n): string {
  return i18n._(
    'cli.stop-question',
    {},
    {
      message:
        'Take it back? It is erased here, and so is its draft if it was handed in for nobody else. To ' +
        'send it later, write it and ask for a yes again.',
    },
  );
}
