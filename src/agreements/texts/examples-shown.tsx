import { Named } from '../../web/parts.tsx';
import type { View } from '../../web/view.ts';
import { ownNameOf } from '../sheet/field-value.ts';
import { PartWords } from '../sheet/passage.tsx';
import { Stance } from '../sheet/stance.tsx';
import type { Example } from './examples.ts';

type Shown = {
  view: View;
  examples: readonly Example[];
  /** Ids of the parts that stand in the text. */
  held: readonly string[];
  action: string;
};

/** Partners' clauses about the same, each with credit; those that are not in the text yet have a button. */
export function Examples({ view, examples, held, action }: Shown) {
  const { i18n } = view;
  return (
    <section aria-labelledby="examples">
      <h2 id="examples">{i18n._('writing.examples', {}, { message: 'What partner collectives say' })}</h2>
      {examples.length === 0 ? (
        <p class="quiet">
          {i18n._('writing.examples-none', {}, { message: 'No collective you follow says anything of this yet.' })}
        </p>
      ) : null}
      {examples.map((example) => (
        <OneExample view={view} example={example} held={held} action={action} />
      ))}
    </section>
  );
}

function OneExample({ view, example, held, action }: Omit<Shown, 'examples'> & { example: Example }) {
  const { i18n } = view;
  const { clause, agreement, collective, title, href, statement } = example;
  const own = ownNameOf(view, agreement, 'clause', clause);
  return (
    <article class="clause">
      <h3 dir="auto">
        <Named of={agreement.issuer} name={collective} />
      </h3>
      <p>
        <a href={view.link(href)} dir="auto">
          {i18n._('writing.credit', { title, version: agreement.version }, { message: '{title}, version {version}' })}
        </a>
      </p>
      <p>
        <Stance view={view} of={clause.stance} />
      </p>
      {own === null ? null : (
        <p lang={own.language} dir="auto">
          <strong>{own.value}</strong>
        </p>
      )}
      <PartWords view={view} agreement={agreement} kind="clause" part={clause} />
      {held.includes(clause.id) ? (
        <p class="quiet">{i18n._('writing.held', {}, { message: 'This clause is in your text already.' })}</p>
      ) : (
        <form method="post" action={action}>
          <input type="hidden" name="statement" value={statement} />
          <input type="hidden" name="clause" value={clause.id} />
          <button type="submit" aria-label={startFrom(view, collective)}>
            {i18n._('writing.start-from', {}, { message: 'Start from this' })}
          </button>
          <p class="hint">
            {i18n._(
              'writing.start-from-hint',
              {},
              { message: 'It comes into your text as a proposal; the published page gives them credit.' },
            )}
          </p>
        </form>
      )}
    </article>
  );
}

const startFrom = ({ i18n }: View, name: string) =>
  i18n._('writing.start-from-name', { name }, { message: 'Start from this: {name}' });
