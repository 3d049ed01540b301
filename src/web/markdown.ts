import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { withoutMarks } from '../../schemas/characters.ts';

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false, breaks: false }).disable([
  'image',
  'heading',
  'lheading',
  'code',
  'fence',
  'table',
  'hr',
  'reference',
]);

/**
 * Text as it reads: one form per letter, without characters that show nothing or turn the order round, and with no more
 * than eight marks on one letter, so that none covers the lines around it. For texts that are shown as they stand,
 * without Markdown.
 */
export function readable(text: string): string {
  return withoutMarks(text.replace(/\r\n?|[\u2028\u2029]/g, '\n'))
    .normalize('NFC')
    .replace(/(\p{M}{8})\p{M}+/gu, '$1');
}

const allowed = (from: string | undefined): sanitizeHtml.IOptions => ({
  allowedTags: ['p', 'br', 'ul', 'ol', 'li', 'blockquote', 'strong', 'em', 'a'],
  allowedAttributes: { a: ['href', 'rel'] },
  // Which of them a link may have is decided where it is read.
  allowedSchemes: ['https', 'http', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nestingLimit: 8,
  transformTags: {
    b: 'strong',
    i: 'em',
    a: (tagName, { href = '' }) => {
      const to = wholeAddress(href, from);
      // Without an address it is plain words to a reader.
      return { tagName, attribs: to === null ? {} : { href: to, rel: 'noreferrer nofollow noopener' } };
    },
  },
});

/**
 * Where a link leads, in full, so that no browser reads it as one of our own pages: to https or mail; without a scheme
 * to the place that the text comes from, and no other. Null for everything else.
 */
function wholeAddress(href: string, from: string | undefined): string | null {
  const whole = URL.parse(href);
  const url = whole ?? (from === undefined ? null : URL.parse(href, from));
  if (url === null || url.username !== '' || url.password !== '') return null;
  const open = whole ? ['https:', 'mailto:'].includes(url.protocol) : url.origin === URL.parse(from ?? '')?.origin;
  return open ? url.href : null;
}

/**
 * Markdown from an agreement as safe HTML: paragraphs, lists, quotes, emphasis and links to https or mail, nothing
 * else. Works the same for our own text and for what came from elsewhere; never loads anything. `from` is the address
 * of the text at its own node: a link that names no host is relative to it, and only words where there is none.
 */
export function markdownHtml(text: string, from?: string): string {
  return safeHtml(markdown.render(readable(text)), from);
}

/** One line of Markdown as safe HTML: emphasis and links, no paragraph around it. */
export function markdownLine(text: string, from?: string): string {
  return safeHtml(markdown.renderInline(readable(text)), from);
}

/**
 * What somebody reads of Markdown, without its marks and without the addresses of links: plain text, which a page still
 * has to escape.
 */
export function markdownWords(text: string): string {
  const blocks = markdown.parse(readable(text), {}).filter(({ children }) => children !== null);
  const words = blocks.map(({ children }) =>
    (children ?? []).map(({ type, content }) => (type.endsWith('break') ? ' ' : content)).join(''),
  );
  return words.join(' ');
}

/** HTML from another server, reduced to what {@link markdownHtml} may hold. */
export function safeHtml(html: string, from?: string): string {
  return sanitizeHtml(readable(html), allowed(from));
}
