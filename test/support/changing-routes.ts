import type { Contract, Form } from '../../schemas/contract.ts';
import { rooms } from '../../src/app.ts';
import { allContracts } from './contracts.ts';

/** A route that may change something, and what it can do to work of others. */
type ChangingRoute = Pick<Contract, 'method' | 'path' | 'who' | 'othersWork'>;

/** What forms of pages send, from the doors, by address. */
export function allForms(): Form[] {
  const forms = rooms.flatMap((room) => room.forms ?? []).flatMap((some) => Object.values<Form>(some));
  return forms.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Every route that may change something: of contracts, and what forms of pages send beside them. */
export async function changingRoutes(): Promise<ChangingRoute[]> {
  return [
    ...(await allContracts()).flatMap(({ contract }) => (contract.method === 'GET' ? [] : [contract])),
    ...allForms().map((form) => ({ method: 'POST' as const, ...form })),
  ];
}
