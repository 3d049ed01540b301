import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/database/database.ts';
import { migrateToLatest } from '../../src/database/migrate.ts';
import { quickFolder } from './quick-folder.ts';
import { quiet } from './quiet.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder with a migrated embedded database, to be copied and never opened. */
    embedded: { template: string };
  }
}

/** Global set-up of the project `embedded`: making a database takes seconds, copying one does not. */
export default async function setup(project: TestProject): Promise<() => void> {
  const template = quickFolder('convive-template-');
  {
    await using database = await openDatabase({
      folder: template,
      log: quiet,
    });
    await migrateToLatest(database.db);
  }
  project.provide('embedded', { template });
  return () => rmSync(template, { recursive: true, force: true });
}
