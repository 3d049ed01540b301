import type { Room } from '../room.ts';
import { deskScripts } from './files.ts';
import { deskRoutes } from './routes.tsx';

/*
 * The desk, where a member's keys are opened in a browser: fixed files on an origin of their own, the same bytes for
 * everybody (docs/decisions/0027). What they do is in src/client/.
 */
const scripts = await deskScripts();

export const room = {
  name: 'desk',
  apart: ({ desk, runtime: { origin: node }, settings: { exitSite } }) =>
    desk === null ? null : { origin: desk, routes: deskRoutes({ desk, node, exitSite, scripts }) },
} satisfies Room;
