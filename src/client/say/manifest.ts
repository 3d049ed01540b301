import type { I18n } from '@lingui/core';
import type { Manifest, Role } from '../../../schemas/manifest.ts';
import { shortId } from '../../protocol/encoding.ts';
import type { Change, NextReview } from '../keyring/rotation-review.ts';
import { dayOf, minuteOf } from './day.ts';
import { personText } from './names.ts';

/** Who belongs, and whose new device has given its key. */
export function manifestLines(
  i18n: I18n,
  { version, members }: Pick<Manifest, 'version' | 'members'>,
  offers: readonly { member: string; publicKey: string; invitedBy: string }[],
): string[] {
  return [
    i18n._('cli.manifest-version', { version }, { message: 'Manifest, version {version}' }),
    ...members.map(({ member, roles }) => `  ${member}  ${roles.join(', ')}`),
    ...offers.map(({ member, publicKey, invitedBy }) =>
      i18n._(
        'cli.manifest-offer',
        { named: `${member}/${shortId(publicKey)}`, by: invitedBy },
        { message: 'A new device has given its key under a code of {by}: {named}' },
      ),
    ),
  ];
}

/** A proposal by its first characters, with who made it and when. */
export function proposedText(i18n: I18n, { id, by, at }: { id: string; by: string; at: string }): string {
  return i18n._(
    'cli.manifest-proposed',
    { id: shortId(id), by, when: minuteOf(at) },
    { message: '{id}  proposed by {by}, {when}' },
  );
}

/** With which command others sign a proposal. */
export function manifestWaitsText(i18n: I18n, id: string): string {
  const values = { id: shortId(id) };
  return i18n._('cli.manifest-waits', values, { message: 'It waits for signatures, with: convive manifest sign {id}' });
}

/** A proposal that counts no more. */
export function lapsedText(i18n: I18n, { id, by, at, lapsed }: LapsedProposal): string {
  return i18n._(
    'cli.manifest-lapsed',
    { id: shortId(id), by, when: minuteOf(at), since: minuteOf(lapsed) },
    {
      message:
        '{id}  proposed by {by}, {when}; lapsed {since}: another one was signed by enough of you first, or somebody ' +
        'whom it lists is gone',
    },
  );
}

type LapsedProposal = { id: string; by: string; at: string; lapsed: string };

/** Everything that a signature would stand for, and the words that must be the same for all who sign. */
export function nextManifestLines(i18n: I18n, review: Reviewed, words: string): string[] {
  const asWritten = { member: (member: string) => member, role: (role: Role): string => role, key: shortId };
  return [...reviewLines(i18n, review, asWritten).map((line) => `  ${line}`), sameWordsText(i18n, words)];
}

type Reviewed = Pick<NextReview, 'changes' | 'next'>;

/** How members, roles and keys are called where changes are said. */
type Naming = { member: (member: string) => string; role: (role: Role) => string; key: (publicKey: string) => string };

/** What the next manifest says: first everything in which it differs, then who belongs and what holds. */
export function reviewLines(i18n: I18n, { changes, next }: Reviewed, naming: Naming): string[] {
  const changed = (what: Change['what']) => changes.some((change) => change.what === what);
  return [
    ...changes.flatMap((change) => changeLines(i18n, change, naming)),
    i18n._('manifest.belong', { version: next.version }, { message: 'Who belongs by version {version}:' }),
    ...next.members.map(({ member, roles }) =>
      personText(i18n, { called: naming.member(member), roles: roles.map(naming.role).join(', ') }),
    ),
    ...(changed('policy') ? [] : [policyText(i18n, next.policy)]),
    ...(changed('expires') ? [] : [validText(i18n, next.expires)]),
  ];
}

function changeLines(i18n: I18n, change: Change, naming: Naming): string[] {
  const member = 'member' in change ? naming.member(change.member) : '';
  const roles = 'roles' in change ? change.roles.map(naming.role).join(', ') : '';
  const keys = 'keys' in change ? change.keys.map(naming.key) : [];
  const key = (one: string) => i18n._('manifest.key', { member, key: one }, { message: 'The key of {member}: {key}' });
  return [changeText(i18n, change, { member, roles }), ...keys.map(key)];
}

