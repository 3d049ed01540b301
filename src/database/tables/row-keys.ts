import type { Generated } from 'kysely';
import type { Time } from '../times.ts';
import type { Growth } from './growth.ts';

/** Keys under which everything sealed lies, and what has to be rewritten since one of them was erased. */
export type RowKeysTables = {
  row_keys: RowKeysTable;
  rewrites_due: RewritesDueTable;
};

export const rowKeysGrowth = {
  row_keys: { by: 'peers', most: { with: 'incoming' }, goesFirst: 'the key of what is erased' },
  rewrites_due: { by: 'peers', most: { with: 'incoming' }, goesFirst: 'all of them, within a minute' },
} as const satisfies Record<keyof RowKeysTables, Growth>;

declare const wrapped: unique symbol;
/** Text under the key that `row_key` of its row names, with its tag. */
export type Wrapped = Buffer & { readonly [wrapped]: true };

/** One key for each row of ciphertext. Read by this process; erased by a trigger, with its row. */
export interface RowKeysTable {
  id: string;
  key: Buffer;
}

/** That something was erased of a table whose file may still hold it. Erased once the table was rewritten. */
export interface RewritesDueTable {
  id: Generated<string>;
  name: string;
  erased: Generated<Time>;
}
