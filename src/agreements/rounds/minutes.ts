import { methodName } from '../../platform/terms.ts';
import { calledBy } from '../../protocol/two-word-name.ts';
import { readable } from '../../web/markdown.ts';
import { dateWords, type View } from '../../web/view.ts';
import { type Point, pointsById } from '../sheet/points.ts';
import { inLanguage } from '../versions/in-language.ts';
import { type Line, type Section, sections } from './account.ts';
import type { RoundEntry } from './round.ts';
import { kindName, metWords, sectionName, stageName } from './sentences.ts';
import type { ShownRound } from './shown.ts';

/**
 * The minutes of a round as Markdown, for members to keep: who decides, what was asked and answered, objections and how
 * they were met, who stood aside and who consented, how it went, and what somebody added. People are their two words.
 * What was typed stands as a quotation, so that none of it can pass for a heading or a line of ours.
 */
export function minutesFile(view: View, shown: ShownRound): string {
  const { i18n } = view;
  const { agreement, account, row } = shown;
  const title = inLanguage(agreement.title, view.textLanguage, agreement.languages)?.value ?? '';
  const points = pointsById(view, agreement);
  const said = sections.filter((section) => account[section].length > 0);
  const blocks = [
    `# ${i18n._('round.minutes-title', { title: oneLine(title) }, { message: 'Minutes: {title}' })}`,
    outcomeLine(view, shown),
    ...(row.minutes === null ? [] : [`## ${i18n._('round.minutes', {}, { message: 'Minutes' })}`, quoted(row.minutes)]),
    ...said.flatMap((section) => [
      `## ${sectionName(i18n, section)}`,
      ...account[section].map((line) => lineBlock(view, shown, points, section, line)),
    ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

type Points = ReadonlyMap<string, Point>;

function outcomeLine(view: View, { row }: ShownRound): string {
  const { i18n } = view;
  const body = oneLine(row.body);
  if (row.outcome === 'adopted') {
    const method = methodName(i18n, row.method);
    const values = { body, date: dateWords(view, row.decided ?? ''), method };
    return i18n._('round.adopted', values, { message: 'Adopted: {body}, on {date}, {method}.' });
  }
  if (row.outcome === 'not_adopted') {
    const date = dateWords(view, row.closed ?? row.opened);
    const closed = i18n._('round.not-adopted', { date }, { message: 'Not adopted. The round was closed on {date}.' });
    return `${body}. ${closed}`;
  }
  const values = { body, stage: stageName(i18n, row.stage), date: dateWords(view, row.opened) };
  return i18n._('round.about-open', values, { message: '{body}. Now: {stage}. Since {date}.' });
}

function lineBlock(view: View, shown: ShownRound, points: Points, section: Section, line: Line): string {
  const { entry, answers, met } = line;
  const { i18n } = view;
  const lines = [`- ${byLine(view, shown, points, entry)}`];
  if (section === 'course') {
    const stage = stageName(i18n, entry.stage ?? 'outcome');
    lines.push(`  ${i18n._('round.moved', { stage }, { message: 'Now: {stage}' })}`);
  }
  lines.push(...indented(entry.words));
  if (entry.harm !== null) {
    lines.push(`  ${i18n._('round.harm', {}, { message: 'What could be harmed' })}:`, ...indented(entry.harm));
  }
  for (const answer of answers) {
    lines.push(`  ${kindName(i18n, 'answer')}: ${byLine(view, shown, points, answer)}`, ...indented(answer.words));
  }
  if (met !== null) lines.push(`  ${metWords(view, null, met)}`);
  return lines.join('\n');
}

function byLine(view: View, { row }: ShownRound, points: Points, { member, at, proposal, part }: RoundEntry): string {
  const { i18n } = view;
  const number =
    row.proposal === 1 && proposal === 1
      ? undefined
      : i18n._('round.of-proposal', { number: proposal }, { message: 'about proposal {number}' });
  const about =
    part === null
      ? undefined
      : (points.get(part)?.name ?? i18n._('round.point-gone', {}, { message: 'a point that is no longer in it' }));
  const said = [calledBy(member, view.language), dateWords(view, at), number, about && oneLine(about)];
  return said.filter((one) => one !== undefined).join(' · ');
}

const oneLine = (text: string): string => readable(text).replace(/\s+/g, ' ');
const quoted = (text: string): string =>
  readable(text)
    .split(/\r\n?|[\n\u2028\u2029]/u)
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
const indented = (text: string | null): string[] =>
  text === null
    ? []
    : [
        '',
        ...quoted(text)
          .split('\n')
          .map((line) => `  ${line}`),
        '',
      ];
