import { whoWords } from '../../members/who-words.ts';
import { readable } from '../../web/markdown.ts';
import { dateWords, type View } from '../../web/view.ts';
import { type Point, pointsById } from '../sheet/points.ts';
import { roundProposalPath } from '../versions/addresses.ts';
import { type Line, type Section, sections } from './account.ts';
import { AnswerForm } from './forms.tsx';
import type { Held } from './refused-form.tsx';
import type { RoundEntry } from './round.ts';
import { kindName, metWords, sectionName, stageName } from './sentences.ts';
import type { ShownRound } from './shown.ts';

/**
 * What was said in a round, stage by stage and point by point; each question of an open one with a form to answer it.
 */
export function WhatWasSaid({ view, shown, held }: { view: View; shown: ShownRound; held: Held }) {
  const { i18n } = view;
  const said = sections.filter((section) => shown.account[section].length > 0);
  const points = pointsById(view, shown.agreement);
  return (
    <section aria-labelledby="said">
      <h2 id="said">{i18n._('round.said', {}, { message: 'What was said' })}</h2>
      {said.length === 0 ? <p>{i18n._('round.said-none', {}, { message: 'Nobody has said anything yet.' })}</p> : null}
      {said.map((section) => (
        <>
          <h3 id={`said-${section}`}>{sectionName(i18n, section)}</h3>
          <ul class="cards">
            {shown.account[section].map((line) => (
              <OneLine view={view} shown={shown} points={points} section={section} line={line} held={held} />
            ))}
          </ul>
        </>
      ))}
    </section>
  );
}

type Said = { view: View; shown: ShownRound; points: ReadonlyMap<string, Point> };
type LineProps = Said & { section: Section; line: Line; held: Held };

function OneLine({ view, shown, points, section, line, held }: LineProps) {
  const { i18n } = view;
  const { entry, answers, met, current } = line;
  return (
    <li id={`entry-${entry.seq}`}>
      <Heading view={view} shown={shown} points={points} entry={entry} />
      {section === 'course' ? (
        <p>
          {i18n._('round.moved', { stage: stageName(i18n, entry.stage ?? 'outcome') }, { message: 'Now: {stage}' })}
        </p>
      ) : null}
      {entry.words === null ? null : <Words text={entry.words} />}
      {entry.harm === null ? null : (
        <>
          <p>
            <b>{i18n._('round.harm', {}, { message: 'What could be harmed' })}</b>
          </p>
          <Words text={entry.harm} />
        </>
      )}
      {met === null ? null : <p>{metWords(view, shown.me, met)}</p>}
      {current || met !== null ? null : (
        <p>
          {i18n._(
            'round.not-current',
            {},
            { message: 'It counts no more: other words or another answer came after it.' },
          )}
        </p>
      )}
      {answers.map((answer) => (
        <div class="answer" id={`entry-${answer.seq}`}>
          <Heading view={view} shown={shown} points={points} entry={answer} />
          <Words text={answer.words ?? ''} />
        </div>
      ))}
      {section === 'questions' && shown.row.outcome === null ? (
        <AnswerForm view={view} shown={shown} question={entry} held={held} />
      ) : null}
    </li>
  );
}

/** What somebody typed, line by line, as it reads. */
function Words({ text }: { text: string }) {
  return (
    <p class="words" dir="auto">
      {readable(text)}
    </p>
  );
}

/** Who said it, when, of which proposal where it is not the one that stands, and of which point. */
function Heading({ view, shown, points, entry }: Said & { entry: RoundEntry }) {
  const { i18n } = view;
  const { member, at, proposal, part, kind } = entry;
  const earlier = proposal !== shown.row.proposal;
  const point = part === null ? undefined : points.get(part);
  const path = roundProposalPath(shown.row.id, proposal);
  return (
    <p class="by">
      {kind === 'answer' ? `${kindName(i18n, kind)} · ` : ''}
      <b>{whoWords(view, member, shown.me)}</b> · {dateWords(view, at)}
      {earlier ? (
        <>
          {' · '}
          <a href={view.link(path)}>
            {i18n._('round.of-proposal', { number: proposal }, { message: 'about proposal {number}' })}
          </a>
        </>
      ) : null}
      {part === null ? null : (
        <>
          {' · '}
          <a href={view.link(`${path}#${point?.anchor ?? `clause-${part}`}`)} lang={point?.language} dir="auto">
            {point?.name ?? i18n._('round.point-gone', {}, { message: 'a point that is no longer in it' })}
          </a>
        </>
      )}
    </p>
  );
}
