import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

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

// Marks that make text read in another order than it is stored, and characters that show nothing.
const deceiving =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/**
 * Text as it reads: one form per letter, without characters that show nothing or turn the order round, and with no more
 * than eight marks on one letter, so that none covers the lines around it. For texts that are shown as they stand,
 * without Markdown.
 */
export function readable(text: string): string {
  return text
    .normalize('NFC')
    .replace(deceiving, '')
    .replace(/(\p{M}{8})\p{M}+/gu, '$1');
}

const allowed: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'ul', 'ol', 'li', 'blockquote', 'strong', 'em', 'a'],
  allowedAttributes: { a: ['href', 'rel'] },
  allowedSchemes: ['https', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nestingLimit: 8,
  transformTags: {
    b: 'strong',
    i: 'em',
    a: (tagName, { href }) => ({
      tagName,
      attribs: { ...(href ? { href } : {}), rel: 'noreferrer nofollow noopener' },
    }),
  },
};

/**
 * Markdown from an agreement as safe HTML: paragraphs, lists, quotes, emphasis and links to https or mail, nothing
 * else. Works the same for our own text and for what came from elsewhere; never loads anything.
 */
export function markdownHtml(text: string): string {
  return safeHtml(markdown.render(readable(text)));
}

/** One line of Markdown as safe HTML: emphasis and links, no paragraph around it. */
export function markdownLine(text: string): string {
  return safeHtml(markdown.renderInline(readable(text)));
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
export function safeHtml(html: string): string {
  return sanitizeHtml(readable(html), allowed);
}
