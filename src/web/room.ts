import type { Room } from '../room.ts';
import { exitRoutes, quickExit } from './exit.tsx';
import { namespaceRoutes } from './namespace.ts';
import { kitAssets } from './static.ts';

/** The kit of pages: quick exit, what every page loads, and what our words in ActivityPub mean. */
export const room = {
  name: 'web',
  early: ({ settings, house }) => quickExit({ neutralSite: settings.exitSite, leave: house.signOut }),
  routes: ({ node, settings }) => [namespaceRoutes(), exitRoutes({ node, neutralSite: settings.exitSite })],
  assets: kitAssets,
} satisfies Room;
