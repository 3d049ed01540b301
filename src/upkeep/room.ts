import { upkeepContract } from '../../schemas/routes/upkeep.ts';
import type { Room } from '../room.ts';
import { upkeepRoutes } from './routes.tsx';

/*
 * Chore: work that comes round. Readiness: whether the node can do its work. Doctor: says what is missing, in
 * sentences.
 */
export const room = {
  name: 'upkeep',
  contracts: [upkeepContract],
  early: ({ runtime, settings, heartbeat }) => upkeepRoutes(runtime, { folder: settings.folder, heartbeat }),
} satisfies Room;
