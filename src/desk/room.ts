import { deskContract } from '../../schemas/routes/desk.ts';
import type { Room } from '../room.ts';
import { exitPath } from '../web/addresses.ts';
import { loadDesk } from './files.ts';
import { pullingReleases } from './pull.ts';
import { releaseRoutes } from './release-routes.tsx';
import { deskRoutes } from './routes.tsx';
import { pruneReleaseDrafts } from './store.ts';

/*
 * The desk, where a member's keys are opened in a browser: fixed files on an origin of their own, the same bytes for
 * everybody (docs/decisions/0027). What they do is in src/client/. Print: the hash of all of them. Release: a print
 * that two stewards signed, ours or a partner's (0029).
 */
const load = await loadDesk();

const second = 1000;
const day = 86_400_000;

export const room = {
  name: 'desk',
  contracts: [deskContract],
  apart: ({ desk, runtime: { origin: node } }) =>
    desk === null ? null : { origin: desk, routes: deskRoutes({ desk, node, exitTo: node + exitPath, here: load() }) },
  routes: ({ runtime, desk }) => releaseRoutes(runtime, desk),
  chores: ({ runtime }) => ({
    'pull-desk-releases': { everyMs: 5 * second, work: pullingReleases(runtime) },
    'desk-release-drafts': {
      everyMs: day,
      work: () => pruneReleaseDrafts(runtime.db, new Date(runtime.clock.now().getTime() - 30 * day)),
    },
  }),
  tables: {
    desk_releases: { shown: false, until: 'ended' },
    desk_release_drafts: { shown: false, until: { chore: 'desk-release-drafts' } },
  },
  record: { 'desk.released': 'members', 'desk.release-signed': 'members' },
} satisfies Room;
