import { Hono } from 'hono';
import { Refusal } from '../../schemas/codes.ts';
import { agreementsPath, ownPath } from '../agreements/versions/addresses.ts';
import { ownStatements } from '../agreements/versions/shown-versions.ts';
import { contactsIn } from '../collective/contacts.ts';
import { ownNode } from '../collective/store.ts';
import { myCodePath } from '../notices/addresses.ts';
import type { Runtime } from '../runtime.ts';
import { type PageNode, page } from '../web/page.tsx';
import { viewOf } from '../web/view.ts';
import { happenedPath } from './addresses.ts';
import { SomethingHappenedBody, somethingHappenedHead } from './something-happened-page.tsx';
import { contactsOf, promiseOf } from './support.ts';

/** Support, on one page; there is none before the collective stands. */
export function somethingHappenedRoutes({ db }: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  routes.get(happenedPath, async (c) => {
    const view = viewOf(c);
    const own = await ownNode(db);
    if (!own?.collective || own.name === null) throw new Refusal('not-found');
    const agreements = (await ownStatements(db)).map(({ statement }) => statement);
    const promise = promiseOf(agreements);
    const support = {
      name: own.name,
      turnTo: contactsOf(
        { contacts: contactsIn(own), languages: own.language === null ? [] : [own.language] },
        agreements,
      ),
      promise: promise && ownPath(promise.series),
      agreements: agreementsPath,
      myCode: myCodePath,
    };
    return page(
      c,
      { view, node, ...somethingHappenedHead(view) },
      <SomethingHappenedBody view={view} support={support} />,
    );
  });
  return routes;
}
