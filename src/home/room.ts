import type { Room } from '../room.ts';
import { homeRoutes } from './routes.tsx';

/*
 * First page: what the collective chose to publish, support first. Last room of all, so that it may know every other.
 */
export const room = {
  name: 'home',
  routes: ({ runtime, node }) => homeRoutes(runtime, node),
  kept: /^\/$/,
  links: {
    everybody: ({ i18n }) => [
      { rank: 10, href: '/', text: i18n._('home.link', {}, { message: 'First page' }) },
      { rank: 30, href: '/#support', text: i18n._('home.link-support', {}, { message: 'If something happened' }) },
    ],
  },
} satisfies Room;
