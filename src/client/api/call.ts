import type * as z from 'zod';
import { Refusal } from '../../../schemas/codes.ts';
import type { AnswerOf, Contract } from '../../../schemas/contract.ts';
import { type Api, parsed } from './api.ts';

type Params<C extends Contract> = C extends { params: infer P }
  ? { params: { [Name in keyof P]: string | number } }
  : { params?: never };
type Query<C extends Contract> = C extends { query: infer Q extends z.ZodObject }
  ? Partial<z.input<Q>> extends z.input<Q>
    ? { query?: z.input<Q> }
    : { query: z.input<Q> }
  : { query?: never };
type Body<C extends Contract> = C extends { body: infer B extends z.ZodType }
  ? Record<never, never> extends z.input<B>
    ? { body?: z.input<B> }
    : { body: z.input<B> }
  : { body?: never };
type IfMatch<C extends Contract> = C extends { ifMatch: true } ? { ifMatch: number } : { ifMatch?: never };
type Asking<C extends Contract> = Params<C> & Query<C> & Body<C> & IfMatch<C>;

/**
 * Asks a node for one of its JSON routes. The answer is parsed strictly by the contract.
 * @throws as {@link Api} does, and `unexpected-answer` what is not in the contract.
 */
export async function call<const C extends Contract>(
  api: Api,
  contract: C,
  ...[asking]: Record<never, never> extends Asking<C> ? [asking?: Asking<C>] : [asking: Asking<C>]
): Promise<AnswerOf<C>> {
  const { method, answer } = contract as Contract;
  const given: { body?: unknown; ifMatch?: number } = asking ?? {};
  const body = contract.body && (given.body ?? {});
  const text = await api.send(method, addressOf(contract, asking ?? {}), body, given.ifMatch);
  if (answer === null) return null as AnswerOf<C>;
  const read = answer.safeParse(parsed(text));
  if (!read.success) throw new Refusal('unexpected-answer');
  return read.data as AnswerOf<C>;
}

/** The address of a route for these parts and this query. */
function addressOf(
  { path }: Contract,
  { params = {}, query = {} }: { params?: Record<string, string | number>; query?: Record<string, unknown> },
): string {
  const place = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const asked = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return asked.length === 0 ? place : `${place}?${new URLSearchParams(asked)}`;
}
