import type { Time } from '../times.ts';
import type { Growth } from './growth.ts';

/** Which desks stewards stand for. */
export type DeskTables = {
  desk_releases: DeskReleasesTable;
  desk_release_drafts: DeskReleaseDraftsTable;
};

/** Who can make them grow. */
export const deskGrowth = {
  desk_releases: { by: 'peers', most: 'share', goesFirst: 'the one before the last: two of each collective are kept' },
  desk_release_drafts: 'members',
} as const satisfies Record<keyof DeskTables, Growth>;

/**
 * The newest two releases of the desk of each collective, ours and partners', as two of its stewards signed them. Ours
 * are public, members read the others; erased when a newer one takes their place.
 */
export interface DeskReleasesTable {
  issuer: string;
  version: number;
  id: string;
  envelope: string;
}

/**
 * Releases that one of our stewards signed and another has to, several side by side. Members read them; erased when a
 * release has taken their number, and after thirty days.
 */
export interface DeskReleaseDraftsTable {
  id: string;
  version: number;
  envelope: string;
  created: Time;
  made_by: string;
}
