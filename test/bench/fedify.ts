import { fileURLToPath } from 'node:url';
import { type Measured, startMeasured } from './measured.ts';

/** A bare Fedify in a process of its own. */
export type BareFedify = Measured & { origin: string; inbox: string; sharedInbox: string };

/** On PostgreSQL with a queue, or in memory without one where null. */
export async function startFedify(database: string | null): Promise<BareFedify> {
  const node = startMeasured(
    ['--import', 'tsx', fileURLToPath(import.meta.resolve('./bare-fedify.ts')), ...(database ? [database] : [])],
    {},
  );
  const origin = await node.says(/answers at (http\S+)/);
  return { ...node, origin, inbox: `${origin}/users/self/inbox`, sharedInbox: `${origin}/inbox` };
}
