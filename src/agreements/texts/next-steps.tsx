import { Note } from '../../web/parts.tsx';
import type { View } from '../../web/view.ts';
import { situationName } from '../sheet/points.ts';
import { partName } from './part-name.ts';
import type { ShownText } from './shown.ts';
import { inOrder, type Part } from './text.ts';

/** The heading of {@link Missing}: whether there is anything. */
export function missingHeading({ i18n }: View, { whole }: Pick<ShownText, 'whole'>): string {
  return whole.ok
    ? i18n._('writing.whole', {}, { message: 'Nothing is missing' })
    : i18n._('writing.missing', {}, { message: 'What is still missing' });
}

/**
 * What is still missing before the text can be proposed, each thing with the way to its form; then the way to the
 * assembly.
 */
export function Missing({ view, shown, place }: { view: View; shown: ShownText; place: string }) {
  const { i18n } = view;
  const { whole } = shown;
  return (
    <section aria-labelledby="missing">
      <h2 id="missing">{missingHeading(view, shown)}</h2>
      {whole.ok ? (
        <>
          <p>
            {i18n._(
              'writing.whole-lead',
              {},
              { message: 'You can bring it to the assembly: ask, amend, consent, or write down what was decided.' },
            )}
          </p>
          <p>
            <a class="tap" href={view.link(`${place}/decide`)}>
              {i18n._('writing.decide', {}, { message: 'Bring it to the assembly' })}
            </a>
          </p>
        </>
      ) : (
        <>
          <p>
            {i18n._(
              'writing.missing-lead',
              {},
              {
                message:
                  'You can bring it to the assembly once this is written. Answer a question (??) together, or delete ' +
                  'it and choose “Not decided yet”.',
              },
            )}
          </p>
          {whole.problems.some(({ part }) => part === null) ? (
            <ul>{whole.problems.map(({ part, sentence }) => (part === null ? <li>{sentence}</li> : null))}</ul>
          ) : null}
          {inOrder(shown.parts).map((one) => (
            <Lacking view={view} place={place} part={one} shown={shown} />
          ))}
        </>
      )}
      <p>
        <a class="tap" href={`${place}/agreement.md`}>
          {i18n._('writing.markdown', {}, { message: 'Take it along as a file (Markdown)' })}
        </a>
      </p>
    </section>
  );
}

/** What one part lacks, under its name. */
function Lacking({ view, shown, place, part }: { view: View; shown: ShownText; place: string; part: Part }) {
  const lacking = shown.whole.ok ? [] : shown.whole.problems.filter((one) => one.part === part.part);
  if (part.content === null || lacking.length === 0) return null;
  const situations = inOrder(shown.parts.filter(({ kind, content }) => kind === 'belonging' && content !== null));
  const name =
    part.kind === 'belonging'
      ? { value: situationName(view, situations.indexOf(part) + 1) }
      : partName(view, part.content, shown.front.languages);
  return (
    <div class="lacking">
      <a class="tap" href={view.link(`${place}/parts/${part.part}`)} lang={name.language} dir="auto">
        {name.value}
      </a>
      <ul>
        {lacking.map(({ sentence }) => (
          <li>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

/** Says what throwing the text away means, before the button that does it. */
export function ThrowAway({ view, place, erasing }: { view: View; place: string; erasing: readonly string[] }) {
  const { i18n } = view;
  return (
    <details>
      <summary>{i18n._('writing.throw', {}, { message: 'Throw this text away' })}</summary>
      <p>
        {i18n._(
          'writing.throw-lead',
          {},
          {
            message:
              'Every part goes, every earlier wording, and what anybody had typed and not saved. It cannot be ' +
              'brought back. Published versions stay. Where others wrote in it too, it goes once two of you ask for ' +
              'it within a week.',
          },
        )}
      </p>
      {erasing.length === 0 ? null : (
        <Note>{i18n._('writing.throw-asked', {}, { message: 'One of you asked for it this week.' })}</Note>
      )}
      <form method="post" action={view.link(`${place}/throw-away`)}>
        <button type="submit">{i18n._('writing.throw-press', {}, { message: 'Throw it away for everybody' })}</button>
      </form>
    </details>
  );
}
