import { Hono } from 'hono';
import { aboutExitPath, exitPath } from './addresses.ts';
import { type PageNode, page } from './page.tsx';
import { WhatHappensNext } from './parts.tsx';
import { cookieToken, takeCookie } from './session.ts';
import { type View, viewOf } from './view.ts';

/**
 * So long after the way out its session still stands, in milliseconds: what was typed just before is on another line,
 * and comes in meanwhile.
 */
const grace = 1_000;

/**
 * Quick exit. `GET /exit` goes to the neutral site, asks the browser to forget cookies and storage of this one, and a
 * moment later ends its session here by `leave`. It asks for no session and waits for nothing; no line of a log may
 * tell that it was used.
 */
export function quickExit({
  neutralSite,
  leave,
}: {
  neutralSite: string;
  leave: (token: string) => Promise<void>;
}): Hono {
  const routes = new Hono();
  routes.get(exitPath, (c) => {
    const token = cookieToken(c);
    if (token !== undefined) setTimeout(() => void leave(token).catch(() => {}), grace).unref();
    takeCookie(c);
    c.header('clear-site-data', '"cookies", "storage"');
    c.header('cache-control', 'no-store');
    return c.redirect(neutralSite, 303);
  });
  return routes;
}

/** `/exit/about`: says in plain words what quick exit cannot do. */
export function exitRoutes({ node, neutralSite }: { node: PageNode; neutralSite: string }): Hono {
  const routes = new Hono();
  routes.get(aboutExitPath, (c) => {
    const view = viewOf(c);
    const { i18n } = view;
    const title = i18n._('exit.title', {}, { message: 'What quick exit does' });
    return page(
      c,
      { view, node, title, sensitive: true },
      <>
        <p class="lead">
          {i18n._(
            'exit.lead',
            {},
            { message: 'Quick exit is at the top of every page. It takes you away from here in one press.' },
          )}
        </p>
        <WhatItDoes view={view} site={new URL(neutralSite).host} />
        <WhatItCannotDo view={view} />
        <WhatCanHelp view={view} />
        <WhatHappensNext view={view}>
          <p>
            {i18n._(
              'exit.next',
              {},
              { message: 'Nothing, unless you press it. Reading this page does not leave anything with us.' },
            )}
          </p>
        </WhatHappensNext>
      </>,
    );
  });
  return routes;
}

function WhatItDoes({ view, site }: { view: View; site: string }) {
  const { i18n } = view;
  return (
    <section aria-labelledby="does">
      <h2 id="does">{i18n._('exit.does', {}, { message: 'What it does' })}</h2>
      <ul>
        <li>{i18n._('exit.does-site', { site }, { message: 'It opens {site} in place of this page.' })}</li>
        <li>{i18n._('exit.does-session', {}, { message: 'It signs you out of this site, if you were signed in.' })}</li>
        <li>
          {i18n._(
            'exit.does-shift',
            {},
            { message: 'With a keyboard you can also press Shift three times. The page goes blank at once.' },
          )}
        </li>
      </ul>
    </section>
  );
}

function WhatItCannotDo({ view }: { view: View }) {
  const { i18n } = view;
  return (
    <section aria-labelledby="not">
      <h2 id="not">{i18n._('exit.not', {}, { message: 'What it cannot do' })}</h2>
      <ul>
        <li>
          {i18n._(
            'exit.not-history',
            {},
            { message: 'It cannot erase your browser history. This address stays in the list of visited pages.' },
          )}
        </li>
        <li>
          {i18n._(
            'exit.not-tabs',
            {},
            { message: 'It does not close other tabs. A desk that is open in one locks itself after 15 minutes only.' },
          )}
        </li>
        <li>
          {i18n._(
            'exit.not-network',
            {},
            { message: 'It cannot erase what your phone company, your network or another app has recorded.' },
          )}
        </li>
        <li>
          {i18n._(
            'exit.not-watched',
            {},
            { message: 'It does not help when a program on the device shows your screen to someone else.' },
          )}
        </li>
      </ul>
    </section>
  );
}

function WhatCanHelp({ view }: { view: View }) {
  const { i18n } = view;
  return (
    <section aria-labelledby="helps">
      <h2 id="helps">{i18n._('exit.helps', {}, { message: 'What can help' })}</h2>
      <ul>
        <li>
          {i18n._('exit.helps-private', {}, { message: 'A private window leaves no history once you close it.' })}
        </li>
        <li>
          {i18n._('exit.helps-device', {}, { message: 'You can use a device that the person you fear never holds.' })}
        </li>
        <li>
          {i18n._(
            'exit.helps-tor',
            {},
            {
              message: 'Tor Browser hides from your network which pages you open. It does not hide that you use Tor.',
            },
          )}
        </li>
      </ul>
    </section>
  );
}
