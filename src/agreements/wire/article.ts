import type { I18n } from '@lingui/core';
import type { Agreement } from '../../../schemas/agreement.ts';
import { type Field, type FieldGroup, fieldsOf, isSpoken, type PartKind } from '../../agreement-file/fields.ts';
import { type AnyPart, isUndecided, listedParts, listIn, textsIn, wordIn } from '../../agreement-file/parts.ts';
import { fieldLabel, partWords } from '../../agreement-file/vocabulary.ts';
import { escaped } from '../../platform/html.ts';
import { i18nFor } from '../../platform/i18n.ts';
import { termName } from '../../platform/terms.ts';
import { markdownHtml, readable } from '../../web/markdown.ts';
import { inLanguage } from '../versions/in-language.ts';

/** An agreement as one readable text in its first language. */
export type ArticleContent = { language: string; title: string; summary: string; html: string; markdown: string };

/**
 * Bytes of JSON that title, texts and source may take together; an activity stays under 60 kB (FEDERATION.md,
 * "Agreements").
 */
const mostBytes = 50_000;
const mostSummary = 300;

type Section = { heading: string; body: string };
type Said = <T extends string | string[]>(values: Record<string, T>) => T | undefined;

/**
 * Writes an agreement out for readers elsewhere: the title as first heading, then per type of violence what was
 * decided. A text that would be too long ends at a section's end, with a link to all of it.
 */
export function articleContent(agreement: Agreement, url: string): ArticleContent {
  const [language = 'en'] = agreement.languages;
  const said: Said = (values) => inLanguage(values, language, agreement.languages)?.value;
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

function sectionsOf(agreement: Agreement, language: string, said: Said): Section[] {
  const i18n = i18nFor(language);
  const { ladder } = agreement;
  const paragraphs = (...parts: (string | undefined)[]) => parts.filter((part) => part).join('\n\n');
  const adoptedBy = agreement.adopted && [agreement.adopted.body, agreement.adopted.at].filter(Boolean).join(', ');
  const written = (kind: FieldGroup, part: AnyPart, but: readonly string[] = []) =>
    fieldsOf(kind).map(([key, field]) => {
      if (!isSpoken(field) || field.inHeading || but.includes(key)) return undefined;
      const value = isUndecided(part, key, field)
        ? termName(i18n, 'plan', 'not_decided_yet')
        : said(textsIn(part, key));
      if (value === undefined || value.length === 0) return undefined;
      const words = typeof value === 'string' ? value : value.map((item) => `- ${item}`).join('\n');
      return field.lead ? words : `**${fieldLabel(kind, key, language)}**\n\n${words}`;
    });
  const fixed = (kind: FieldGroup, part: AnyPart) => {
    const words = fieldsOf(kind).flatMap(([key, field]) => {
      if (isSpoken(field) || field.inHeading) return [];
      const value = plainValue(i18n, part, key, field, ladder);
      return value === '' ? [] : [key === 'stance' ? value : `${fieldLabel(kind, key, language)}: ${value}`];
    });
    return words.length === 0 ? undefined : `*${words.join(' · ')}*`;
  };
  const heading = (kind: PartKind, part: AnyPart, at: number): string => {
    const inHeading = fieldsOf(kind).filter(([, field]) => field.inHeading);
    const [own] = inHeading.flatMap(([key, field]) => (isSpoken(field) ? (said(textsIn(part, key)) ?? []) : []));
    const [type] = inHeading.flatMap(([key, { terms }]) => (terms ? [termName(i18n, terms, wordIn(part, key))] : []));
    return (
      own ??
      type ??
      (kind === 'belonging' ? partWords(kind, language).all : `${partWords(kind, language).one} ${at + 1}`)
    );
  };
  const parts = listedParts({ ...agreement, series: null }).map(({ kind, at, part }) => ({
    heading: heading(kind, part, at),
    body: paragraphs(fixed(kind, part), ...written(kind, part)),
  }));
  return [
    { heading: '', body: paragraphs(said(agreement.summary), adoptedBy ?? undefined) },
    ...parts,
    {
      heading: partWords('front', language).all,
      body: paragraphs(...written('front', agreement, ['title', 'summary'])),
    },
  ].filter(({ body }) => body !== '');
}

/** A field that is written in no language, as one line; empty where nothing is said. */
function plainValue(i18n: I18n, part: AnyPart, key: string, field: Field, ladder: Agreement['ladder']): string {
  const words = field.shape === 'choices' || field.shape === 'languages' ? listIn(part, key) : [wordIn(part, key)];
  if (field.shape === 'step') return String(ladder.findIndex(({ id }) => id === words[0]) + 1 || '');
  return words
    .filter((word) => word !== '')
    .map((word) => (field.terms === undefined ? readable(word) : termName(i18n, field.terms, word)))
    .join(', ');
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
