import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/database/database.ts';
import { migrateToLatest } from '../../src/database/migrate.ts';
import { quiet } from './quiet.ts';
import { schemaOf } from './schema-dump.ts';
import { root } from './sources.ts';

/* `npm run schema`: writes migrations/schema.sql, what every migration together makes of an empty database. */
const folder = mkdtempSync(join(tmpdir(), 'convive-schema-'));
try {
  await using database = await openDatabase({ folder, log: quiet });
  await migrateToLatest(database.db);
  writeFileSync(join(root, 'migrations/schema.sql'), await schemaOf(database.db));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
