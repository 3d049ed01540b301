import type { I18n } from '@lingui/core';
import { fieldLabel } from '../../agreement-file/vocabulary.ts';
import { readable } from '../../web/markdown.ts';
import { Prose } from '../../web/parts.tsx';
import { dateWords, directionOf, type View } from '../../web/view.ts';
import { adoptedWords } from '../sheet/adopted.ts';
import { zineStyle } from '../sheet/assets.ts';
import { ownNameOf, plainNameOf, saidWords, spokenFields } from '../sheet/field-value.ts';
import { WordsIn } from '../sheet/language-choice.tsx';
import { notDecided } from '../sheet/passage.tsx';
import { agreementsPath } from '../versions/addresses.ts';
import type { ShownAgreement } from '../versions/shown.ts';
import { type Zine, type ZinePoint, zineOf } from './zine.ts';

/** What `page()` puts above {@link ZineBody}; none of it is printed. */
export function zineHead({ i18n }: View, shown: ShownAgreement) {
  return {
    title: i18n._('zine.title', {}, { message: 'One sheet to print and fold' }),
    kicker: whose(i18n, shown),
    open: true,
    style: zineStyle,
  };
}

function whose(i18n: I18n, { agreement: { version }, collective: { name } }: ShownAgreement): string {
  return i18n._('agreement.kicker', { name, version }, { message: '{name}, version {version}' });
}

/**
 * The agreement as four small pages. Printed, they stand on both sides of one A4 sheet, in the order that folding it
 * needs; what has no room is left out and said, with `address` to read the rest.
 */
export function ZineBody({ view, shown, address }: { view: View; shown: ShownAgreement; address: string }) {
  const { i18n } = view;
  const { agreement } = shown;
  const zine = zineOf(agreement, view.textLanguage);
  const language = zine.title?.language ?? view.language;
  const { left } = zine;
  const here = shown.versions.find(({ version }) => version === agreement.version)?.href ?? agreementsPath;
  return (
    <>
      <div class="how">
        <p class="lead">
          {i18n._(
            'zine.how',
            {},
            { message: 'Print on A4, lying down, on both sides, turned on the short edge. Then fold it once.' },
          )}
        </p>
        <p class="quiet">
          {i18n._('zine.scale', {}, { message: 'In the print window: no margins, 100 %, no headers.' })}
        </p>
        <p>
          <a class="tap" href={view.link(here)}>
            {i18n._('agreement.article.whole', {}, { message: 'The whole agreement' })}
          </a>
        </p>
        <WordsIn view={view} languages={agreement.languages} />
      </div>
      <div class="zine" dir={directionOf(language)} lang={view.language}>
        <Cover view={view} shown={shown} zine={zine} />
        <section
          class="leaf inside"
          aria-label={i18n._('zine.inside', {}, { message: 'What we live by, kind of violence by kind of violence' })}
        >
          {zine.points.map((point) => (
            <Point view={view} shown={shown} point={point} />
          ))}
          {left.points === 0 ? null : (
            <p class="more">
              {i18n._(
                'zine.more-points',
                { count: left.points },
                {
                  message:
                    '{count, plural, one {# more point stands} other {# more points stand}} in the whole agreement.',
                },
              )}
            </p>
          )}
        </section>
        <Back view={view} shown={shown} zine={zine} address={address} />
      </div>
    </>
  );
}

function Cover({ view, shown, zine }: { view: View; shown: ShownAgreement; zine: Zine }) {
  const { i18n } = view;
  const { agreement } = shown;
  return (
    <section class={(zine.title?.value.length ?? 0) > 60 ? 'leaf cover long' : 'leaf cover'} aria-labelledby="cover">
      <p class="kicker" dir="auto">
        {whose(i18n, shown)}
      </p>
      <h2 id="cover" lang={zine.title?.language} dir="auto">
        {zine.title?.value}
      </h2>
      {zine.summary === null ? null : <Prose text={zine.summary.value} language={zine.summary.language} />}
      {zine.front.map(({ key, words }) => (
        <FieldWords label={fieldLabel('front', key, view.language)} words={words} />
      ))}
      <p class="chosen">{i18n._('zine.note', {}, { message: 'Inside it names kinds of violence.' })}</p>
      <p class="low">{adoptedWords(view, agreement)}</p>
    </section>
  );
}

