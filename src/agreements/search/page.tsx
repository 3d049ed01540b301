import { partKinds } from '../../agreement-file/fields.ts';
import { fieldLabel, partWords } from '../../agreement-file/vocabulary.ts';
import { violenceName } from '../../platform/terms.ts';
import { Named, Note } from '../../web/parts.tsx';
import { directionOf, languageName, type View } from '../../web/view.ts';
import { searchStyle } from '../sheet/assets.ts';
import { situationName } from '../sheet/points.ts';
import { agreementsPath, comparePath } from '../versions/addresses.ts';
import type { FoundAgreement, FoundPlace } from './excerpt.ts';
import type { Excerpt, Piece } from './fields.ts';
import { longestQuery, SearchForm } from './form.tsx';
import type { LookedUp } from './look-up.ts';

/**
 * What `page()` puts above {@link SearchBody}. It never holds what somebody looks for, so that no window title and no
 * history does.
 */
export function searchHead({ i18n }: View) {
  return { title: i18n._('search.title', {}, { message: 'Search the agreements' }), style: searchStyle };
}

/** `own` is the id of our own collective, null before it stands. */
type Searched = { view: View; own: string | null };

/**
 * What was looked for and where it stands; when it stands nowhere, what can be tried. `long` says that it was too much
 * to look for.
 */
export function SearchBody({ view, typed, result, own }: Searched & { typed: string; result: LookedUp | 'long' }) {
  if (result !== 'long' && result.kind === 'nothing')
    return (
      <>
        <p class="lead">
          {view.i18n._(
            'search.nothing',
            {},
            { message: 'Write one or more words. You see in which points they stand.' },
          )}
        </p>
        <SearchForm view={view} typed={typed} />
      </>
    );
  return (
    <>
      <SearchForm view={view} typed={typed} />
      <section aria-labelledby="found">
        <h2 id="found">{view.i18n._('search.found', {}, { message: 'What was found' })}</h2>
        <Answer view={view} own={own} result={result} />
      </section>
    </>
  );
}

function Answer({ view, own, result }: Searched & { result: Exclude<LookedUp, { kind: 'nothing' }> | 'long' }) {
  const { i18n } = view;
  if (result === 'long')
    return (
      <p>
        {i18n._(
          'search.long',
          { most: longestQuery },
          { message: 'That is long. You can look for up to {most} characters at once.' },
        )}
      </p>
    );
  if (result.kind === 'without')
    return (
      <p>
        {i18n._('search.without', {}, { message: 'This only says what to leave out. Add a word that you look for.' })}
      </p>
    );
  if (result.found.length === 0) return <Nowhere view={view} common={result.common} />;
  return (
    <>
      <p class="lead" role="status">
        {i18n._(
          'search.count',
          { count: result.found.length },
          { message: 'It is in {count, plural, one {# agreement} other {# agreements}}.' },
        )}{' '}
        {result.more
          ? i18n._('search.more', {}, { message: 'There are more: these fit best. With another word you get closer.' })
          : null}
      </p>
      <Note>{i18n._('search.note', {}, { message: 'These passages can speak of violence.' })}</Note>
      {result.found.map((one) => (
        <OneAgreement view={view} own={own} found={one} />
      ))}
    </>
  );
}

function Nowhere({ view, common }: { view: View; common: boolean }) {
  const { i18n } = view;
  return (
    <>
      <p class="lead" role="status">
        {i18n._('search.none', {}, { message: 'No agreement that can be read here says it in these words.' })}
      </p>
      <ul>
        <li>{i18n._('search.try', {}, { message: 'You can try fewer words, or another word for the same.' })}</li>
        {common ? (
          <li>
            {i18n._(
              'search.common',
              {},
              { message: 'Small words such as "the" are not looked for. Add one that says what it is about.' },
            )}
          </li>
        ) : null}
        <li>
          <a class="tap" href={view.link(comparePath)}>
            {i18n._('search.by-kind', {}, { message: 'See every kind of violence and what each collective decided' })}
          </a>
        </li>
        <li>
          <a class="tap" href={view.link(agreementsPath)}>
            {i18n._('search.all', {}, { message: 'See the list of agreements' })}
          </a>
        </li>
      </ul>
      <p class="quiet">
        {i18n._(
          'matrix.silence',
          {},
          { message: 'To say nothing of a kind of violence is not to tolerate it. It may stand under another name.' },
        )}
      </p>
    </>
  );
}

function OneAgreement({ view, own, found }: Searched & { found: FoundAgreement }) {
  const { i18n } = view;
  const { language } = found;
  return (
    <article class="clause">
      <h3 lang={language} dir={directionOf(language)}>
        <a href={view.link(found.href)}>
          <Pieces pieces={found.title} />
        </a>
      </h3>
      <p class="quiet">
        <Named of={found.peer ?? own} name={found.collective} />
        {' · '}
        {i18n._('search.version', { version: found.version }, { message: 'Version {version}' })}
        {' · '}
        {languageName(view, language)}
      </p>
      {found.places.length === 0 ? null : (
        <ul class="places">
          {found.places.map((place) => (
            <Place view={view} found={found} place={place} />
          ))}
        </ul>
      )}
      {found.others === 0 ? null : (
        <p class="quiet">
          {i18n._(
            'search.others',
            { count: found.others },
            { message: 'And in {count, plural, one {# more point} other {# more points}} of it.' },
          )}
        </p>
      )}
    </article>
  );
}

function Place({ view, found, place }: { view: View; found: FoundAgreement; place: FoundPlace }) {
  const { language } = found;
  return (
    <li>
      <a class="tap" href={view.link(place.anchor === '' ? found.href : `${found.href}#${place.anchor}`)}>
        {place.name === null ? (
          placeName(view, place)
        ) : (
          <span lang={language} dir={directionOf(language)}>
            <Pieces pieces={place.name} />
          </span>
        )}
      </a>
      {place.excerpt === null ? null : (
        <blockquote lang={language} dir={directionOf(language)}>
          <p>
            <Cut excerpt={place.excerpt} />
          </p>
        </blockquote>
      )}
    </li>
  );
}

function placeName(view: View, { kind, number, violence }: FoundPlace): string {
  if (violence !== null) return violenceName(view.i18n, violence);
  if (kind === 'summary') return view.i18n._('search.summary', {}, { message: 'What it is about' });
  const [part] = partKinds.filter((one) => one === kind);
  if (part === undefined) return fieldLabel('front', kind, view.language);
  return part === 'belonging'
    ? situationName(view, number ?? 0)
    : `${partWords(part, view.language).one} ${number ?? ''}`.trim();
}

function Cut({ excerpt: { pieces, before, after } }: { excerpt: Excerpt }) {
  return (
    <>
      {before ? '… ' : ''}
      <Pieces pieces={pieces} />
      {after ? ' …' : ''}
    </>
  );
}

/** Text as it stands, never as markup; with what was looked for marked. */
function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return <>{pieces.map(({ text, marked }) => (marked ? <mark>{text}</mark> : text))}</>;
}
