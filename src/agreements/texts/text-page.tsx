import { procedure, violence } from '../../../schemas/terms.ts';
import { fieldsOf, isSpoken, type PartKind, partKinds } from '../../agreement-file/fields.ts';
import { textsIn } from '../../agreement-file/parts.ts';
import { fieldLabel, partWords } from '../../agreement-file/vocabulary.ts';
import { termName, violenceName } from '../../platform/terms.ts';
import { SelectField } from '../../web/fields.tsx';
import { Row } from '../../web/parts.tsx';
import { formsStyle } from '../../web/static.ts';
import type { View } from '../../web/view.ts';
import { wordValue } from '../sheet/field-value.ts';
import { Passage } from '../sheet/passage.tsx';
import { Stance } from '../sheet/stance.tsx';
import { ownPath, textPath } from '../versions/addresses.ts';
import { inLanguage } from '../versions/in-language.ts';
import { Missing, missingHeading, ThrowAway } from './next-steps.tsx';
import { listName } from './part-name.ts';
import type { ShownText } from './shown.ts';
import { answered, inOrder, type Part } from './text.ts';

/** `saved` is the part that the member saved just now. */
type Shown = { view: View; shown: ShownText; saved: string | null };

/** What `page()` puts above {@link TextBody}. */
export function textHead(view: View, { front }: Pick<ShownText, 'front'>) {
  const title = inLanguage(answered(front.title), view.textLanguage, front.languages);
  return {
    title: title?.value ?? view.i18n._('writing.untitled', {}, { message: 'A text without a title yet' }),
    titleLanguage: title?.language,
    kicker: view.i18n._('writing.kicker', {}, { message: 'A text that is being written' }),
    sensitive: true,
    style: formsStyle,
  };
}

/**
 * The whole text at a glance: its front, its clauses and what no clause is about yet, when a person stops belonging,
 * what is missing.
 */
export function TextBody({ view, shown, saved }: Shown) {
  const { i18n } = view;
  const { text, parts } = shown;
  const place = textPath(text.id);
  const standing = inOrder(parts.filter(({ content }) => content !== null));
  const clauses = standing.filter(({ kind }) => kind === 'clause');
  const out = inOrder(parts.filter(({ content }) => content === null));
  return (
    <>
      <p class="lead">
        {text.series === null
          ? i18n._('writing.new', {}, { message: 'A new agreement. Only members see it until it is adopted.' })
          : i18n._(
              'writing.next',
              {},
              { message: 'The next version of an agreement. Only members see it until then.' },
            )}
      </p>
      {text.series === null ? null : (
        <p>
          <a class="tap" href={view.link(ownPath(text.series))}>
            {i18n._('writing.stands', {}, { message: 'Read the version that stands' })}
          </a>
        </p>
      )}
      <p>
        <a class="tap" href="#missing">
          {missingHeading(view, shown)}
        </a>
      </p>
      <Origins view={view} shown={shown} place={place} />
      <Front view={view} shown={shown} saved={saved} />
      {partKinds.map((kind) =>
        kind === 'clause' ? (
          <section aria-labelledby="clauses">
            <h2 id="clauses">{i18n._('writing.clauses', {}, { message: 'Clauses' })}</h2>
            <PartList view={view} shown={shown} saved={saved} parts={clauses} />
            <Add view={view} place={place} clauses={clauses} />
          </section>
        ) : (
          <section aria-labelledby={kind}>
            <h2 id={kind}>{partWords(kind, view.language).all}</h2>
            <PartList view={view} shown={shown} saved={saved} parts={standing.filter((one) => one.kind === kind)} />
            <AddOne view={view} place={place} kind={kind} />
          </section>
        ),
      )}
      {out.length === 0 ? null : (
        <section aria-labelledby="out">
          <h2 id="out">{i18n._('writing.taken-out-title', {}, { message: 'Taken out' })}</h2>
          <PartList view={view} shown={shown} saved={saved} parts={out} />
        </section>
      )}
      <Missing view={view} shown={shown} place={place} />
      <ThrowAway view={view} place={place} erasing={shown.erasing} />
    </>
  );
}

function Origins({ view, shown, place }: { view: View; shown: ShownText; place: string }) {
  const { i18n } = view;
  return (
    <>
      {shown.lineage.map((origin) => (
        <>
          <p>
            {i18n._('agreement.adapted', {}, { message: 'Adapted from' })}{' '}
            <a href={view.link(origin.href)} dir="auto">
              {`${origin.title} · ${origin.collective}`}
            </a>
          </p>
          {shown.free.includes(origin.id) ? (
            <form method="post" action={view.link(`${place}/let-go`)}>
              <input type="hidden" name="statement" value={origin.id} />
              <button type="submit">
                {i18n._('writing.let-go', {}, { message: 'No clause of it is left: let go of this origin' })}
              </button>
            </form>
          ) : null}
        </>
      ))}
    </>
  );
}

function Front({ view, shown: { text, front, unsaved }, saved }: Shown) {
  const { i18n } = view;
  const none = i18n._('writing.not-written', {}, { message: 'Not written yet' });
  return (
    <section aria-labelledby="part-front">
      <h2 id="part-front">{partWords('front', view.language).all}</h2>
      <Passage view={view} agreement={front} words={answered(front.summary)} />
      <dl class="row">
        {fieldsOf('front').map(([key, field]) => {
          if (key === 'title' || key === 'summary') return null;
          const texts = answered(textsIn(front, key));
          const spoken =
            Object.keys(texts).length === 0 ? none : <Passage view={view} agreement={front} words={texts} />;
          return (
            <Row name={fieldLabel('front', key, view.language)}>
              {isSpoken(field) ? spoken : (wordValue(view, front, front, key, field) ?? none)}
            </Row>
          );
        })}
      </dl>
      <p>
        <a class="tap" href={view.link(`${textPath(text.id)}/parts/front`)}>
          {i18n._('writing.change-front', {}, { message: 'Change what holds for all of it' })}
        </a>{' '}
        <Typing view={view} there={unsaved.includes('front')} />
        <SavedNow view={view} there={saved === 'front'} />
      </p>
    </section>
  );
}

