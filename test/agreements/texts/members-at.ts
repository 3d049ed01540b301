import { Hono } from 'hono';
import { writingRoutes } from '../../../src/agreements/texts/routes.tsx';
import { answerError, answerNotFound } from '../../../src/web/errors.tsx';
import { session } from '../../../src/web/session.ts';
import type { Node } from '../../peers/nodes.ts';

type Fields = Record<string, string | string[]>;
export type Answer = { status: number; text: string; place: string; headers: Headers };

/** Asks the pages of members as one of them, or as nobody: a form when there are fields, else a page. */
export function membersAt({ runtime, name }: Node) {
  const page = { name, links: () => [] };
  const faults: unknown[] = [];
  const app = new Hono();
  app.use(session(async () => null, runtime.origin, []));
  app.use(async (c, next) => {
    const member = c.req.header('x-member');
    c.set('signedIn', member === undefined ? null : { member, roles: [], plain: false });
    await next();
  });
  app.route('/', writingRoutes(runtime, page));
  app.onError(answerError(page, (error) => void faults.push(error)));
  app.notFound(answerNotFound(page));

  const ask = async (
    member: string | null,
    path: string,
    body?: Fields | string,
    accept = 'text/html',
    more: Record<string, string> = {},
  ): Promise<Answer> => {
    const headers: Record<string, string> = { ...more, accept, ...(member !== null && { 'x-member': member }) };
    if (body !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
    const form = typeof body === 'string' ? body : formOf(body ?? {});
    const answer = await app.request(path, { headers, ...(body !== undefined && { method: 'POST', body: form }) });
    const text = await answer.text();
    if (faults.length > 0) throw faults.splice(0)[0];
    return { status: answer.status, text, place: answer.headers.get('location') ?? '', headers: answer.headers };
  };
  return {
    ask,
    /** What a client reads at that address. */
    async json<T>(member: string, path: string, body?: Fields): Promise<T> {
      return JSON.parse((await ask(member, path, body, 'application/json')).text) as T;
    },
  };
}

function formOf(fields: Fields): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
  return form.toString();
}
