import { readable } from '../../web/markdown.ts';
import { Mark, Row } from '../../web/parts.tsx';
import { dateWords, languageList, type View } from '../../web/view.ts';
import type { Origin, ShownAgreement } from '../versions/shown.ts';

/**
 * The small print of a version: review date, languages, licence, lineage, other versions, and the hash of its words.
 */
export function AboutVersion({ view, shown }: { view: View; shown: ShownAgreement }) {
  const { i18n } = view;
  const { agreement, versions, lineage, original, collective } = shown;
  return (
    <section aria-labelledby="version">
      <h2 id="version">{i18n._('agreement.version', {}, { message: 'About this version' })}</h2>
      <dl class="row">
        <Row name={i18n._('agreement.review', {}, { message: 'Looked at again by' })}>
          {dateWords(view, agreement.reviewBy)}
        </Row>
        <Row name={i18n._('agreement.published', {}, { message: 'Published' })}>{dateWords(view, shown.published)}</Row>
        <Row name={i18n._('agreement.languages', {}, { message: 'Languages' })}>
          {languageList(view, agreement.languages)}
        </Row>
        <Row name={i18n._('agreement.licence', {}, { message: 'Licence' })}>{readable(agreement.licence)}</Row>
        {agreement.adaptedFrom.map(({ agreement: id, issuer }) => (
          <Row name={i18n._('agreement.adapted', {}, { message: 'Adapted from' })}>
            <Mark of={issuer} /> <From view={view} origin={lineage.find((one) => one.id === id)} />
          </Row>
        ))}
        {original === null ? null : (
          <Row name={i18n._('agreement.original', {}, { message: 'At its own node' })}>
            <a href={original} rel="noreferrer nofollow">
              {collective.handle ?? collective.name}
            </a>
          </Row>
        )}
        <Row name={i18n._('agreement.id', {}, { message: 'Identifier' })}>
          <code>{shown.id}</code>
          <p class="quiet">
            {i18n._(
              'agreement.id-why',
              {},
              { message: 'It is computed from the words. If one letter changes, it changes.' },
            )}
          </p>
        </Row>
      </dl>
      <OtherForms view={view} shown={shown} />
      {versions.length < 2 ? null : <Versions view={view} shown={shown} />}
    </section>
  );
}

function Versions({ view, shown: { agreement, versions } }: { view: View; shown: ShownAgreement }) {
  const { i18n } = view;
  return (
    <>
      <h3>
        {versions.every(({ version }, at) => version === (versions[at + 1]?.version ?? 0) + 1)
          ? i18n._('agreement.versions', {}, { message: 'Every version' })
          : i18n._('agreement.versions-near', {}, { message: 'The versions around this one, and the newest' })}
      </h3>
      <ul>
        {versions.map(({ version, href, published }, at) => (
          <li>
            <a href={view.link(href)} aria-current={version === agreement.version ? 'page' : undefined}>
              {i18n._(
                'agreement.version-at',
                { version, date: dateWords(view, published) },
                { message: 'Version {version}, {date}' },
              )}
            </a>
            <ChangedSince view={view} href={href} before={versions[at + 1]?.version} />
          </li>
        ))}
      </ul>
    </>
  );
}

function From({ view, origin }: { view: View; origin: Origin | undefined }) {
  const { i18n } = view;
  if (!origin)
    return (
      <>
        {i18n._(
          'agreement.adapted-unknown',
          {},
          { message: 'An agreement of another collective that this node does not hold.' },
        )}
      </>
    );
  return (
    <a href={view.link(origin.href)} dir="auto">
      {origin.title} · {origin.collective}
    </a>
  );
}

/** The link to what changed since the version before, as far as that one is here. */
function ChangedSince({ view, href, before }: { view: View; href: string; before: number | undefined }) {
  if (before === undefined) return null;
  const { i18n } = view;
  const [series, version] = href.split('/versions/');
  return (
    <>
      {' · '}
      <a href={view.link(`${series}/changes/${before}..${version}`)}>
        {i18n._('agreement.changed-since', { version: before }, { message: 'What changed since version {version}' })}
      </a>
    </>
  );
}

/** Links to this version as a sheet to fold and as files. */
function OtherForms({ view, shown: { agreement, versions, ours } }: { view: View; shown: ShownAgreement }) {
  const { i18n } = view;
  const here = versions.find(({ version }) => version === agreement.version)?.href;
  if (here === undefined) return null;
  return (
    <>
      <h3>{i18n._('agreement.forms', {}, { message: 'To print, keep or adapt' })}</h3>
      <ul>
        <li>
          <a href={view.link(`${here}/zine`)}>{i18n._('zine.title', {}, { message: 'One sheet to print and fold' })}</a>
        </li>
        <li>
          <a href={`${here}/agreement.md`} download>
            {i18n._('agreement.form-markdown', {}, { message: 'Text to edit (Markdown)' })}
          </a>
        </li>
        {ours ? null : (
          <li>
            <a href={`${here}/adapted.md`} download>
              {i18n._('agreement.form-adapt', {}, { message: 'To adapt: a draft that names where it comes from' })}
            </a>
          </li>
        )}
        <li>
          <a href={`${here}/agreement.json`}>{i18n._('agreement.form-json', {}, { message: 'For programs (JSON)' })}</a>
        </li>
        <li>
          <a href={`${here}/statement`} download>
            {i18n._('agreement.form-signed', {}, { message: 'With its signatures, to check them' })}
          </a>
        </li>
      </ul>
    </>
  );
}
