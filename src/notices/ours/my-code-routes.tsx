import { type Context, Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import type { Runtime } from '../../runtime.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { form } from '../../web/route.ts';
import { unhurried } from '../../web/unhurried.ts';
import { viewOf } from '../../web/view.ts';
import { myCodePath } from '../addresses.ts';
import { askNothingMore } from './ask-nothing-more.ts';
import { CardBody, cardHead, TakenBackBody, takenBackHead, WhereBody, whereHead } from './my-code-page.tsx';
import { locatorHeld, lookAgain, lookUpWithWords, takeBack } from './my-words.ts';
import { consentsForms } from './sent-forms.ts';
import { wordsTyped } from './typed-words.ts';
import { WordsBody, wordsHead } from './words-page.tsx';

/**
 * "My code" for a browser without script: one address for all steps, no account, no cookie. What comes of the words is
 * answered at once, so that Back asks before it shows anything.
 */
export function myCodeRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const ask = (c: Context, refused: Refusal | null) => {
    const view = viewOf(c);
    return page(c, { view, node, ...wordsHead(view, refused) }, <WordsBody view={view} refused={refused} />);
  };
  routes.get(myCodePath, (c) => ask(c, null));
  routes.get(`${myCodePath}/card`, (c) => {
    const view = viewOf(c);
    return page(c, { view, node, ...cardHead(view) }, <CardBody view={view} />);
  });
  form(routes, consentsForms.myCode, async ({ c, body }) => {
    const view = viewOf(c);
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
        ? unhurried(async () => lookUpWithWords(runtime, wordsTyped(body)))
        : lookAgain(runtime, held));
      return await page(c, { view, node, ...whereHead(view) }, <WhereBody view={view} seen={seen} />);
    } catch (error) {
      if (error instanceof Refusal && asksAgain.has(error.code)) return ask(c, error);
      throw error;
    }
  });
  return routes;
}

/** What is answered with the page for the words, empty, and a sentence on it. */
const asksAgain: ReadonlySet<string> = new Set(['words', 'no-such-consent', 'lapsed', 'conflict']);
