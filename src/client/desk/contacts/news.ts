import type { I18n } from '@lingui/core';
import type { Contact } from '../../../../schemas/agreement.ts';
import { collectiveContract as contract } from '../../../../schemas/routes/collective.ts';
import { canonical } from '../../../protocol/canonical.ts';
import { b64u, sha256, timeOf, utf8 } from '../../../protocol/encoding.ts';
import { keysOf } from '../../../protocol/manifest.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import { call } from '../../api/call.ts';
import type { Keyring } from '../../keyring/keyring.ts';
import { readRotation } from '../../keyring/rotation.ts';
import { dayOf } from '../../say/day.ts';
import type { AtDesk } from '../at-desk.ts';

const hashOf = (contacts: readonly Contact[]): string => b64u(sha256(utf8(canonical(contacts))));

/** The mark of whoever looked at these. */
export const lookedAt = (contacts: readonly Contact[], now: Date): NonNullable<Keyring['contacts']> => ({
  sha256: hashOf(contacts),
  at: timeOf(now),
});

/** What is said on the first page of the desk; null where there is nothing. */
export type News = { contacts: string | null; leaving: string | null; unkept: string | null };

/**
 * What is new to whoever looks after contacts, to stewards who wants to leave, and, once, that something this desk saw
 * could not be kept.
 */
export async function newsFor(desk: AtDesk, i18n: I18n): Promise<News> {
  const cares = desk.keyring.roles.length > 0;
  const contacts = cares ? await contactsNews(desk, i18n) : null;
  const unkept = desk.kept.lost()
    ? i18n._(
        'desk.unkept',
        {},
        { message: 'What this desk saw of other collectives could not be kept at your node. It goes on without.' },
      )
    : null;
  return { contacts, leaving: await leavingNews(desk, i18n), unkept };
}

/** Who wants to leave, for stewards, who propose it. */
async function leavingNews({ api, keyring, root }: AtDesk, i18n: I18n): Promise<string | null> {
  if (!keysOf(root.chain, 'steward').some(({ member }) => member === keyring.member)) return null;
  const others = (await readRotation(api)).leaving.filter(({ member }) => member !== keyring.member);
  const called = others.map(({ member }) => calledBy(member, i18n.locale)).join(', ');
  if (called === '') return null;
  return i18n._(
    'people.wishes',
    { called },
    {
      message: 'Your node says that somebody wants to leave: {called}. Hear it from them; then two stewards sign.',
    },
  );
}

/**
 * That whom to turn to changed since this person looked at it, and who did it as the node says, since nobody signs it;
 * null where nothing is new.
 */
async function contactsNews({ api, keyring }: Pick<AtDesk, 'api' | 'keyring'>, i18n: I18n): Promise<string | null> {
  const { contacts } = await call(api, contract.contacts);
  if (hashOf(contacts) === (keyring.contacts?.sha256 ?? hashOf([]))) return null;
  const { changed } = await call(api, contract.contactsChanged);
  if (!changed)
    return i18n._('contacts.changed', {}, { message: 'Whom people can turn to was changed since you looked at it.' });
  const day = dayOf(changed.at);
  if (changed.by === 'setup')
    return i18n._(
      'contacts.changed-code',
      { day },
      { message: 'Whoever had the set-up code said on {day} whom people can turn to.' },
    );
  const called = calledBy(changed.by, i18n.locale);
  return i18n._(
    'contacts.changed-by',
    { called, day },
    { message: '{called} changed whom people can turn to on {day}.' },
  );
}
