import type { TypedForms } from '../../members/typed.ts';
import { whoWords } from '../../members/who-words.ts';
import { methodName, type StageShown, stageWord } from '../../platform/terms.ts';
import { Prose, Stages } from '../../web/parts.tsx';
import { typedScript } from '../../web/static.ts';
import { dateWords, type View } from '../../web/view.ts';
import { roundStyle } from '../sheet/assets.ts';
import { Passage } from '../sheet/passage.tsx';
import { pointsOf } from '../sheet/points.ts';
import { Stance } from '../sheet/stance.tsx';
import { decidePath, ownPath, roundPath, roundProposalPath, roundsPath, textPath } from '../versions/addresses.ts';
import { inLanguage } from '../versions/in-language.ts';
import type { Line } from './account.ts';
import { WhatWasSaid } from './entries.tsx';
import { formsOf } from './form-ids.ts';
import { WhatYouCanDo } from './forms.tsx';
import { type Held, Stranded, WhyNot } from './refused-form.tsx';
import { type Stage, stages } from './round.ts';
import { nextSentence, stageLead, stageName } from './sentences.ts';
import type { ShownRound } from './shown.ts';
import { StopHere } from './stop-here.tsx';

/** What `page()` puts above {@link RoundBody}: the title in its own language; the window's says nothing of it. */
export function roundHead(view: View, { agreement, row }: ShownRound) {
  const title = inLanguage(agreement.title, view.textLanguage, agreement.languages);
  return {
    title: title?.value ?? '',
    titleLanguage: title?.language,
    kicker: view.i18n._('round.kicker', { body: row.body }, { message: 'Deciding together: {body}' }),
    sensitive: true,
    style: roundStyle,
    script: typedScript,
  };
}

/** Screen 7: where a round is, what is proposed, what was said, what a member can do now, and what happens next. */
export function RoundBody({
  view,
  shown,
  held,
  before,
}: {
  view: View;
  shown: ShownRound;
  held: Held;
  /** What was typed to decide on its text, to which nothing leads while the round is open. */
  before: TypedForms;
}) {
  const { row } = shown;
  const open = row.outcome === null;
  // Minutes of a meeting hold what was said there; nothing was said here.
  const here = row.method === 'consent_round' && !(row.minutes !== null && shown.account.course.length === 0);
  return (
    <>
      <WhyNot view={view} failed={held.failed} />
      <Stranded view={view} held={held} path={roundPath(row.id)} forms={formsOf(shown)} />
      {row.text === null ? null : (
        <Stranded view={view} held={{ failed: null, typed: before }} path={decidePath(row.text)} forms={[]} />
      )}
      {here ? <Course view={view} stage={row.stage} course={shown.account.course} /> : null}
      {open ? (
        <p>
          <a class="tap" href="#now">
            {view.i18n._('round.now', {}, { message: 'What you can do now' })}
          </a>
        </p>
      ) : null}
      {open ? null : <Outcome view={view} shown={shown} />}
      <WhatIsProposed view={view} shown={shown} />
      {here ? <WhatWasSaid view={view} shown={shown} held={held} /> : null}
      {open ? <WhatYouCanDo view={view} shown={shown} held={held} /> : null}
      <Next view={view} shown={shown} />
    </>
  );
}

/** How it ended: who decided, how and when; what the draft became; the minutes. */
function Outcome({ view, shown: { row, became, text } }: { view: View; shown: ShownRound }) {
  const { i18n } = view;
  const { outcome, body, decided, closed, minutes, method } = row;
  return (
    <section aria-labelledby="outcome">
      <h2 id="outcome">{i18n._('round.outcome', {}, { message: 'How it ended' })}</h2>
      <p>
        {outcome === 'adopted'
          ? i18n._(
              'round.adopted',
              { body, date: dateWords(view, decided ?? ''), method: methodName(i18n, method) },
              { message: 'Adopted: {body}, on {date}, {method}.' },
            )
          : i18n._(
              'round.not-adopted',
              { date: dateWords(view, closed ?? row.opened) },
              { message: 'Not adopted. The round was closed on {date}.' },
            )}
      </p>
      {became === null ? null : <WhatItBecame view={view} series={row.series} became={became} />}
      {outcome === 'adopted' || text === null ? null : (
        <p>
          <a class="tap" href={view.link(textPath(text))}>
            {i18n._('decide.to-text', {}, { message: 'Go to the text' })}
          </a>
        </p>
      )}
      {minutes === null ? null : (
        <>
          <h3>{i18n._('round.minutes', {}, { message: 'Minutes' })}</h3>
          <Prose text={minutes} language={undefined} />
        </>
      )}
      <p>
        <a class="tap" href={view.link(`${roundPath(row.id)}/minutes.md`)} download>
          {i18n._('round.minutes-file', {}, { message: 'All of it as a text file (Markdown)' })}
        </a>
      </p>
    </section>
  );
}

