import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import { ownNode } from '../collective/store.ts';
import type { Database } from '../database/schema.ts';
import type { Envelope } from '../protocol/envelope.ts';
import type { Runtime } from '../runtime.ts';
import { byWords } from './by-words.ts';
import { keyringOf, replaceKeyring, signInKeyOf } from './keyring-store.ts';

/* A founder's keyring before the collective stands (docs/decisions/0028). */

/**
 * The keyring of whoever's words signed.
 * @throws as `byWords`, and `already-set-up`
 */
export function foundersKeyring(runtime: Runtime, signed: Envelope): Promise<{ file: string; revision: number }> {
  return byWords(runtime, signed, whose(signed), async (tx, { member }) => {
    const found = await keyringOf(tx, member);
    if (!found) throw new Refusal('not-found');
    const { file, revision } = found;
    return { file, revision };
  });
}

/**
 * Keeps it in the place of that revision.
 * @throws those of {@link foundersKeyring}, and `conflict` when another revision lies here
 */
export function keepFoundersKeyring(
  runtime: Runtime,
  signed: Envelope,
  { file, revision }: { file: string; revision: number },
): Promise<{ revision: number }> {
  return byWords(runtime, signed, whose(signed), async (tx, founder, now) => {
    if (!(await replaceKeyring(tx, { ...founder, file }, revision, now))) throw new Refusal('conflict');
    return { revision: revision + 1 };
  });
}

const whose =
  ({ signatures }: Envelope) =>
  async (tx: Transaction<Database>) => {
    if ((await ownNode(tx))?.collective) throw new Refusal('already-set-up');
    const keyid = signatures[0]?.keyid ?? '';
    const key = await signInKeyOf(tx, keyid);
    return key && { ...key, keyid };
  };
