import type { I18n } from '@lingui/core';
import type { Contact } from '../../../../schemas/agreement.ts';
import { collectiveContract as contract } from '../../../../schemas/routes/collective.ts';
import { randomId } from '../../../protocol/encoding.ts';
import type { Api } from '../../api/api.ts';
import { call } from '../../api/call.ts';
import { type Opening, showing } from '../showing.ts';
import { type ContactShown, shownContact, typedContact } from './contacts.ts';
import { lookedAt } from './news.ts';

/** All that are named, as they were read. */
export type ContactsShown = { list: ContactShown[] } & Opening;
/** One of those that were read; null for one more. */
type Named = { id: string | null } & Opening;

/** Whom to turn to, as the collective says it in public: read, and changed in the place of what was read. */
export function contactTasks(line: () => Api, i18n: I18n, now = () => new Date()) {
  const read = showing<Contact[]>();
  const take = (asking: () => Promise<{ contacts: Contact[] }>): Promise<ContactsShown> =>
    read.open(async () => {
      const { contacts } = await asking();
      line().saw?.({ contacts: lookedAt(contacts, now()) });
      return [contacts, { list: contacts.map((one) => shownContact(i18n, one)) }];
    });
  const keep = (before: Contact[], contacts: Contact[]): Promise<ContactsShown> =>
    take(() => call(line(), contract.keepContacts, { body: { contacts, before } }));
  return {
    /** All that are named, in their order. */
    contacts: (): Promise<ContactsShown> => take(() => call(line(), contract.contacts)),
    /** A form for one that is not named yet. */
    newContact: async (): Promise<ContactShown> => shownContact(i18n, null),
    /** Names one more, or changes the one with that id. */
    async keepContact({ opening, id, typed }: Named & { typed: Record<string, string> }): Promise<ContactsShown> {
      const all = read.under(opening);
      const before = all.find((one) => one.id === id) ?? null;
      const said = typedContact(typed, before, { id: before?.id ?? randomId(), language: i18n.locale });
      return keep(all, before ? all.map((one) => (one === before ? said : one)) : [...all, said]);
    },
    /** Names that one no longer. */
    async dropContact({ opening, id }: Named): Promise<ContactsShown> {
      const all = read.under(opening);
      return keep(
        all,
        all.filter((one) => one.id !== id),
      );
    },
  };
}
