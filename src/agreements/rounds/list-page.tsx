import { dateWords, directionOf, type View } from '../../web/view.ts';
import { roundStyle } from '../sheet/assets.ts';
import { roundPath, writingPath } from '../versions/addresses.ts';
import { inLanguage } from '../versions/in-language.ts';
import type { Stage } from './round.ts';
import { stageName } from './sentences.ts';
import { StopHere } from './stop-here.tsx';

/** A round in the list, with the title that its standing proposal has in each language. */
type Listed = {
  id: string;
  title: Record<string, string>;
  stage: Stage;
  outcome: 'adopted' | 'not_adopted' | null;
  body: string;
  opened: Date;
  closed: Date | null;
};

/** What `page()` puts above {@link RoundListBody}. */
export function roundListHead({ i18n }: View) {
  const title = i18n._('round.list', {}, { message: 'What we decide together' });
  return { title, sensitive: true, style: roundStyle };
}

/** Rounds that are open, and those that closed. */
export function RoundListBody({ view, rounds }: { view: View; rounds: readonly Listed[] }) {
  const { i18n } = view;
  const open = rounds.filter(({ outcome }) => outcome === null);
  const closed = rounds.filter(({ outcome }) => outcome !== null);
  return (
    <>
      <p class="lead">
        {i18n._(
          'round.list-lead',
          {},
          { message: 'Texts that are being decided on: first questions, then how it sits with us, changes, consent.' },
        )}
      </p>
      <section aria-labelledby="open">
        <h2 id="open">{i18n._('round.open', {}, { message: 'Open' })}</h2>
        {open.length === 0 ? (
          <p>
            {i18n._(
              'round.open-none',
              {},
              { message: 'No round is open. A round begins from a text that is written.' },
            )}
          </p>
        ) : (
          <Rounds view={view} rounds={open} />
        )}
        <p>
          <a class="tap" href={view.link(writingPath)}>
            {i18n._('round.to-writing', {}, { message: 'Texts that we are writing' })}
          </a>
        </p>
      </section>
      {closed.length === 0 ? null : (
        <section aria-labelledby="closed">
          <h2 id="closed">{i18n._('round.closed', {}, { message: 'Closed' })}</h2>
          <Rounds view={view} rounds={closed} />
        </section>
      )}
      <StopHere view={view} />
    </>
  );
}

function Rounds({ view, rounds }: { view: View; rounds: readonly Listed[] }) {
  return (
    <ul class="cards">
      {rounds.map((round) => {
        const title = inLanguage(round.title, view.textLanguage, []);
        return (
          <li>
            <a
              class="tap title"
              href={view.link(roundPath(round.id))}
              lang={title?.language}
              dir={title === null ? 'auto' : directionOf(title.language)}
            >
              {title?.value}
            </a>
            <p>{about(view, round)}</p>
          </li>
        );
      })}
    </ul>
  );
}

function about(view: View, { stage, outcome, body, opened, closed }: Listed): string {
  const { i18n } = view;
  if (outcome === null)
    return i18n._(
      'round.about-open',
      { body, stage: stageName(i18n, stage), date: dateWords(view, opened) },
      { message: '{body}. Now: {stage}. Since {date}.' },
    );
  const date = dateWords(view, closed ?? opened);
  return outcome === 'adopted'
    ? i18n._('round.about-adopted', { body, date }, { message: '{body}. Adopted, {date}.' })
    : i18n._('round.about-not-adopted', { body, date }, { message: '{body}. Not adopted, {date}.' });
}
