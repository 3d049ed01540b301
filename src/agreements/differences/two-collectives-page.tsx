import { labelWithin } from '../../agreement-file/vocabulary.ts';
import { violenceName } from '../../platform/terms.ts';
import { Named } from '../../web/parts.tsx';
import { directionOf, type View } from '../../web/view.ts';
import { compareStyle } from '../sheet/assets.ts';
import { ownNameOf } from '../sheet/field-value.ts';
import { PartWords, Passage } from '../sheet/passage.tsx';
import { Stance } from '../sheet/stance.tsx';
import { agreementsPath, comparePath } from '../versions/addresses.ts';
import { inLanguage } from '../versions/in-language.ts';
import type { Compared } from '../versions/shown.ts';
import type { Clause } from './changes.ts';
import { clausesAbout, counterpart, differences, type Placed } from './matrix.ts';
import { NotCompared } from './not-compared.tsx';
import { type Effort, sentenceChanges } from './sentences.ts';

/** One kind of violence in the words of every collective, ours first; `with` is the partner it was narrowed to. */
type Sides = { violence: Clause['violence']; collectives: Compared[]; with: string | null };

/** Comparing words within one page is bounded: after it texts are shown without marks. */
const wholeEffort = 500_000;

/** Of more points about one kind of violence, a collective's own page shows the rest. */
const mostShown = 12;

/** What `page()` puts above {@link SidesBody}: the kind of violence is said before any text. */
export function sidesHead(view: View, { violence }: Sides) {
  return {
    title: violenceName(view.i18n, violence),
    kicker: view.i18n._('matrix.title', {}, { message: 'Agreements side by side' }),
    open: true,
    style: compareStyle,
  };
}

/** The texts about one kind of violence beside each other; what differs from ours is marked and named. */
export function SidesBody({ view, sides }: { view: View; sides: Sides }) {
  const { i18n } = view;
  const effort: Effort = { left: wholeEffort };
  const [first] = sides.collectives;
  const ours = first ? clausesAbout(first, sides.violence) : [];
  const query = sides.with === null ? '' : `?with=${sides.with}`;
  return (
    <>
      <p>
        <a class="tap" href={view.link(`${comparePath}${query}`)}>
          {i18n._('sides.back', {}, { message: 'Back to the table' })}
        </a>
      </p>
      <div class="sides">
        {sides.collectives.map((one, column) => (
          <section aria-labelledby={`side-${column}`}>
            <h2 id={`side-${column}`} dir="auto">
              <Named of={one.mark} name={one.name} />
            </h2>
            <NotCompared view={view} collective={one} />
            <Side
              view={view}
              collective={one}
              violence={sides.violence}
              against={column === 0 ? null : { ours, name: first?.name ?? '', effort }}
            />
          </section>
        ))}
      </div>
    </>
  );
}

type Against = { ours: readonly Placed[]; name: string; effort: Effort };

function Side({
  view,
  collective,
  violence,
  against,
}: {
  view: View;
  collective: Compared;
  violence: Clause['violence'];
  against: Against | null;
}) {
  const { i18n } = view;
  const clauses = clausesAbout(collective, violence);
  if (clauses.length === 0)
    return <p class="quiet">{i18n._('matrix.nothing', {}, { message: 'Says nothing of it' })}</p>;
  return (
    <>
      {clauses.slice(0, mostShown).map((one, at) => {
        const mine = against && counterpart(against.ours, one.clause, at);
        const differ = mine === null ? [] : differences(mine, one.clause);
        return (
          <article class={differ.length === 0 ? 'clause' : 'clause other'}>
            <OneSide view={view} placed={one} mine={mine} effort={against?.effort ?? null} />
            {mine === null || against === null ? null : <p class="quiet">{compared(view, against.name, differ)}</p>}
          </article>
        );
      })}
      {clauses.length <= mostShown ? null : (
        <p>
          <a href={view.link(clauses[mostShown]?.in.href ?? agreementsPath)}>
            {i18n._(
              'sides.more',
              { count: clauses.length - mostShown },
              { message: '{count, plural, one {# more point} other {# more points}} in the agreement itself' },
            )}
          </a>
        </p>
      )}
    </>
  );
}

function OneSide({
  view,
  placed: { clause, in: at },
  mine,
  effort,
}: {
  view: View;
  placed: Placed;
  mine: Clause | null;
  effort: Effort | null;
}) {
  const { agreement, href } = at;
  const own = ownNameOf(view, agreement, 'clause', clause);
  const title = inLanguage(agreement.title, view.textLanguage, agreement.languages);
  return (
    <>
      <h3 lang={own?.language ?? title?.language} dir="auto">
        <a href={view.link(`${href}#clause-${clause.id}`)}>{own?.value ?? title?.value}</a>
      </h3>
      <p>
        <Stance view={view} of={clause.stance} />
      </p>
      <MarkedText view={view} clause={clause} mine={mine} languages={agreement.languages} effort={effort} />
      <PartWords view={view} agreement={agreement} kind="clause" part={clause} but={['text']} />
    </>
  );
}

/** The text, with what is not in ours marked where the rest is the same; a text all of its own needs no marks. */
function MarkedText({
  view,
  clause,
  mine,
  languages,
  effort,
}: {
  view: View;
  clause: Clause;
  mine: Clause | null;
  languages: readonly string[];
  effort: Effort | null;
}) {
  const found = inLanguage(clause.text, view.textLanguage, languages);
  const ours = found && mine?.text[found.language];
  const lines =
    found && ours && effort && ours !== found.value ? sentenceChanges(ours, found.value, found.language, effort) : [];
  if (found === null || lines.every(({ kind }) => kind === 'replaced') || lines.every(({ kind }) => kind === 'same'))
    return <Passage view={view} agreement={{ languages }} words={clause.text} />;
  return (
    <div class="change" lang={found.language} dir={directionOf(found.language)}>
      <p>
        {lines.map((line, at) => [
          at === 0 ? '' : line.opens ? '\n\n' : ' ',
          line.kind === 'same' ? (
            line.text
          ) : line.kind === 'replaced' ? (
            <mark>{line.after}</mark>
          ) : (
            line.pieces.map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? <mark>{text}</mark> : ''))
          ),
        ])}
      </p>
    </div>
  );
}

function compared(view: View, name: string, differ: readonly string[]): string {
  const { i18n } = view;
  if (differ.length === 0) return i18n._('sides.same', { name }, { message: 'The same as {name} says.' });
  const parts = differ.map((key) => labelWithin('clause', key, view.language));
  return i18n._(
    'sides.differs',
    { name, parts: new Intl.ListFormat(view.language).format(parts) },
    { message: 'Differs from {name} in: {parts}.' },
  );
}
