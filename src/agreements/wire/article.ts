import type { Agreement } from '../../../schemas/agreement.ts';
import { escaped } from '../../platform/html.ts';
import { i18nFor } from '../../platform/i18n.ts';
import { severityName, violenceName } from '../../platform/terms.ts';
import { markdownHtml } from '../../web/markdown.ts';
import { inLanguage, stanceName } from '../versions/in-language.ts';

/** An agreement as one readable text in its first language. */
export type ArticleContent = { language: string; title: string; summary: string; html: string; markdown: string };

/** Bytes of JSON that title, texts and source may take together; an activity stays under 60 kB (FEDERATION §3). */
const mostBytes = 50_000;
const mostSummary = 300;

type Section = { heading: string; body: string };

/**
 * Writes an agreement out for readers elsewhere: the title as first heading, then per type of violence what was decided. A text that
 * would be too long ends at a section's end, with a link to all of it.
 */
export function articleContent(agreement: Agreement, url: string): ArticleContent {
  const [language = 'en'] = agreement.languages;
  const said = <T extends string | string[]>(values: Record<string, T>): T | undefined =>
    inLanguage(values, language, agreement.languages)?.value;
  const title = said(agreement.title) ?? '';
  const sections = sectionsOf(agreement, language, said);
  const html: string[] = [`<h1>${escaped(title)}</h1>`];
  const markdown: string[] = [`# ${title}`];
  let bytes = sizeOf(html[0]!, markdown[0]!);
  for (const { heading, body } of sections) {
    const section = `${heading === '' ? '' : `<h2>${escaped(heading)}</h2>`}${markdownHtml(body)}`;
    const source = heading === '' ? body : `## ${heading}\n\n${body}`;
    bytes += sizeOf(section, source);
    if (bytes > mostBytes) break;
    html.push(section);
    markdown.push(source);
  }
  const whole = html.length === sections.length + 1;
  const more = i18nFor(language)._('agreement.article.whole', {}, { message: 'The whole agreement' });
  html.push(`<p><a href="${escaped(url)}" rel="noopener">${escaped(more)}</a></p>`);
  markdown.push(`[${more}](${url})`);
  return {
    language,
    title,
    summary: shortened(said(agreement.summary) ?? title),
    html: whole ? html.join('') : `${html.slice(0, -1).join('')}<p>…</p>${html.at(-1)}`,
    markdown: markdown.join('\n\n'),
  };
}

function sectionsOf(
  { summary, clauses, belonging, adopted }: Agreement,
  language: string,
  said: <T extends string | string[]>(values: Record<string, T>) => T | undefined,
): Section[] {
  const i18n = i18nFor(language);
  const list = (heading: string, items: string[] | undefined) =>
    items && items.length > 0 ? `**${heading}**\n\n${items.map((item) => `- ${item}`).join('\n')}` : '';
  const words = {
    examples: i18n._('agreement.article.examples', {}, { message: 'For example' }),
    responses: i18n._('agreement.article.responses', {}, { message: 'What we do' }),
    support: i18n._('agreement.article.support', {}, { message: 'Support' }),
    wayBack: i18n._('agreement.article.way-back', {}, { message: 'The way back' }),
    belonging: i18n._('agreement.article.belonging', {}, { message: 'When a person stops belonging' }),
  };
  const paragraphs = (...parts: (string | undefined)[]) => parts.filter((part) => part).join('\n\n');
  const adoptedBy = adopted && `${adopted.body}, ${adopted.at}`;
  return [
    { heading: '', body: paragraphs(said(summary), adoptedBy ?? undefined) },
    ...clauses.map((clause) => ({
      heading: said(clause.ownName ?? {}) ?? violenceName(i18n, clause.violence),
      body: paragraphs(
        `*${stanceName(i18n, clause.stance)}*`,
        said(clause.text),
        list(words.examples, said(clause.examples)),
        list(words.responses, said(clause.responses)),
        list(words.support, said(clause.support)),
      ),
    })),
    ...belonging.map((one) => ({
      heading: words.belonging,
      body: paragraphs(
        said(one.when),
        `*${severityName(i18n, one.severityFrom)}*`,
        said(one.measure),
        `**${words.wayBack}**\n\n${said(one.wayBack) ?? ''}`,
      ),
    })),
  ].filter(({ body }) => body !== '');
}

/** Content goes out twice (`content` and `contentMap`), the source once. */
function sizeOf(html: string, markdown: string): number {
  return 2 * Buffer.byteLength(JSON.stringify(html)) + Buffer.byteLength(JSON.stringify(markdown));
}

function shortened(text: string): string {
  const line = [...text.replace(/\s+/g, ' ').trim()];
  return line.length <= mostSummary
    ? line.join('')
    : `${line
        .slice(0, mostSummary - 1)
        .join('')
        .trimEnd()}…`;
}
