import type { Log } from '../../src/platform/logging.ts';

/** A log that nobody reads, for tests about something else; it leaves what another test captures alone. */
export const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
