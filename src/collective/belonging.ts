import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import * as z from 'zod';
import { Refusal } from '../../schemas/codes.ts';
import type { DatabasePlace } from '../database/database.ts';
import { embeddedThere } from '../database/embedded.ts';
import type { Database } from '../database/schema.ts';
import { headFile } from '../record/head.ts';
import { nodeThere } from './store.ts';

/** What a data folder remembers of the node that was started with it. */
const remembered = z.object({ identity: z.uuid(), origin: z.string(), server: z.boolean() });
type Remembered = z.infer<typeof remembered>;

const fileName = 'belongs-to.json';

/**
 * Refuses, before anything is made, a folder whose node has its database elsewhere: on a server (`folder-server`), or
 * in the folder although a server is named (`folder-embedded`), or nowhere (`folder-no-database`); and a damaged note
 * of it (`config`).
 */
export function checkFolder(folder: string, database: DatabasePlace): void {
  const before = rememberedIn(folder);
  if (before === null) {
    // Made before folders remembered, or brought back in part: what lies in it counts.
    if ('url' in database && embeddedThere(folder)) throw new Refusal('folder-embedded', addressIn(folder));
    if (!('url' in database) && existsSync(join(folder, headFile)) && !embeddedThere(folder))
      throw new Refusal('folder-no-database', addressIn(folder));
    return;
  }
  if (before.server !== 'url' in database)
    throw new Refusal(before.server ? 'folder-server' : 'folder-embedded', before.origin);
  if (!before.server && !embeddedThere(folder)) throw new Refusal('folder-no-database', before.origin);
}

/**
 * Refuses, before anything is changed in it, a database that is not the one of this folder's node
 * (`folder-other-server`), and a founded one without its secret (`folder-secretless`): a node must not begin anew by
 * accident, nor beside itself.
 */
export async function checkDatabase(db: Kysely<Database>, folder: string, secretThere: boolean): Promise<void> {
  const [before, there] = [rememberedIn(folder), await nodeThere(db)];
  if (before !== null && before.identity !== there?.identity)
    throw new Refusal(before.server ? 'folder-other-server' : 'folder-no-database', before.origin);
  if (there?.founded && !secretThere) throw new Refusal('folder-secretless', there.origin);
}

/** Lets the folder remember which database its node is in, once there is a node. Whole or not at all. */
export async function rememberDatabase(db: Kysely<Database>, folder: string, place: DatabasePlace): Promise<void> {
  const there = await nodeThere(db);
  if (there?.identity == null) return;
  const { identity, origin } = there;
  const path = join(folder, fileName);
  const told: Remembered = { identity, origin, server: 'url' in place };
  writeFileSync(`${path}.new`, `${JSON.stringify(told)}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

function addressIn(folder: string): string {
  const path = join(folder, 'address');
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : '?';
}

function rememberedIn(folder: string): Remembered | null {
  const path = join(folder, fileName);
  if (!existsSync(path)) return null;
  try {
    return remembered.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Refusal('config', fileName);
  }
}