/** The words that everybody who signs a manifest reads to the others. */
export function sameWordsText(i18n: I18n, words: string): string {
  return i18n._(
    'cli.setup-words',
    { words },
    { message: 'Read these words to each other; everybody who signs must see the same: {words}' },
  );
}

/** Asked before the next manifest is drafted. */
export function draftManifestQuestion(i18n: I18n): string {
  return i18n._('cli.manifest-draft-question', {}, { message: 'Draft the next manifest with this change?' });
}

/** Asked before a manifest is signed that was read. */
export function signManifestQuestion(i18n: I18n): string {
  return i18n._('cli.setup-sign', {}, { message: 'Sign exactly this?' });
}

/** Said once enough have signed. */
export function acceptedText(i18n: I18n, version: number): string {
  return i18n._(
    'cli.manifest-accepted',
    { version },
    { message: 'Signed by enough of you: version {version} holds, and partners are told.' },
  );
}

/** Until when a manifest holds. */
export function validText(i18n: I18n, expires: string): string {
  return i18n._('cli.change-expires', { day: dayOf(expires) }, { message: 'It is valid until {day}.' });
}

/** How many it takes for what. */
export function policyText(i18n: I18n, policy: Manifest['policy']): string {
  return i18n._('cli.setup-policy', policy, {
    message:
      'It takes {rotate} stewards to change who belongs, {attest} accompaniers to attest an alert, and ' +
      '{consentWitnesses, plural, one {# witness} other {# witnesses}} for a consent.',
  });
}

function changeText(i18n: I18n, change: Change, { member, roles }: { member: string; roles: string }): string {
  switch (change.what) {
    case 'joined':
      return i18n._('cli.change-joined', { member, roles }, { message: '{member} joins: {roles}' });
    case 'left':
      return i18n._(
        'cli.change-left',
        { member, reason: reasonText(i18n, change.reason) },
        { message: '{member} leaves; their key is revoked: {reason}' },
      );
    case 'key':
      return i18n._(
        'cli.change-key',
        { member, reason: reasonText(i18n, change.reason) },
        { message: '{member} has a new key; the old one is revoked: {reason}' },
      );
    case 'roles':
      return i18n._('cli.change-roles', { member, roles }, { message: '{member} has other roles: {roles}' });
    case 'worse':
      return i18n._(
        'cli.change-worse',
        { keyid: change.keyid, reason: reasonText(i18n, change.reason) },
        { message: 'The revoked key {keyid} is marked: {reason}' },
      );
    case 'policy':
      return policyText(i18n, change.policy);
    case 'box':
      return i18n._(
        'cli.change-box',
        { days: change.from.map(dayOf).join(', ') },
        { message: 'The care team gets a new box, from {days}.' },
      );
    case 'box-stays':
      return i18n._(
        'cli.change-box-stays',
        {},
        { message: 'The box stays although an accompanier’s key goes. Ask whoever drafted it why.' },
      );
    case 'node':
      return i18n._(
        'cli.change-node',
        { address: change.address },
        { message: 'The node has another address, {address}. Ask who changed it.' },
      );
    case 'node-keys':
      return i18n._(
        'cli.change-node-keys',
        {},
        { message: 'The node gets new keys in place of those it signs with now.' },
      );
    case 'expires':
      return validText(i18n, change.expires);
  }
}

function reasonText(i18n: I18n, reason: Manifest['revoked'][number]['reason'] | null): string {
  if (reason === 'left') return i18n._('manifest.left', {}, { message: 'they left' });
  if (reason === 'rotated') return i18n._('manifest.rotated', {}, { message: 'replaced' });
  if (reason === 'compromised') return i18n._('manifest.compromised', {}, { message: 'somebody else may have it' });
  return '–';
}
