import * as z from 'zod';
import { type Form, freeFields } from '../../schemas/contract.ts';
import { allForms } from './changing-routes.ts';
import { allContracts } from './contracts.ts';

/** Every form that a page sends: those on doors, and those at the address of a contract. */
export async function formsOfPages(): Promise<Form[]> {
  const beside = (await allContracts()).flatMap(({ contract }) =>
    contract.method === 'POST' && contract.page !== undefined ? [contract as Form] : [],
  );
  return [...allForms(), ...beside];
}

/** Whether somebody can write what they want into a form. */
export function takesWords({ body }: Pick<Form, 'body'>): boolean {
  const any = body instanceof z.ZodObject && body.def.catchall !== undefined && !isNever(body.def.catchall);
  return any || freeFields(body).length > 0;
}

const isNever = (schema: unknown): boolean => schema instanceof z.ZodNever;
