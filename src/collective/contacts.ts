import type { Contact } from '../../schemas/agreement.ts';
import { withoutMarks } from '../../schemas/characters.ts';
import { Refusal } from '../../schemas/codes.ts';
import { transaction } from '../database/database.ts';
import { canonical } from '../protocol/canonical.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { lockNode, type OwnNode, ownNode, setContacts } from './store.ts';

/**
 * Whom somebody can turn to, as the collective says it beside its agreements, without marks that show nothing; nobody
 * before somebody was named.
 */
export const contactsIn = (node: OwnNode | null): Contact[] =>
  JSON.parse(withoutMarks(node?.contacts ?? '[]')) as Contact[];

/** What stands in our own row. */
export const ownContacts = async ({ db }: Pick<Runtime, 'db'>): Promise<Contact[]> => contactsIn(await ownNode(db));

/**
 * Says whom to turn to, and who changed it stands in the record that every member reads.
 * @param by the member, or `setup` for whoever has the set-up code
 * @throws `contact-unreachable` without a purpose or a way there, `duplicate-key` (an id twice), and `conflict` where
 * it is not what it was when it was read.
 */
export async function keepContacts(
  { db, clock }: Pick<Runtime, 'db' | 'clock'>,
  by: string,
  { contacts, before }: { contacts: Contact[]; before: Contact[] },
): Promise<Contact[]> {
  if (!contacts.every(reachable)) throw new Refusal('contact-unreachable', 'contacts');
  if (new Set(contacts.map(({ id }) => id)).size < contacts.length) throw new Refusal('duplicate-key', 'contacts');
  return transaction(db, async (tx) => {
    const kept = canonical(contactsIn(await lockNode(tx)));
    if (kept === canonical(contacts)) return contacts;
    if (kept !== canonical(before)) throw new Refusal('conflict', 'contacts');
    await setContacts(tx, JSON.stringify(contacts));
    await record(tx, { actor: by, action: 'contacts.changed' }, clock.now());
    return contacts;
  });
}

const said = (texts: Record<string, string>): boolean => Object.values(texts).some((text) => text.trim() !== '');

const reachable = ({ purpose, place, address, phone, email }: Contact): boolean =>
  said(purpose) && (said(place) || [address, phone, email].some((way) => way !== null && way.trim() !== ''));
