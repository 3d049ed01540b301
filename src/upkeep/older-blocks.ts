import type { I18n } from '@lingui/core';
import type { Settings } from '../config.ts';
import { openDatabase } from '../database/database.ts';
import { mayBeginLog } from '../database/rewrite.ts';
import { startLogging } from '../platform/logging.ts';

/**
 * What can still hold what was erased, once the tables of a node on a database server were rewritten: the server's log
 * where we may not begin a new one, and whatever copies it.
 */
export async function olderBlocks(
  { database: place, backupDays, log }: Pick<Settings, 'database' | 'backupDays' | 'log'>,
  i18n: I18n,
): Promise<string[]> {
  if (!('url' in place)) return [];
  await using database = await openDatabase({ ...place, log: startLogging(log) });
  return [(await mayBeginLog(database.db)) ? newLog(i18n) : oldLog(i18n), days(i18n, backupDays)];
}

function newLog(i18n: I18n): string {
  return i18n._(
    'doctor.new-log',
    {},
    {
      message:
        'After something is erased, this node begins a new log on the database server. An archive of the log, ' +
        'replicas, base backups and snapshots may keep older blocks.',
    },
  );
}

function oldLog(i18n: I18n): string {
  return i18n._(
    'doctor.old-log',
    {},
    {
      message:
        "What is erased may stay in the database server's log, in an archive of it, on replicas, in base backups and " +
        'in snapshots. Where the server serves this node alone, grant its role pg_checkpoint, and execute on ' +
        'pg_switch_wal(), so that it can begin a new log.',
    },
  );
}

function days(i18n: I18n, backupDays: number | undefined): string {
  if (backupDays === undefined)
    return i18n._(
      'doctor.backup-days-unsaid',
      {},
      { message: 'For how many days these are kept, nobody has said: set BACKUP_DAYS.' },
    );
  return i18n._(
    'doctor.backup-days',
    { days: backupDays },
    { message: 'By BACKUP_DAYS, these are kept for {days, plural, one {# day} other {# days}}.' },
  );
}