function PartList({ view, shown, saved, parts }: Shown & { parts: readonly Part[] }) {
  const { i18n } = view;
  const place = `${textPath(shown.text.id)}/parts`;
  if (parts.length === 0) return <p class="quiet">{i18n._('writing.none', {}, { message: 'Nothing is here yet.' })}</p>;
  return (
    <ul class="glance parts">
      {parts.map(({ part, kind, content }, at) => {
        const name = content === null ? goneName(view, kind) : listName(view, content, shown.front.languages);
        return (
          <li id={`part-${part}`}>
            <a class="tap" href={view.link(`${place}/${part}`)} lang={name.language} dir="auto">
              {kind === 'belonging' || kind === 'step' ? `${at + 1}. ${name.value}` : name.value}
            </a>
            {content?.kind === 'clause' ? <Stance view={view} of={content.stance} /> : null}
            <Typing view={view} there={shown.unsaved.includes(part)} />
            <SavedNow view={view} there={saved === part} />
            {content === null ? null : (
              <form class="inline" method="post" action={view.link(`${place}/${part}/move`)}>
                {at === 0 ? null : <Way view={view} way="up" name={name.value} />}
                {at === parts.length - 1 ? null : <Way view={view} way="down" name={name.value} />}
              </form>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Way({ view: { i18n }, way, name }: { view: View; way: 'up' | 'down'; name: string }) {
  const label =
    way === 'up'
      ? i18n._('writing.up', { name }, { message: 'Move up: {name}' })
      : i18n._('writing.down', { name }, { message: 'Move down: {name}' });
  return (
    <button class="small" type="submit" name="way" value={way} aria-label={label}>
      {way === 'up' ? '↑' : '↓'}
    </button>
  );
}

function Typing({ view, there }: { view: View; there: boolean }) {
  if (!there) return null;
  return (
    <strong class="typing">
      {view.i18n._('writing.typing', {}, { message: 'You typed something here and did not save it' })}
    </strong>
  );
}

function SavedNow({ view, there }: { view: View; there: boolean }) {
  if (!there) return null;
  return (
    <strong role="status">
      {view.i18n._('writing.saved-now', {}, { message: 'Saved. Other members see it now.' })}
    </strong>
  );
}

/** Every type of violence that no clause is about yet, one press each; and one more of any type. */
function Add({ view, place, clauses }: { view: View; place: string; clauses: readonly Part[] }) {
  const { i18n } = view;
  const about = clauses.flatMap(({ content }) => (content?.kind === 'clause' ? [content.violence] : []));
  const missing = violence.options.filter((one) => one !== 'other' && !about.includes(one));
  return (
    <>
      {missing.length === 0 ? null : (
        <>
          <h3>{i18n._('writing.types-missing', {}, { message: 'Not in the text yet' })}</h3>
          <p class="quiet">
            {i18n._(
              'writing.types-lead',
              {},
              { message: 'You can leave a type out. “Not decided yet” is also an answer that you can publish.' },
            )}
          </p>
          <form method="post" action={view.link(`${place}/parts`)}>
            <input type="hidden" name="kind" value="clause" />
            <ul class="types">
              {missing.map((type) => (
                <li>
                  <button type="submit" name="violence" value={type}>
                    {i18n._('writing.add-type', { type: violenceName(i18n, type) }, { message: 'Add: {type}' })}
                  </button>
                </li>
              ))}
            </ul>
          </form>
        </>
      )}
      <form method="post" action={view.link(`${place}/parts`)}>
        <input type="hidden" name="kind" value="clause" />
        <SelectField
          name="violence"
          label={i18n._('writing.add-another', {}, { message: 'One more clause, with a name of your own' })}
          value="other"
          options={violence.options.map((value) => ({ value, text: violenceName(i18n, value) }))}
        />
        <div class="press">
          <button type="submit">{i18n._('writing.add', {}, { message: 'Add a clause' })}</button>
        </div>
      </form>
    </>
  );
}

/** One more part of a kind; a procedure is first asked what it is about. */
function AddOne({ view, place, kind }: { view: View; place: string; kind: Exclude<PartKind, 'clause'> }) {
  const { i18n, language } = view;
  const name = partWords(kind, language).one;
  return (
    <form method="post" action={view.link(`${place}/parts`)}>
      <input type="hidden" name="kind" value={kind} />
      {kind === 'procedure' ? (
        <SelectField
          name="about"
          label={fieldLabel('procedure', 'about', language)}
          value="appeal"
          options={procedure.options.map((value) => ({ value, text: termName(i18n, 'procedure', value) }))}
        />
      ) : null}
      <div class="press">
        <button type="submit">
          {kind === 'belonging'
            ? i18n._('writing.add-belonging', {}, { message: 'Add a situation' })
            : i18n._('writing.add-part', { name }, { message: 'Add: {name}' })}
        </button>
      </div>
    </form>
  );
}

const goneName = ({ language }: View, kind: Part['kind']): { value: string; language?: string } => ({
  value: partWords(kind, language).one,
});
