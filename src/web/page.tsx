import type { Context } from 'hono';
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { aloneText } from '../platform/alone.ts';
import { i18nFor, languages } from '../platform/i18n.ts';
import { aboutExitPath } from './addresses.ts';
import { Bar } from './bar.tsx';
import { Mark } from './parts.tsx';
import type { RefusalStatus } from './refusals.ts';
import type { SignedIn } from './session.ts';
import { type Asset, everyPage, memberStyle, typedScript } from './static.ts';
import { TypedWords } from './typed-form.tsx';
import { directionOf, languageName, type View } from './view.ts';

/** A link of the navigation. */
export type PageLink = { href: string; text: string };
/**
 * Who speaks: the collective's public name (null before set-up), the id of which its mark is woven (null until it
 * stands), links for everybody, and what only members see.
 */
export type PageNode = {
  name: string | null;
  mark?: string | null;
  /** One person tries it out alone: said on top of every page. */
  alone?: boolean;
  links: (view: View) => PageLink[];
  members?: MembersSee;
};
/**
 * Where this node is, the links of members, how one of them is called in a language, and where they end their session.
 */
export type MembersSee = {
  origin: string;
  links: (view: View) => PageLink[];
  called: (member: string, language: string) => string;
  leave: string;
};

export type PageOptions = {
  view: View;
  node: PageNode;
  /** The one h1. A sensitive page shows it, but its window title is only the collective's name. */
  title: string;
  /** Language of the title, when it is not the page's own. */
  titleLanguage?: string | undefined;
  kicker?: string;
  /** The id of the collective that the line above the title speaks of. */
  kickerMark?: string | undefined;
  sensitive?: boolean;
  /** Home and agreements only: may be found by search engines and kept by caches. */
  open?: boolean;
  /** What the address of this page says besides its language, kept when somebody changes the language. */
  keep?: Readonly<Record<string, string>>;
  /** A style sheet of this page's own, beside the one of every page. */
  style?: Asset;
  /** A script of this page's own; the page says the same without it. */
  script?: Asset;
  /** Other forms of the page, and feeds, for programs to find. */
  related?: readonly { rel: string; href: string; type?: string; title?: string }[];
  /** A form that changes something is on it, for whoever may not be signed in. */
  form?: boolean;
  status?: Exclude<RefusalStatus, 202>;
};

function Top({ view, node, name }: { view: View; node: PageNode; name: string }) {
  return (
    <>
      {node.alone ? <aside class="note">{aloneText(view.i18n)}</aside> : null}
      <Bar view={view} name={name} mark={node.mark ?? null} />
    </>
  );
}

/**
 * Answers with a whole page: skip link, name and quick exit, navigation, one h1, the body, what this is, and the
 * languages. Never sets a cookie; asks search engines to stay away and nobody to keep a copy, unless the page is
 * `open`. What a member gets, nobody keeps: it says who they are and has their links.
 */
