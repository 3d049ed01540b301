import type { I18n } from '@lingui/core';
import { shortPrint } from '../../protocol/desk-release.ts';
import { calledBy } from '../../protocol/two-word-name.ts';
import type { DeskLook } from '../desk-release/look.ts';
import type { CheckedRelease } from '../desk-release/release.ts';
import { datedText, dayOf } from './day.ts';

/** A print that was signed, as far as it is said. */
type Print = { sha256: string; at: string };
type Signed = Print & { signers: readonly string[] };

/** One sentence about a desk, and whether it asks somebody to do something. */
export type Said = { well: boolean; sentence: string };

/** What a node sends, beside what is installed where this is said. */
export function servedText(i18n: I18n, { desk, differ, print }: DeskLook): Said[] {
  if (desk === null || differ === null) return [];
  const values = { desk, print: shortPrint(print), files: new Intl.ListFormat(i18n.locale).format(differ) };
  if (differ.length === 0) {
    const sentence = i18n._('release.served', values, {
      message: 'What {desk} sends is the desk as Convive is installed here: {print}.',
    });
    return [{ well: true, sentence }];
  }
  const sentence = i18n._('release.served-other', values, {
    message:
      'What {desk} sends is not the desk as Convive is installed here, {print}. These files are others: {files}. ' +
      'It runs another version, or somebody changed it.',
  });
  return [{ well: false, sentence }];
}

/** Whether stewards stand for the desk of that print. One that nobody ever signed is no fault of the node. */
export function standsText(i18n: I18n, print: string, newest: Signed | null): Said {
  const here = { print: shortPrint(print) };
  if (newest === null)
    return {
      well: true,
      sentence: i18n._('release.none', here, {
        message: 'Nobody of you has signed the desk yet: it is {print}. Two stewards sign it at the desk.',
      }),
    };
  if (newest.sha256 === print) return { well: true, sentence: signedText(i18n, newest) };
  return {
    well: false,
    sentence: i18n._(
      'release.changed',
      { ...here, signed: shortPrint(newest.sha256) },
      {
        message:
          'The desk was changed, and nobody of you has signed it yet: it is {print}, and {signed} is signed. Two ' +
          'stewards sign it at the desk.',
      },
    ),
  };
}

function signedText(i18n: I18n, { sha256, signers, at }: Signed): string {
  const names = new Intl.ListFormat(i18n.locale).format(signers.map((one) => calledBy(one, i18n.locale)));
  return i18n._(
    'release.signed',
    { print: shortPrint(sha256), names, day: dayOf(at) },
    { message: 'The desk is {print}. {names} stand for it, since {day}.' },
  );
}

/** Which desk a partner has, and since when; what it was before. */
export function partnersDeskText(
  i18n: I18n,
  name: string,
  { newest, before }: { newest: Print | null; before: Print | null },
): string {
  if (newest === null)
    return i18n._(
      'release.partner-none',
      { name },
      { message: 'Nobody of {name} has signed their desk, as far as we know.' },
    );
  const values = { name, print: shortPrint(newest.sha256), day: dayOf(newest.at) };
  const since = i18n._('release.partner', values, { message: 'The desk of {name} has been {print} since {day}.' });
  if (before === null) return since;
  const then = i18n._(
    'release.partner-before',
    { print: shortPrint(before.sha256) },
    { message: 'Before that it was {print}.' },
  );
  return `${since} ${then}`;
}

/** Said where something that runs here is not in the list of the desk's files. */
export function differsText(i18n: I18n): string {
  return i18n._(
    'release.differs',
    {},
    {
      message: 'The desk that runs here was changed, and nobody of you has signed it.',
    },
  );
}

/** Said where an older release stands in the place of one that was seen. */
export function olderText(i18n: I18n): string {
  return i18n._(
    'release.older',
    {},
    { message: 'Somebody put an older desk back, or hides a newer one that you have seen signed.' },
  );
}

/** Whether a release is of the desk that runs where it is read, and how far that was looked at. */
export function comparedHereText(i18n: I18n, same: boolean): string {
  if (!same) return i18n._('release.other', {}, { message: 'It is not the desk that you use now.' });
  return i18n._(
    'release.same',
    {},
    {
      message: 'It is the desk that you use now. On a computer, “convive desk release” says whether all of it is.',
    },
  );
}

/** What a release is called where several things wait. */
export function releaseTitle(i18n: I18n, { release }: CheckedRelease): string {
  const values = { print: shortPrint(release.sha256) };
  return i18n._('release.title', values, { message: 'Your desk: {print}' });
}

/** Everything that signing a release says. */
export function releaseText(i18n: I18n, { release: { sha256, version, at } }: CheckedRelease): string {
  const says = i18n._('release.says', { version, sha256 }, { message: 'Version {version}, in full {sha256}.' });
  return `${says} ${datedText(i18n, at)}`;
}

/** Asked before somebody signs which desk they stand for. */
export function releaseQuestion(i18n: I18n): string {
  return i18n._(
    'release.question',
    {},
    { message: 'Say in public, with your signature, that this is the desk you stand for?' },
  );
}

/** What a signature makes of a release. */
export function releasedText(i18n: I18n, released: boolean): string {
  if (released) return i18n._('release.stands', {}, { message: 'Signed. Two of you stand for this desk.' });
  return i18n._(
    'release.waits',
    {},
    {
      message: 'Signed. It stands when another steward has signed too, at their desk or with the same command.',
    },
  );
}
