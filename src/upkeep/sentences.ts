import type { I18n } from '@lingui/core';

/** Said while strangers send much that is refused. */
export function floodedText(i18n: I18n): string {
  return i18n._(
    'doctor.flooded',
    {},
    {
      message:
        'Somebody is flooding this node with requests that it refuses. There is nothing to do: what the person ' +
        'affected needs, what is erased and what partners send have places of their own.',
    },
  );
}

/** What is said of each part of a node, well or not. */
export function sentences(i18n: I18n) {
  return {
    database: {
      well: i18n._('doctor.database', {}, { message: 'The database answers.' }),
      ill: i18n._(
        'doctor.database-ill',
        {},
        { message: 'The database does not answer within a second. Look at the server or the disk.' },
      ),
    },
    migrations: {
      well: i18n._('doctor.migrations', {}, { message: 'The database is at this version.' }),
      ill: i18n._(
        'doctor.migrations-ill',
        {},
        { message: 'The database is behind this version. Run "convive migrate".' },
      ),
    },
    worker: {
      well: i18n._('doctor.worker', {}, { message: 'Deliveries are being worked on.' }),
      ill: i18n._(
        'doctor.worker-ill',
        {},
        { message: 'Nothing has worked on deliveries for 30 seconds. Start the node again and read its log.' },
      ),
    },
    disk: {
      well: i18n._('doctor.disk', {}, { message: 'There is room on the disk.' }),
      ill: i18n._('doctor.disk-ill', {}, { message: 'Less than a tenth of the disk is free. Make room.' }),
    },
    key: {
      well: i18n._('doctor.key', {}, { message: "The node's own keys open." }),
      ill: i18n._(
        'doctor.key-ill',
        {},
        { message: "The node's own keys do not open with this secret. Put the right node secret back." },
      ),
    },
    secret: {
      none: i18n._(
        'doctor.secret-none',
        {},
        { message: 'The secret of this node is not here. Put back the node.secret or NODE_SECRET it began with.' },
      ),
      credential: i18n._(
        'doctor.secret-credential',
        {},
        { message: 'The node secret comes from a systemd credential.' },
      ),
      environment: i18n._('doctor.secret-environment', {}, { message: 'The node secret comes from the environment.' }),
      file: i18n._(
        'doctor.secret-file',
        {},
        {
          message: "The node secret lies in the data folder: the disk is the only protection of the node's keys.",
        },
      ),
    },
  };
}
