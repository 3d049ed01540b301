import type { AtPages, Fields } from './member-pages.ts';

/** A form of a page into which somebody can type, as it is found there. */
export type TypedForm = {
  page: string;
  id: string;
  action: string;
  /** Where what is typed is kept; null where it is kept nowhere. */
  keep: string | null;
  offersToFill: boolean;
  hidden: Fields;
  /** Names of the fields in which words are typed. */
  words: string[];
};

/** Every page that leads on from these, for a member. */
export async function pagesFrom(member: AtPages, ...starts: string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const next = [...starts];
  for (let path = next.shift(); path !== undefined; path = next.shift()) {
    if (found.has(path)) continue;
    const { text, to } = await member.get(path);
    found.set(path, to === null ? text : '');
    for (const [, href = ''] of text.matchAll(/<a [^>]*href="(\/agreements\/(?:writing|rounds)[^"?#]*)/g))
      if (!href.endsWith('.md')) next.push(href);
    if (to !== null) next.push(to);
  }
  return found;
}

/** The forms of a page in which words are typed and that send them. */
export function typedForms(page: string, html: string): TypedForm[] {
  return [...html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)].flatMap(([, tag = '', inner = '']) => {
    const words = [...inner.matchAll(/<(?:textarea|input type="text")([^>]*)>/g)].map(([, of = '']) =>
      named(of, 'name'),
    );
    if (words.length === 0 || named(tag, 'method') !== 'post') return [];
    const hidden = [...inner.matchAll(/<input type="hidden"([^>]*)>/g)].map(([, of = '']) => of);
    return [
      {
        page,
        id: named(tag, 'id'),
        action: named(tag, 'action'),
        keep: named(tag, 'data-keep') || null,
        offersToFill: !/ autocomplete="off"/.test(tag),
        hidden: Object.fromEntries(hidden.map((of) => [named(of, 'name'), named(of, 'value')])),
        words,
      },
    ];
  });
}

const named = (tag: string, name: string): string =>
  (new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '').replaceAll('&amp;', '&');