function Back({
  view,
  shown: { agreement },
  zine,
  address,
}: {
  view: View;
  shown: ShownAgreement;
  zine: Zine;
  address: string;
}) {
  const { i18n } = view;
  const { left } = zine;
  const whole = !left.parts && left.points + left.belonging === 0;
  return (
    <section class="leaf back" aria-labelledby="back">
      <h2 id="back">{i18n._('agreement.belonging', {}, { message: 'When a person stops belonging' })}</h2>
      {agreement.belonging.length > 0 ? null : (
        <p>{i18n._('agreement.belonging-none', {}, { message: 'This agreement does not say it yet.' })}</p>
      )}
      {zine.belonging.map(({ part, more }) => (
        <div class="point">
          <h3>
            {saidWords(view, agreement, 'belonging', part)
              .map(({ label, value }) => `${label}: ${value}`)
              .join(' · ')}
          </h3>
          {more.map(({ words }) => (
            <Words words={words} />
          ))}
          {spokenFields(view, 'belonging', part).map(({ label, undecided }) =>
            undecided ? (
              <p>
                {label}: {notDecided(view)}
              </p>
            ) : null,
          )}
        </div>
      ))}
      {left.belonging === 0 ? null : (
        <p class="more">
          {i18n._(
            'zine.more-belonging',
            { count: left.belonging },
            {
              message:
                '{count, plural, one {# more situation stands} other {# more situations stand}} in the whole ' +
                'agreement.',
            },
          )}
        </p>
      )}
      <ReadTheRest view={view} agreement={agreement} whole={whole} address={address} />
    </section>
  );
}

type Rest = { view: View; agreement: ShownAgreement['agreement']; whole: boolean; address: string };

function ReadTheRest({ view, agreement, whole, address }: Rest) {
  const { i18n } = view;
  return (
    <div class="low">
      <p>
        {whole
          ? i18n._('zine.whole', {}, { message: 'This is the whole agreement. It can also be read at:' })
          : i18n._('zine.shortened', {}, { message: 'This sheet is a shorter form. Read all of it at:' })}
      </p>
      <p class="address" dir="ltr">
        {address}
      </p>
      <p>
        {readable(agreement.licence)} · {i18n._('agreement.review', {}, { message: 'Looked at again by' })}{' '}
        {dateWords(view, agreement.reviewBy)}
      </p>
    </div>
  );
}

function Point({ view, shown: { agreement }, point }: { view: View; shown: ShownAgreement; point: ZinePoint }) {
  const { kind, part, number, text, more } = point;
  const own = ownNameOf(view, agreement, kind, part);
  const plain = plainNameOf(view, kind, part, number);
  const said = saidWords(view, agreement, kind, part, kind === 'clause' ? ['severity', 'axes'] : []).map(
    ({ key, label, value }) => (key === 'stance' ? value : `${label}: ${value}`),
  );
  return (
    <div class="point">
      <h3 lang={own?.language} dir="auto">
        {own?.value ?? plain}
      </h3>
      <p class="chosen">{[...(own === null || kind === 'contact' ? [] : [plain]), ...said].join(' · ')}</p>
      {text === null ? null : <Prose text={text.value} language={text.language} />}
      {more.map(({ key, words }) => (
        <FieldWords label={fieldLabel(kind, key, view.language)} words={words} />
      ))}
    </div>
  );
}

type Written = { words: ZinePoint['more'][number]['words'] };

function FieldWords({ label, words }: Written & { label: string }) {
  return (
    <>
      <h4>{label}</h4>
      <Words words={words} />
    </>
  );
}

function Words({ words: { value, language } }: Written) {
  if (typeof value === 'string') return <Prose text={value} language={language} />;
  return (
    <ul lang={language} dir={directionOf(language)}>
      {value.map((item) => (
        <li>
          <Prose text={item} language={language} line />
        </li>
      ))}
    </ul>
  );
}
