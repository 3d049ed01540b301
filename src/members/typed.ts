import { Refusal } from '../../schemas/codes.ts';
import { transaction } from '../database/database.ts';
import type { Runtime } from '../runtime.ts';
import { placeOf } from './addresses.ts';
import { countTyped, dropTyped, putTyped, type TypedRow, typedUnder } from './typed-store.ts';

/* What a member types into forms of pages, kept here for them alone until they send or drop it. */

/** What came in a form, by the names of its fields. */
type Fields = Readonly<Record<string, string | readonly string[]>>;
/** What one member typed on a page and did not send, by the ids of its forms. */
export type TypedForms = ReadonlyMap<string, { fields: Fields; at: Date }>;

type Parts = Pick<Runtime, 'db' | 'clock'>;
type Tx = Parameters<typeof putTyped>[0];

/** Of one member at once, and the longest, in bytes of its stored form. */
const mostPlaces = 500;
const longest = 512 * 1024;

/** What a member typed into the forms of a page. */
export async function typedOn({ db }: Pick<Runtime, 'db'>, member: string, path: string): Promise<TypedForms> {
  const rows = await typedUnder(db, member, placeOf(path, ''));
  return new Map(
    rows.map(({ place, content, at }) => [
      place.slice(placeOf(path, '').length),
      { fields: JSON.parse(content) as Fields, at },
    ]),
  );
}

/**
 * Keeps what a member types, in the place of what they had typed there.
 * @throws `too-large`, and `too-many` past what one member may keep.
 */
export async function keepTyped({ db, clock }: Parts, member: string, place: string, fields: Fields): Promise<void> {
  const now = clock.now();
  await transaction(db, (tx) => keepIn(tx, { place, member, content: JSON.stringify(fields), at: now }));
}

/** As {@link keepTyped}, in a transaction of somebody else's. */
export async function keepIn(tx: Tx, row: TypedRow): Promise<void> {
  if (Buffer.byteLength(row.content) > longest) throw new Refusal('too-large');
  await putTyped(tx, row);
  if ((await countTyped(tx, row.member)) > mostPlaces) throw new Refusal('too-many', 'typed');
}

/** Forgets what a member typed at a place, since they sent or dropped it; nothing happens where there is nothing. */
export async function forgetTyped({ db }: Pick<Runtime, 'db'>, member: string, place: string): Promise<void> {
  await transaction(db, (tx) => dropTyped(tx, member, place));
}
