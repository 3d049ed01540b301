import type { I18n } from '@lingui/core';
import { minuteOf } from './day.ts';

/** Said of what ended: by when it is gone from this node's files, or that it is; and what a node cannot erase. */
export function goneText(i18n: I18n, goneBy: string | null): string {
  if (goneBy === null)
    return i18n._(
      'cli.gone',
      {},
      {
        message:
          "This node's files hold no copy. A disk, the log of a database server or a backup may keep older blocks.",
      },
    );
  return i18n._(
    'cli.gone-by',
    { time: minuteOf(goneBy) },
    {
      message:
        "This node's files hold no copy after {time}. A disk, the log of a database server or a backup may keep " +
        'older blocks.',
    },
  );
}
