import type { Contact } from '../../schemas/agreement.ts';
import { withoutMarks } from '../../schemas/characters.ts';
import { Refusal } from '../../schemas/codes.ts';
import { transaction } from '../database/database.ts';
import { canonical } from '../protocol/canonical.ts';
import { timeOf } from '../protocol/encoding.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { lockNode, type OwnNode, ownNode, setContacts } from './store.ts';

type Kept = { contacts: Contact[]; by: string; at: string };

// Before it was kept who changed them, they stood there alone.
function keptIn(node: OwnNode | null): Partial<Kept> & Pick<Kept, 'contacts'> {
  const read = JSON.parse(withoutMarks(node?.contacts ?? '[]')) as Contact[] | Kept;
  return Array.isArray(read) ? { contacts: read } : read;
}

/**
 * Whom somebody can turn to, as the collective says it beside its agreements, without marks that show nothing; nobody
 * before somebody was named.
 */
export const contactsIn = (node: OwnNode | null): Contact[] => keptIn(node).contacts;

/** What stands in our own row. */
export const ownContacts = async ({ db }: Pick<Runtime, 'db'>): Promise<Contact[]> => contactsIn(await ownNode(db));

/** Who changed them last, and when; null for nobody yet, or before that was kept. */
export async function contactsChanged({ db }: Pick<Runtime, 'db'>): Promise<{ by: string; at: string } | null> {
  const { by, at } = keptIn(await ownNode(db));
  return by === undefined || at === undefined ? null : { by, at };
}

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
    const now = clock.now();
    await setContacts(tx, JSON.stringify({ contacts, by, at: timeOf(now) }));
    await record(tx, { actor: by, action: 'contacts.changed' }, now);
    return contacts;
  });
}

const said = (texts: Record<string, string>): boolean => Object.values(texts).some((text) => text.trim() !== '');

const reachable = ({ purpose, place, address, phone, email }: Contact): boolean =>
  said(purpose) && (said(place) || [address, phone, email].some((way) => way !== null && way.trim() !== ''));
