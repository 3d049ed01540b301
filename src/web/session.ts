import type { Context, MiddlewareHandler } from 'hono';
import { Refusal } from '../../schemas/codes.ts';

/** The member behind a bearer token: a pseudonym and roles, no name. */
export type SignedIn = { member: string; roles: readonly string[] };
/** Supplied by app.ts: who holds this token, or null when it is unknown or over. */
export type WhoIs = (token: string) => Promise<SignedIn | null>;

declare module 'hono' {
  interface ContextVariableMap {
    signedIn: SignedIn | null;
  }
}

// What only these roles may know of answers everyone else as if it did not exist.
const hiddenRoles = ['accompanier', 'process-accompanier'];

/** Looks up the bearer token once per request. Without one, or with one that is over, the request goes on as nobody's. */
export function session(whoIs: WhoIs): MiddlewareHandler {
  return async (c, next) => {
    const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(c.req.header('authorization') ?? '')?.[1];
    c.set('signedIn', token === undefined ? null : await whoIs(token));
    await next();
  };
}

/**
 * The signed-in member, with that role when one is named. Refuses `sign-in-needed` and `not-allowed`; for what only accompaniers
 * may know of, both are `not-found`, the same as for what does not exist.
 */
export function requireMember(c: Context, role?: string): SignedIn {
  const who = c.get('signedIn') ?? null;
  const hidden = role !== undefined && hiddenRoles.includes(role);
  if (who === null) throw new Refusal(hidden ? 'not-found' : 'sign-in-needed');
  if (role !== undefined && !who.roles.includes(role)) throw new Refusal(hidden ? 'not-found' : 'not-allowed');
  return who;
}
