import type { Kysely } from 'kysely';
import type { Agreement } from '../../../schemas/agreement.ts';
import type { Database } from '../../database/schema.ts';
import { escaped } from '../../platform/html.ts';
import { stanceName, violenceName } from '../../platform/terms.ts';
import { markdownHtml, readable } from '../../web/markdown.ts';
import { dateWords, type View } from '../../web/view.ts';
import { changedParts } from '../differences/changes.ts';
import { ownNameOf } from '../sheet/field-value.ts';
import { agreementsPath, articleUrl } from '../versions/addresses.ts';
import { inLanguage } from '../versions/in-language.ts';
import { statementOf } from '../versions/statements.ts';
import { publishedVersion } from '../versions/store.ts';
import type { FeedEntry } from './feed.ts';
import { newestVersions, newestWithdrawn } from './feed-store.ts';

/** A feed is for what is new: the pages have all versions. */
const mostEntries = 30;

/**
 * What happened to our agreements, newest first: adopted, changed (with the points that did), withdrawn. Of a withdrawn
 * one only that it was and when; of the others title, summary and the names of points, never their texts.
 */
export async function feedEntries(db: Kysely<Database>, view: View, origin: string): Promise<FeedEntry[]> {
  const entries: FeedEntry[] = [];
  for (const row of await newestVersions(db, mostEntries)) {
    const agreement = statementOf(row);
    const before = agreement.version === 1 ? null : await publishedVersion(db, row.series, row.version - 1);
    const url = `${articleUrl(origin, row.series)}/versions/${row.version}`;
    entries.push({ id: url, url, at: row.published, ...said(view, agreement, before && statementOf(before), url) });
  }
  for (const { series, withdrawn } of await newestWithdrawn(db, mostEntries))
    entries.push({
      ...gone(view, withdrawn),
      id: `${articleUrl(origin, series)}#withdrawn`,
      url: `${origin}${agreementsPath}`,
    });
  return entries.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, mostEntries);
}

function gone({ i18n, ...view }: View, at: Date): Pick<FeedEntry, 'title' | 'html' | 'at'> {
  const text = i18n._(
    'feed.withdrawn-on',
    { date: dateWords({ i18n, ...view }, at) },
    { message: 'An agreement was withdrawn on {date}. Its pages are gone.' },
  );
  return {
    title: i18n._('feed.withdrawn', {}, { message: 'An agreement was withdrawn' }),
    html: `<p>${escaped(text)}</p>`,
    at,
  };
}

function said(view: View, agreement: Agreement, before: Agreement | null, url: string) {
  const { i18n } = view;
  const title = readable(inLanguage(agreement.title, view.textLanguage, agreement.languages)?.value ?? '');
  const summary = inLanguage(agreement.summary, view.textLanguage, agreement.languages)?.value ?? '';
  const adopted = agreement.adopted && dateWords(view, agreement.adopted.at);
  const { version } = agreement;
  const points =
    before === null
      ? agreement.clauses.map((clause) => point(view, agreement, clause))
      : changed(view, before, agreement);
  const lead =
    before === null
      ? i18n._('feed.points', {}, { message: 'What it speaks about:' })
      : i18n._('feed.changed-points', {}, { message: 'Points that changed:' });
  const changes = before && `${url.replace(/\/versions\/\d+$/, '')}/changes/${before.version}..${version}`;
  const read = i18n._('feed.read', {}, { message: 'Read it' });
  const difference = i18n._('changes.title', {}, { message: 'What changed' });
  return {
    title:
      before === null
        ? i18n._('feed.adopted', { title }, { message: 'Adopted: {title}' })
        : i18n._('feed.changed', { title, version }, { message: 'Changed: {title}, version {version}' }),
    html: [
      adopted === null || agreement.adopted === null
        ? ''
        : `<p>${escaped(readable(`${agreement.adopted.body}, ${adopted}`))}</p>`,
      markdownHtml(summary),
      points.length === 0 ? '' : `<p>${escaped(lead)}</p><ul>${points.map((one) => `<li>${one}</li>`).join('')}</ul>`,
      changes === null ? '' : `<p><a href="${escaped(changes)}">${escaped(difference)}</a></p>`,
      `<p><a href="${escaped(url)}">${escaped(read)}</a></p>`,
    ].join(''),
  };
}

function changed(view: View, before: Agreement, after: Agreement): string[] {
  const { i18n } = view;
  return changedParts(before.clauses, after.clauses).flatMap((one) => {
    if (one.after !== null) return [point(view, after, one.after)];
    if (one.before === null) return [];
    const name = nameOf(view, before, one.before);
    return [escaped(i18n._('feed.gone', { name }, { message: '{name}: no longer part of it' }))];
  });
}

function point(view: View, agreement: Agreement, clause: Agreement['clauses'][number]): string {
  return escaped(`${nameOf(view, agreement, clause)}: ${stanceName(view.i18n, clause.stance)}`);
}

function nameOf(view: View, agreement: Agreement, clause: Agreement['clauses'][number]): string {
  return readable(ownNameOf(view, agreement, 'clause', clause)?.value ?? violenceName(view.i18n, clause.violence));
}
