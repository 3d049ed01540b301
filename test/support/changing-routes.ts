import type { Contract } from '../../schemas/contract.ts';
import { rooms } from '../../src/app.ts';
import { allContracts } from './contracts.ts';

/** A route that may change something, and what it can do to work of others. */
type ChangingRoute = Pick<Contract, 'method' | 'path' | 'who' | 'othersWork'>;

/** Every route that may change something: of contracts, and what forms of pages send beside them. */
export async function changingRoutes(): Promise<ChangingRoute[]> {
  const forms = rooms.flatMap((room) => room.forms ?? []).flatMap((some) => Object.values(some));
  return [
    ...(await allContracts()).flatMap(({ contract }) => (contract.method === 'GET' ? [] : [contract])),
    ...forms.map((form) => ({ method: 'POST' as const, ...form })),
  ];
}
