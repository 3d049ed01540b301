import { type Context, Hono } from 'hono';
import { Refusal } from '../../schemas/codes.ts';
import { membersPeopleContract as contract } from '../../schemas/routes/members-people.ts';
import { parseEnvelope } from '../protocol/envelope.ts';
import type { Runtime } from '../runtime.ts';
import { type PageNode, page } from '../web/page.tsx';
import { form, route } from '../web/route.ts';
import { requireMember } from '../web/session.ts';
import { viewOf } from '../web/view.ts';
import { peoplePath } from './addresses.ts';
import { depart, stay } from './depart.ts';
import { keepNickname } from './nickname.ts';
import { nicknamesOf } from './nickname-store.ts';
import { PeopleBody, peopleHead } from './people-page.tsx';
import { plainMembers, removePlain } from './plain.ts';
import { membersForms as forms } from './sent-forms.ts';
import { memberRows } from './store.ts';

/** Who is here, for members: how each is called, where one chooses a nickname, and whom no manifest lists. */
export function peopleRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const show = async (c: Context, me: string, refused: string | null) => {
    const view = viewOf(c);
    const given = { view, me, members: await memberRows(runtime.db), refused };
    const status = refused === null ? {} : { status: 409 as const };
    return page(c, { view, node, ...peopleHead(view), ...status }, <PeopleBody {...given} />);
  };
  routes.get(peoplePath, (c) => show(c, requireMember(c).member, null));
  form(routes, forms.nickname, async ({ c, who, body: { nickname } }) => {
    try {
      await keepNickname(runtime, who.member, nickname);
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'called-alike')) throw error;
      return show(c, who.member, nickname);
    }
    return c.redirect(viewOf(c).link(peoplePath), 303);
  });
  route(routes, contract.nicknames, async () => ({
    nicknames: [...(await nicknamesOf(runtime.db))].map(([member, nickname]) => ({ member, nickname })),
  }));
  route(routes, contract.plainMembers, async () => ({ members: await plainMembers(runtime) }));
  route(routes, contract.removePlain, async ({ who, params }) => {
    await removePlain(runtime, who.member, params.member);
    return null;
  });
  route(routes, contract.depart, ({ who, body }) => depart(runtime, who.member, parseEnvelope(body.envelope)));
  route(routes, contract.stay, async ({ who }) => {
    await stay(runtime, who.member);
    return null;
  });
  return routes;
}
