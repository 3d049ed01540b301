import { randomBytes } from 'node:crypto';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type DatabasePlace, type OpenDatabase, openDatabase } from '../../src/database/database.ts';
import { databaseUrl, onServer } from './postgres.ts';
import { quickFolder } from './quick-folder.ts';
import { quiet } from './quiet.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Which database this run of the file is about. */
    database: 'embedded' | 'postgres';
  }
}

/** A data folder and where its database is: what a node of a test starts with. */
export type FreshPlace = AsyncDisposable & { folder: string; database: DatabasePlace };

/** An empty, migrated database of the current project, with a data folder of its own; gone when disposed. */
export async function freshPlace(): Promise<FreshPlace> {
  const folder = quickFolder('convive-');
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  if (inject('database') === 'embedded') {
    cpSync(join(inject('embedded').template, 'database'), join(folder, 'database'), { recursive: true });
    return { folder, database: { folder }, [Symbol.asyncDispose]: async () => removeFolder() };
  }
  const { server, template } = inject('postgres');
  const name = `convive_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name} template ${template}`);
  return {
    folder,
    database: { url: databaseUrl(server, name) },
    async [Symbol.asyncDispose]() {
      await onServer(server, `drop database ${name} with (force)`);
      removeFolder();
    },
  };
}

/** An open, empty, migrated database of the current project; closed and gone when disposed. */
export async function freshDatabase(): Promise<OpenDatabase> {
  const place = await freshPlace();
  const opened = await openDatabase({ ...place.database, log: quiet });
  return {
    ...opened,
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}
