import { Feed } from 'feed';
import { escaped } from '../../platform/html.ts';
import type { View } from '../../web/view.ts';
import { agreementsPath, feedPaths } from '../versions/addresses.ts';

/** One thing that happened to an agreement: plain title, safe HTML, and the addresses that name it and lead to it. */
export type FeedEntry = { id: string; title: string; url: string; html: string; at: Date };
/** What a feed says of itself; `at` counts while nothing has happened yet. */
export type FeedAbout = { name: string; at: Date };

/** The links by which a browser or reader finds the feeds from a page, in the page's language. */
export function feedLinks(view: View) {
  const title = view.i18n._('feed.link', {}, { message: 'Agreements: adopted, changed, withdrawn' });
  const at = (path: string) => view.link(`${path}?lang=${view.language}`);
  return [
    { rel: 'alternate', type: 'application/atom+xml', href: at(feedPaths.atom), title },
    { rel: 'alternate', type: 'application/feed+json', href: at(feedPaths.json), title },
  ];
}

/** The entries as Atom (RFC 4287), newest first. The same entries give the same bytes. */
export function atomFeed(view: View, origin: string, about: FeedAbout, entries: readonly FeedEntry[]): string {
  // The library writes titles as HTML, in CDATA: escaped, neither markup nor the end of the section can stand in them.
  return feedOf(view, origin, about, entries, escaped).atom1();
}

/** The entries as JSON Feed, version 1. */
export function jsonFeed(view: View, origin: string, about: FeedAbout, entries: readonly FeedEntry[]): string {
  return feedOf(view, origin, about, entries, (title) => title).json1();
}

function feedOf(
  { i18n, language }: View,
  origin: string,
  { name, at }: FeedAbout,
  entries: readonly FeedEntry[],
  titled: (title: string) => string,
): Feed {
  const here = (path: string) => `${origin}${path}?lang=${language}`;
  const feed = new Feed({
    id: `${origin}${agreementsPath}`,
    link: here(agreementsPath),
    title: xmlText(i18n._('feed.title', { name }, { message: '{name}: agreements' })),
    description: i18n._(
      'feed.about',
      {},
      { message: 'What was adopted, changed and withdrawn. Nothing about any person.' },
    ),
    updated: entries.reduce((latest, entry) => (entry.at > latest ? entry.at : latest), at),
    author: { name: xmlText(name), link: origin },
    feedLinks: { atom: here(feedPaths.atom), json: here(feedPaths.json) },
    generator: false,
  });
  for (const { id, title, url, html, at: date } of entries)
    feed.addItem({ id, title: titled(xmlText(title)), link: url, date, published: date, content: xmlText(html) });
  return feed;
}

/** Without the few characters that XML cannot hold at all. */
function xmlText(text: string): string {
  return text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
}
