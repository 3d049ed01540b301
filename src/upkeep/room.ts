import { upkeepContract } from '../../schemas/routes/upkeep.ts';
import type { Room } from '../room.ts';
import { nodePath } from './addresses.ts';
import { nodeRoutes, upkeepRoutes } from './routes.tsx';

/*
 * Chore: work that comes round. Readiness: whether the node can do its work. Doctor: says what is missing, in
 * sentences.
 */
export const room = {
  name: 'upkeep',
  contracts: [upkeepContract],
  early: ({ runtime, settings, heartbeat, flood }) =>
    upkeepRoutes(runtime, { folder: settings.folder, heartbeat, flood }),
  routes: (parts) => nodeRoutes(parts),
  links: {
    members: ({ i18n }) => [
      { rank: 90, href: nodePath, text: i18n._('member.link-node', {}, { message: 'This node' }) },
    ],
  },
} satisfies Room;
