import type { Chain } from '../protocol/manifest.ts';
import type { Api } from './api.ts';
import type { Keyring } from './keyring.ts';

/** An accompanier at work: signed in, with the own chain as this client verified it itself. */
export type Desk = { api: Api; keyring: Keyring; own: Chain; now: Date };
