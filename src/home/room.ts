import type { Room } from '../room.ts';
import { happenedPath } from './addresses.ts';
import { happenedStyle } from './assets.ts';
import { homeRoutes } from './routes.tsx';
import { somethingHappenedRoutes } from './something-happened-routes.tsx';

/*
 * First page: what the collective chose to publish, support first. Last room of all, so that it may know every other.
 */
export const room = {
  name: 'home',
  routes: ({ runtime, node }) => [homeRoutes(runtime, node), somethingHappenedRoutes(runtime, node)],
  assets: [happenedStyle],
  kept: /^\/$/,
  links: {
    everybody: ({ i18n }) => [
      { rank: 10, href: '/', text: i18n._('home.link', {}, { message: 'First page' }) },
      { rank: 30, href: happenedPath, text: i18n._('home.link-support', {}, { message: 'If something happened' }) },
    ],
  },
} satisfies Room;
