import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { Refusal } from '../../schemas/codes.ts';
import type { Role } from '../../schemas/manifest.ts';
import { fromOwnPages } from './own-pages.ts';

/**
 * The member behind a session: a pseudonym and roles, no name; a plain one is listed by no manifest. `nicknames` are
 * what members chose to be called, for pages.
 */
export type SignedIn = {
  member: string;
  roles: readonly Role[];
  plain: boolean;
  nicknames?: ReadonlyMap<string, string>;
};
/** How a token came: in `authorization: Bearer`, or in a browser's cookie. */
export type Via = 'program' | 'browser';
/** Supplied by app.ts: who holds this token, or null when it is unknown, over, or came the wrong way. */
export type WhoIs = (token: string, via: Via) => Promise<SignedIn | null>;

declare module 'hono' {
  interface ContextVariableMap {
    signedIn: SignedIn | null;
    via: Via;
    /** Roles for whom something is kept here of which nobody else may learn that it exists. */
    hiddenFor: ReadonlySet<string>;
    /** A browser would change something, and a page of ours sent it. */
    ownPage: boolean;
    /** Why nobody could look up who sent it. */
    unknown: unknown;
    /** A cookie of ours came with something to change that no page of ours sent. */
    fromElsewhere: boolean;
  }
}

const cookie = 'convive';
const attributes = { prefix: 'host', httpOnly: true, secure: true, sameSite: 'Strict' } as const;

/**
 * Looks up once per request who asks: by the bearer token, else by the cookie; whoever sends a bearer token is never
 * known by a cookie. A cookie counts for reading, and for what one of our own pages sends. Without any of it, the
 * request goes on as nobody's. What is for a role in `hiddenFor` answers everybody else as if it did not exist.
 */
export function session(whoIs: WhoIs, origin: string, hiddenFor: Iterable<string>): MiddlewareHandler {
  const hidden = new Set(hiddenFor);
  const ours = fromOwnPages(origin);
  return async (c, next) => {
    const bearer = /^bearer\b/i.test(c.req.header('authorization') ?? '');
    const token = bearer ? bearerToken(c) : cookieToken(c);
    const changes = c.req.method !== 'GET' && c.req.method !== 'HEAD';
    const own = !bearer && changes && (await ours(c));
    const elsewhere = !bearer && changes && hasCookie(c) && !own;
    const via = bearer ? 'program' : 'browser';
    c.set('ownPage', own);
    c.set('fromElsewhere', elsewhere);
    c.set('via', via);
    c.set('hiddenFor', hidden);
    c.set('signedIn', null);
    if (token !== undefined && !elsewhere)
      await whoIs(token, via).then(
        (who) => c.set('signedIn', who),
        (error: unknown) => {
          // What a page of ours sent goes on to its form, which gives it back.
          if (!own) throw error;
          c.set('unknown', error);
        },
      );
    await next();
  };
}

/** Refuses (`elsewhere`) what came with our cookie, would change something, and was not sent by a page of ours. */
export const refuseFromElsewhere: MiddlewareHandler = async (c, next) => {
  if (c.get('fromElsewhere')) throw new Refusal('elsewhere');
  await next();
};

/**
 * The signed-in member, with that role when one is named; `listed` is whoever the manifest lists.
 * @throws `sign-in-needed` and `not-allowed`; for what is hidden from everybody without that role, both are
 * `not-found`, as for what does not exist.
 */
export function requireMember(c: Context, role?: string): SignedIn {
  const who = c.get('signedIn') ?? null;
  if (who === null && c.get('unknown') !== undefined) throw c.get('unknown');
  const hidden = role !== undefined && c.get('hiddenFor')?.has(role) === true;
  if (who === null) throw new Refusal(hidden ? 'not-found' : 'sign-in-needed');
  const has = role === undefined || (role === 'listed' ? !who.plain : who.roles.some((one) => one === role));
  if (!has) throw new Refusal(hidden ? 'not-found' : 'not-allowed');
  return who;
}

/** The token of a program, when one came. */
export function bearerToken(c: Context): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(c.req.header('authorization') ?? '')?.[1];
}

/** The token of a browser, when one came. */
export function cookieToken(c: Context): string | undefined {
  return /^[A-Za-z0-9_-]{43}$/.exec(getCookie(c, cookie, 'host') ?? '')?.[0];
}

/**
 * Gives a browser its token, until it is closed: to this origin alone, over a line that nobody reads, out of reach of
 * scripts and other sites.
 */
export function giveCookie(c: Context, token: string): void {
  setCookie(c, cookie, token, attributes);
}

/** Takes the token back from a browser that has one; says nothing of cookies to one that has none. */
export function takeCookie(c: Context): void {
  if (hasCookie(c)) deleteCookie(c, cookie, attributes);
}

const hasCookie = (c: Context): boolean => getCookie(c, cookie, 'host') !== undefined;
