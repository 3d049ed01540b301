import type { I18n } from '@lingui/core';
import type { Contact } from '../../../../schemas/agreement.ts';
import { collectiveContract as contract } from '../../../../schemas/routes/collective.ts';
import { randomId } from '../../../protocol/encoding.ts';
import type { Api } from '../../api/api.ts';
import { call } from '../../api/call.ts';
import { type ContactShown, shownContact, typedContact } from './contacts.ts';
import { lookedAt } from './news.ts';

/** Whom to turn to, as the collective says it in public: read, and changed in the place of what was read. */
export function contactTasks(line: () => Api, i18n: I18n, now = () => new Date()) {
  let read: Contact[] = [];
  const take = ({ contacts }: { contacts: Contact[] }): ContactShown[] => {
    read = contacts;
    line().saw?.({ contacts: lookedAt(contacts, now()) });
    return contacts.map((one) => shownContact(i18n, one));
  };
  const keep = async (contacts: Contact[]): Promise<ContactShown[]> =>
    take(await call(line(), contract.keepContacts, { body: { contacts, before: read } }));
  return {
    /** All that are named, in their order. */
    contacts: async (): Promise<ContactShown[]> => take(await call(line(), contract.contacts)),
    /** A form for one that is not named yet. */
    newContact: async (): Promise<ContactShown> => shownContact(i18n, null),
    /** Names one more, or changes the one with that id. */
    keepContact({ id, typed }: { id: string | null; typed: Record<string, string> }): Promise<ContactShown[]> {
      const before = read.find((one) => one.id === id) ?? null;
      const said = typedContact(typed, before, { id: before?.id ?? randomId(), language: i18n.locale });
      return keep(before ? read.map((one) => (one === before ? said : one)) : [...read, said]);
    },
    /** Names that one no longer. */
    dropContact: (id: string): Promise<ContactShown[]> => keep(read.filter((one) => one.id !== id)),
  };
}
