import * as z from 'zod';
import { refusalCodes } from './codes.ts';

/* What a node and its clients agree on for each JSON route; the rooms' contracts are in routes/. */

/**
 * Whom a route answers. `anybody` needs no account: what else they must hold (words, a token, a key that signs) stands
 * in the body. A code comes in `authorization: Setup <code>` or `authorization: Invite <code>`. `listed` is a member
 * whom the manifest lists, no plain one. `accompanier` is hidden: everybody else gets the answer of what does not
 * exist.
 */
export type Who = 'anybody' | 'set-up-code' | 'invite-code' | 'member' | 'listed' | 'steward' | 'accompanier';

/**
 * What one call can do to work of other people that is not settled yet: a text, a draft, a proposal, signatures under
 * it, what they shared or hold. `untouched`: at most the caller's own or something new changes, and what it is put over
 * stays to be put back. `lost`: it may be gone or count no more. `confirmed`: the caller's word is put under what
 * somebody else proposed, or makes it hold. `lost-or-confirmed`: both, since what is made to hold takes the place of
 * the rest.
 */
export type OthersWork = 'untouched' | 'lost' | 'confirmed' | 'lost-or-confirmed';

/** One JSON route. A docstring above it says what it is for; docs/api.md repeats that. */
export type Contract = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` for each of `params`. */
  path: string;
  /** Whoever is one of these may ask. */
  who: readonly Who[];
  /** Of everything but a `GET`, which never changes anything. */
  othersWork: OthersWork;
  /** Parts of the path in their forms; another form is answered like what does not exist. */
  params?: Record<string, z.ZodType<unknown, string>>;
  /** What may stand behind the question mark; anything else there is ignored. */
  query?: z.ZodObject;
  /** JSON, or a plain form with the same fields. */
  body?: z.ZodType;
  /** The file alone may come as `text/markdown` in place of the body. */
  markdown?: true;
  /** Bytes of the largest body, when that is not 64 KiB. */
  bytes?: number;
  /** The revision that is changed comes in `if-match`. */
  ifMatch?: true;
  /** Null where there is nothing to answer. */
  answer: z.ZodType | null;
  /** 200, or 204 without an answer, unless it says otherwise. */
  status?: 201 | 202;
  /** What is answered instead under other statuses; a client is refused by it. */
  also?: readonly { status: 400 | 409 | 503; answer: z.ZodType }[];
  /** The answer's own media type, where it is a document of one. */
  type?: string;
  /** A page stands at the same address: for whoever names `text/html`, or (`first`) for whoever does not name JSON. */
  page?: 'asked' | 'first';
  /** At this address stands a file of this type too, for whoever does not name JSON. */
  file?: 'text/markdown';
  /** Public: may be kept and asked about again. Everything else is never kept. */
  kept?: true;
};

/**
 * What is answered instead of doing what was asked; `where` names a field, never a value. Who reads it ignores whatever
 * else is said.
 */
export const refusal = z.object({ code: z.enum(refusalCodes), where: z.string().max(200).optional() });
export type RefusalAnswer = z.infer<typeof refusal>;

/** How many rows a page of a list may have when it is asked for; it has 50 when nobody says. */
export const longestPage = 500;

/**
 * What a list is asked for: the page after the row with this key, as `next` of the page before gave it, with `limit`
 * rows.
 */
export const pageAfter = <Key extends z.ZodType>(after: Key) =>
  z.object({
    after,
    limit: z
      .string()
      .regex(/^(?:[1-9]\d?|[1-4]\d\d|500)$/)
      .default('50'),
  });

/** The contracts of one room, by a name that is part of no address. */
export type Contracts = Record<string, Contract>;

/** What a form of a page sends, where no JSON route stands at the same address; a page answers, or leads to one. */
export type Form = Pick<Contract, 'path' | 'othersWork' | 'params' | 'body' | 'bytes'> & {
  who: readonly Exclude<Who, 'set-up-code' | 'invite-code'>[];
};

/** The forms of one room, by a name that is part of no address. */
export type Forms = Record<string, Form>;

/** Parts of the path as the handler gets them. */
export type ParamsOf<C extends Form | Contract> = C extends { params: infer P extends Record<string, z.ZodType> }
  ? { [Name in keyof P]: z.output<P[Name]> }
  : Record<never, never>;

/** The query as the handler gets it. */
export type QueryOf<C extends Contract> = C extends { query: infer Q extends z.ZodObject }
  ? z.output<Q>
  : Record<never, never>;

/** The body as the handler gets it; a text where it came as a file alone. */
export type BodyOf<C extends Form | Contract> =
  | (C extends { body: infer B extends z.ZodType } ? z.output<B> : undefined)
  | (C extends { markdown: true } ? string : never);

/** The answer, as a client reads it. */
export type AnswerOf<C extends Contract> = C extends { answer: infer A extends z.ZodType } ? z.output<A> : null;

/** What a handler may answer. */
export type AnsweredBy<C extends Contract> =
  | AnswerOf<C>
  | (C extends { also: readonly { answer: infer A extends z.ZodType }[] } ? z.output<A> : never);

/** A body in which there is nothing to say. */
export const nothing = z.strictObject({});

/** Names of the fields in which somebody writes what they want; what is chosen or pressed has a form of its own. */
export function freeFields(schema: z.ZodType | undefined): string[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => freeFields(one as z.ZodType));
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries<z.ZodType>(schema.shape).flatMap(([name, field]) => (isFree(field) ? [name] : []));
}

function isFree(field: z.ZodType): boolean {
  if (field instanceof z.ZodOptional) return isFree(field.unwrap() as z.ZodType);
  return field instanceof z.ZodString && (field.def.checks ?? []).length === 0;
}
