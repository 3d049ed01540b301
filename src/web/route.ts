import type { Context, Hono } from 'hono';
import { Refusal } from '../../schemas/codes.ts';
import {
  type AnsweredBy,
  type BodyOf,
  type Contract,
  type Form,
  freeFields,
  type ParamsOf,
  type QueryOf,
  type Who,
} from '../../schemas/contract.ts';
import { type Labels, labelFree } from './given-back.tsx';
import { wants } from './negotiate.ts';
import { known, readBody, readText } from './read-body.ts';
import { requireMember, type SignedIn } from './session.ts';

type Codes = 'set-up-code' | 'invite-code';
type Asker<W extends Who> = W extends 'anybody' ? null : W extends Codes ? { code: string } : SignedIn;

/** A request for a route, or a form that was sent, as its contract promises it. */
type Sent<C extends Form | Contract> = {
  c: Context;
  who: Asker<C['who'][number]>;
  params: ParamsOf<C>;
  body: BodyOf<C>;
};
type Asked<C extends Contract> = Sent<C> & { query: QueryOf<C> } & (C extends { ifMatch: true }
    ? { ifMatch: number }
    : unknown);

/** Sets another status on `c` where it gives what the contract `also` answers. */
type Handler<C extends Contract> = (asked: Asked<C>) => AnsweredBy<C> | Promise<AnsweredBy<C>>;
/** Refuses before anything of the request is read. `typed` is the code that came, null when none did. */
type Gate = (c: Context, typed: string | null) => void | Promise<void>;

/**
 * Mounts one JSON route by its contract: whom it answers, parts of the path, query and body are judged in this order
 * before the handler is asked, and the answer is what the contract says. `gate` comes right after the roles; a route
 * under a code must have one, which judges the code and is not asked where a member's session is enough.
 */
export function route<const C extends Contract>(
  routes: Hono,
  contract: C,
  handler: Handler<C>,
  ...[gate]: Extract<C['who'][number], Codes> extends never ? [gate?: Gate] : [gate: Gate]
): void {
  const beside = contract.file ? 'first' : contract.page;
  routes.on(contract.method, contract.path, async (c, next) => {
    if (beside && wants(c, beside === 'first' ? 'html' : 'json') === 'html') return next();
    const who = await admit(c, contract, gate);
    const asked = {
      c,
      who,
      params: paramsIn(c, contract.params ?? {}),
      query: queryIn(c, contract.query),
      ...(contract.ifMatch && { ifMatch: revisionIn(c) }),
      body: await bodyOf(c, contract),
    };
    c.status(contract.status ?? 200);
    // What the lines above judged by the contract is what its types say.
    const answer = await handler(asked as unknown as Asked<C>);
    c.header('cache-control', contract.kept ? 'no-cache' : 'no-store');
    if (beside) c.header('vary', varied(contract));
    if (contract.answer === null) return c.body(null, 204);
    return c.json(answer, undefined, contract.type ? { 'content-type': contract.type } : {});
  });
}

/**
 * Mounts what a form of a page sends, also where a contract is answered at its address; judged as {@link route} judges,
 * and answered by the handler itself. The script of such a page is told where the form leads. `labels` names the fields
 * of what is given back.
 */
export function form<const F extends Form | Contract>(
  routes: Hono,
  sent: F,
  handler: (asked: Sent<F>) => Response | Promise<Response>,
  { gate, labels }: { gate?: Gate; labels?: Labels } = {},
): void {
  routes.post(sent.path, async (c) => {
    // What anybody may send can hold words that no page repeats, such as the twelve of a consent.
    if (!sent.who.includes('anybody')) c.set('labels', labels ?? labelFree(freeFields(sent.body)));
    const who = await admit(c, sent, gate);
    const asked = { c, who, params: paramsIn(c, sent.params ?? {}), body: await bodyOf(c, sent) };
    const answer = await handler(asked as unknown as Sent<F>);
    const to = answer.status === 303 && c.req.header('x-sent-by') === 'script' ? answer.headers.get('location') : null;
    return to === null ? answer : c.body(null, 204, { location: to, 'cache-control': 'no-store' });
  });
}

/**
 * What an answer that is one of several at its address depends on; sentences in it come in the language that `lang` may
 * name.
 */
const varied = ({ query }: Contract): string => (query?.shape.lang ? 'Accept, Accept-Language' : 'Accept');

async function admit(c: Context, { who }: Pick<Contract, 'who'>, gate: Gate = () => {}): Promise<Asker<Who>> {
  const role = who.find((one) => one === 'member' || one === 'listed' || one === 'steward' || one === 'accompanier');
  const code = who.find((one) => one === 'set-up-code' || one === 'invite-code');
  if (role !== undefined && (code === undefined || c.get('signedIn'))) {
    const signedIn = requireMember(c, role === 'member' ? undefined : role);
    if (code === undefined) await gate(c, null);
    return signedIn;
  }
  const typed = code === undefined ? null : codeIn(c, code);
  await gate(c, typed);
  return code === undefined ? null : { code: typed ?? '' };
}

const schemes = { 'set-up-code': /^Setup (\S{1,100})$/, 'invite-code': /^Invite (\S{1,100})$/ };

function codeIn(c: Context, code: Codes): string | null {
  return schemes[code].exec(c.req.header('authorization') ?? '')?.[1] ?? null;
}

function paramsIn(c: Context, params: NonNullable<Contract['params']>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).map(([name, form]) => [name, known(form, c.req.param(name))]));
}

function queryIn(c: Context, query: Contract['query']): unknown {
  const read = query?.safeParse(c.req.query());
  if (read?.success === false) throw new Refusal('malformed', read.error.issues[0]?.path.join('.') || 'query');
  return read?.data ?? {};
}

async function bodyOf(
  c: Context,
  { body, bytes, markdown }: Pick<Contract, 'body' | 'bytes' | 'markdown'>,
): Promise<unknown> {
  if (markdown && bytes && /^text\/markdown\s*(;|$)/i.test(c.req.header('content-type') ?? ''))
    return readText(c, bytes);
  return body && readBody(c, body, bytes);
}

function revisionIn(c: Context): number {
  const revision = /^"([1-9]\d{0,8})"$/.exec(c.req.header('if-match') ?? '')?.[1];
  if (revision === undefined) throw new Refusal('malformed', 'if-match');
  return Number(revision);
}