export function page(c: Context, options: PageOptions, body: Child): Response | Promise<Response> {
  const { view, node, title, open = false, sensitive = false } = options;
  const { i18n } = view;
  const name =
    node.name ?? i18n._('web.name-unset', {}, { message: 'Convive', comment: 'Name in the header before set-up' });
  const anybody = (c.get('signedIn') ?? null) === null;
  const signedIn = c.get('via') === 'browser' ? (c.get('signedIn') ?? null) : null;
  c.header('cache-control', open && anybody ? 'no-cache' : 'no-store');
  c.header('vary', anybody ? 'Accept, Accept-Language' : 'Accept, Accept-Language, Cookie');
  c.set('holdsForm', options.form === true || signedIn !== null);
  if (!open) c.header('x-robots-tag', 'noindex');
  const document = (
    <html lang={view.language} dir={directionOf(view.language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{sensitive ? name : windowTitle(title, options.kicker, name)}</title>
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href={everyPage.icon.path} type="image/svg+xml" />
        <link rel="stylesheet" href={everyPage.style.path} />
        {signedIn === null ? null : <link rel="stylesheet" href={memberStyle.path} />}
        {options.style === undefined ? null : <link rel="stylesheet" href={options.style.path} />}
        {options.related?.map(({ rel, href, type, title }) => (
          <link rel={rel} href={href} type={type} title={title} />
        ))}
        <Scripts own={options.script} />
      </head>
      <body>
        <a class="skip" href="#content">
          {i18n._('web.skip', {}, { message: 'Skip to the content' })}
        </a>
        <Top view={view} node={node} name={name} />
        <Navigation view={view} node={node} here={c.req.path} signedIn={signedIn} />
        {signedIn === null ? null : <Member view={view} node={node} signedIn={signedIn} />}
        <main class="sheet" id="content" tabindex={-1}>
          <header>
            {options.kicker ? (
              <p class="kicker">
                <Mark of={options.kickerMark ?? null} /> {options.kicker}
              </p>
            ) : null}
            <h1 lang={options.titleLanguage} dir="auto">
              {title}
            </h1>
          </header>
          {body}
        </main>
        {options.script === typedScript ? <TypedWords view={view} /> : null}
        <Foot view={view} name={node.name} keep={options.keep} signedIn={signedIn} />
      </body>
    </html>
  );
  return c.html(
    <>
      {raw('<!doctype html>')}
      {document}
    </>,
    options.status ?? 200,
  );
}

function Scripts({ own }: { own: Asset | undefined }) {
  return (
    <>
      <script src={everyPage.exit.path} type="module" />
      {own === undefined ? null : <script src={own.path} type="module" fetchpriority="low" />}
    </>
  );
}

/** What a window and a list of bookmarks show: versions and sheets of one agreement are told apart. */
function windowTitle(...parts: (string | undefined)[]): string {
  return [...new Set(parts)].filter((part) => part !== undefined && part !== '').join(' · ');
}

type Who = { view: View; node: PageNode; signedIn: SignedIn | null };

function Navigation({ view, node, signedIn, here }: Who & { here: string }) {
  const all = signedIn === null ? node.links(view) : [...node.links(view), ...(node.members?.links(view) ?? [])];
  // Before set-up there is one page, and nothing to lead to.
  const links = node.name === null ? [] : all;
  if (links.length === 0) return null;
  const more = links.slice(mostLinks);
  return (
    <nav class="nav" aria-label={view.i18n._('web.navigation', {}, { message: 'Pages' })}>
      <Links view={view} links={links.slice(0, mostLinks)} here={here} />
      {more.length === 0 ? null : (
        <details class="more" open={more.some(({ href }) => href === here)}>
          <summary class="tap">
            {view.i18n._('web.more-pages', {}, { message: 'More', comment: 'Opens the rest of the navigation' })}
          </summary>
          <Links view={view} links={more} here={here} />
        </details>
      )}
    </nav>
  );
}

/** More links than these stand behind "More". */
const mostLinks = 6;

function Links({ view, links, here }: { view: View; links: PageLink[]; here: string }) {
  return (
    <ul>
      {links.map(({ href, text }) => (
        <li>
          <a href={view.link(href)} aria-current={href === here ? 'page' : undefined}>
            {text}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Member({ view, node, signedIn }: Who & { signedIn: SignedIn }) {
  const { i18n } = view;
  const words = node.members?.called(signedIn.member, view.language) ?? '';
  const nickname = view.nicknames?.get(signedIn.member);
  const called = nickname === undefined ? words : `${nickname} (${words})`;
  return (
    <aside class="member" aria-label={i18n._('web.session', {}, { message: 'Your session' })}>
      <p>
        {i18n._(
          'web.you-are',
          { called },
          {
            message: 'You are {called} here.',
            comment: 'Two words that stand for a member, after their nickname if they chose one',
          },
        )}
      </p>
      {node.members === undefined ? null : (
        <form method="post" action={view.link(node.members.leave)}>
          <button type="submit" class="small">
            {i18n._('web.leave', {}, { message: 'Leave', comment: 'Button that ends the session' })}
          </button>
        </form>
      )}
    </aside>
  );
}

type FootProps = { view: View; name: string | null; keep: PageOptions['keep']; signedIn: SignedIn | null };

function Foot({ view, name, keep, signedIn }: FootProps) {
  const { i18n } = view;
  return (
    <footer class="foot">
      <p>
        {name === null
          ? i18n._('web.about-unset', {}, { message: 'This is a Convive node that is not set up yet.' })
          : i18n._(
              'web.about',
              { name },
              { message: '{name} runs this Convive node. Collectives use it to publish how they live together.' },
            )}{' '}
        {signedIn === null
          ? i18n._('web.no-cookies', {}, { message: 'This page sets no cookies and loads nothing from other sites.' })
          : i18n._(
              'web.one-cookie',
              {},
              {
                message:
                  'One cookie keeps you in until you leave, for half an hour without use, for eight hours at most. ' +
                  'This page loads nothing from other sites.',
              },
            )}
      </p>
      <nav aria-label={i18n._('web.more', {}, { message: 'Languages and leaving' })}>
        <ul>
          {languages().map((language) => (
            <li>
              <a
                href={`?${new URLSearchParams({ ...keep, lang: language })}`}
                hreflang={language}
                lang={language}
                aria-current={language === view.language ? 'true' : undefined}
              >
                {languageName({ ...view, language, i18n: i18nFor(language) }, language)}
              </a>
            </li>
          ))}
          <li>
            <a href={view.link(aboutExitPath)}>{i18n._('exit.about-link', {}, { message: 'What quick exit does' })}</a>
          </li>
        </ul>
      </nav>
    </footer>
  );
}