type Became = { view: View; series: string; became: NonNullable<ShownRound['became']> };

function WhatItBecame({ view, series, became }: Became) {
  const { i18n } = view;
  return (
    <p>
      {became.version !== null ? (
        <a href={view.link(ownPath(series, became.version))}>
          {i18n._('round.published', { version: became.version }, { message: 'Published as version {version}' })}
        </a>
      ) : became.waits ? (
        i18n._(
          'round.waits',
          {},
          { message: 'Stewards sign it at the desk, under “Waits for your signature”, and publish it there.' },
        )
      ) : (
        i18n._('round.replaced', {}, { message: 'Another decision took its place, or it was taken back.' })
      )}
    </p>
  );
}

function WhatIsProposed({ view, shown }: { view: View; shown: ShownRound }) {
  const { i18n } = view;
  const { row, agreement, proposals, before, me } = shown;
  const path = roundProposalPath(row.id, row.proposal);
  const standing = proposals.find(({ number }) => number === row.proposal);
  const earlier = proposals.filter(({ number }) => number !== row.proposal);
  return (
    <section aria-labelledby="proposed">
      <h2 id="proposed">
        {row.outcome === null
          ? i18n._('round.proposed', {}, { message: 'What is proposed' })
          : i18n._('round.was-proposed', {}, { message: 'What was proposed' })}
      </h2>
      <p class="by">
        {i18n._('round.proposal-number', { number: row.proposal }, { message: 'Proposal {number}' })} ·{' '}
        <b>{whoWords(view, standing?.member ?? row.opened_by, me)}</b> · {dateWords(view, standing?.at ?? row.opened)}
      </p>
      <Passage view={view} agreement={agreement} words={agreement.summary} />
      <ul>
        <li>
          <a class="tap" href={view.link(path)}>
            {i18n._('round.read', {}, { message: 'Read all its words' })}
          </a>
        </li>
        {before === null ? null : (
          <li>
            <a class="tap" href={view.link(`${path}/changes`)}>
              {i18n._(
                'round.changes',
                { version: before },
                { message: 'What changes, compared with version {version}' },
              )}
            </a>
          </li>
        )}
        {earlier.map(({ number }) => (
          <li>
            <a class="tap" href={view.link(`${path}/since/${number}`)}>
              {i18n._('round.changes-since', { number }, { message: 'What changed since proposal {number}' })}
            </a>
          </li>
        ))}
      </ul>
      <h3>{i18n._('round.points', {}, { message: 'Its points' })}</h3>
      <Glance view={view} agreement={agreement} path={path} />
    </section>
  );
}

function Glance({ view, agreement, path }: { view: View; agreement: ShownRound['agreement']; path: string }) {
  const stanceOf = new Map(agreement.clauses.map(({ id, stance }) => [id, stance]));
  return (
    <ul class="glance">
      {pointsOf(view, agreement).map(({ id, name, language, anchor }) => {
        const stance = stanceOf.get(id);
        return (
          <li>
            <a class="tap" href={view.link(`${path}#${anchor}`)} lang={language} dir="auto">
              {name}
            </a>
            {stance === undefined ? null : <Stance view={view} of={stance} />}
          </li>
        );
      })}
    </ul>
  );
}

function Next({ view, shown: { row } }: { view: View; shown: ShownRound }) {
  const { i18n } = view;
  return (
    <section aria-labelledby="next">
      <h2 id="next">{i18n._('web.next', {}, { message: 'What happens next' })}</h2>
      <p>{nextSentence(i18n, row.stage)}</p>
      <StopHere view={view} />
      <p>
        <a class="tap" href={view.link(roundsPath)}>
          {i18n._('round.all', {}, { message: 'All rounds' })}
        </a>
      </p>
    </section>
  );
}

/**
 * Where a round is: every stage in order, with words for what is over, what was passed over, what is now and what
 * comes.
 */
function Course({ view, stage, course }: { view: View; stage: Stage; course: readonly Line[] }) {
  const { i18n } = view;
  const now = stages.indexOf(stage);
  // A round begins with questions; from some stages the next one is passed over.
  const held = new Set<Stage>(['questions', ...course.flatMap(({ entry }) => entry.stage ?? [])]);
  const stateAt = (at: number): StageShown['state'] =>
    at < now ? (held.has(stages[at] ?? 'questions') ? 'over' : 'passed') : at === now ? 'now' : 'later';
  const shown = stages.map((one, at) => {
    const state = stateAt(at);
    return { name: stageName(i18n, one), state, says: stageWord(i18n, state) };
  });
  return (
    <section aria-labelledby="stages">
      <h2 id="stages">{i18n._('round.stages', {}, { message: 'Where we are' })}</h2>
      <Stages stages={shown} />
      <p>{stageLead(i18n, stage)}</p>
    </section>
  );
}
