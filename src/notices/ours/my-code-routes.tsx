import { type Context, Hono } from 'hono';
import { typedWords } from '../../client/pages/parts/typed-words.ts';
import type { Runtime } from '../../runtime.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { readBody } from '../../web/read-body.ts';
import { unhurried } from '../../web/unhurried.ts';
import { viewOf } from '../../web/view.ts';
import { myCodePath } from '../addresses.ts';
import { askNothingMore } from './ask-nothing-more.ts';
import {
  AskWordsBody,
  askWordsHead,
  CardBody,
  cardHead,
  TakenBackBody,
  takenBackHead,
  WhereBody,
  whereHead,
} from './my-code-page.tsx';
import { locatorHeld, lookAgain, lookUpWithWords, takeBack } from './my-words.ts';
import { type NotDone, notDone } from './not-done.ts';
import { myCodeForm } from './sent-forms.ts';

/**
 * "My code" for a browser without script: one address for all steps, no account, no cookie. What comes of the words is
 * answered at once, so that Back asks before it shows anything.
 */
export function myCodeRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const ask = (c: Context, why: NotDone | null) => {
    const view = viewOf(c);
    return page(c, { view, node, ...askWordsHead(view, why) }, <AskWordsBody view={view} notDone={why} />);
  };
  routes.get(myCodePath, (c) => ask(c, null));
  routes.get(`${myCodePath}/card`, (c) => {
    const view = viewOf(c);
    return page(c, { view, node, ...cardHead(view) }, <CardBody view={view} />);
  });
  routes.post(myCodePath, async (c) => {
    const view = viewOf(c);
    const body = await readBody(c, myCodeForm);
    const { held = '', peer } = body;
    try {
      if (body.do === 'take-back') {
        const taken = await unhurried(() => takeBack(runtime, held, peer));
        const rest = await lookAgain(runtime, held);
        return await page(
          c,
          { view, node, ...takenBackHead(view) },
          <TakenBackBody view={view} taken={taken} seen={rest} />,
        );
      }
      if (body.do === 'ask-nothing-more') await unhurried(() => askNothingMore(runtime, locatorHeld(runtime, held)));
      const seen = await (body.do === 'look'
        ? unhurried(async () => lookUpWithWords(runtime, typedWords(body).join(' ')))
        : lookAgain(runtime, held));
      return await page(c, { view, node, ...whereHead(view) }, <WhereBody view={view} seen={seen} />);
    } catch (error) {
      return ask(c, notDone(error, body));
    }
  });
  return routes;
}
