import type { KeyringWorker } from './keyring-worker.ts';

/** What an area of the desk is given: the keyring's worker, and the way back to the doors. */
export type Area = Pick<KeyringWorker, 'ask'> & { back: () => void };
