import type { Agreement } from '../../../schemas/agreement.ts';
import { violenceName } from '../../platform/terms.ts';
import { Columns, Note } from '../../web/parts.tsx';
import { dateWords, type View } from '../../web/view.ts';
import { Acknowledgements } from '../acknowledgements/section.tsx';
import type { ShownAcknowledgement } from '../acknowledgements/shown.ts';
import { AboutVersion } from '../sheet/about-version.tsx';
import { ownNameOf } from '../sheet/field-value.ts';
import { WordsIn } from '../sheet/language-choice.tsx';
import { Passage } from '../sheet/passage.tsx';
import { Stance, StanceLegend } from '../sheet/stance.tsx';
import { ThreeFacts } from '../sheet/three-facts.tsx';
import { Wording } from '../sheet/wording.tsx';
import { inLanguage } from '../versions/in-language.ts';
import type { ShownAgreement } from '../versions/shown.ts';

/** What `page()` puts above the body: the title in its own language. */
export function agreementHead(view: View, { agreement, collective }: ShownAgreement) {
  const title = inLanguage(agreement.title, view.textLanguage, agreement.languages);
  return {
    title: title?.value ?? '',
    titleLanguage: title?.language,
    kicker: view.i18n._(
      'agreement.kicker',
      { name: collective.name, version: agreement.version },
      { message: '{name}, version {version}' },
    ),
    kickerMark: agreement.issuer,
    open: true,
  };
}

/** Screen 4: what a collective lives by, per type of violence, when a person stops belonging, and the way back. */
export function AgreementBody({
  view,
  shown,
  said = [],
}: {
  view: View;
  shown: ShownAgreement;
  said?: ShownAcknowledgement[];
}) {
  const { agreement } = shown;
  return (
    <Columns
      contents
      lead={
        <>
          {' '}
          <TakenDown view={view} shown={shown} />
          <Older view={view} shown={shown} />
          <WordsIn view={view} languages={agreement.languages} />
          <Passage view={view} agreement={agreement} words={agreement.summary} lead />
          <ThreeFacts view={view} shown={shown} />
          <ContentNote view={view} agreement={agreement} />
        </>
      }
      beside={<Glance view={view} agreement={agreement} />}
    >
      <Wording view={view} agreement={agreement} lineage={shown.lineage} />
      <Acknowledgements view={view} agreement={agreement} said={said} />
      <AboutVersion view={view} shown={shown} />
    </Columns>
  );
}

/** Above an agreement that its server took down and nobody withdrew. */
function TakenDown({ view, shown: { takenDown, collective } }: { view: View; shown: ShownAgreement }) {
  if (takenDown === null) return null;
  const { i18n } = view;
  return (
    <Note>
      <strong>{i18n._('agreement.taken-down', {}, { message: 'Taken down by its server, not signed.' })}</strong>{' '}
      {i18n._(
        'agreement.taken-down-why',
        { name: collective.name, date: dateWords(view, takenDown) },
        {
          message:
            'On {date} the server of {name} said that this agreement is gone. Nobody who holds their keys has signed ' +
            'that, so it stays here as it was. Ask them.',
        },
      )}
    </Note>
  );
}

/** Above a version that another one followed: which one stands, and the way there. */
function Older({ view, shown: { agreement, versions } }: { view: View; shown: ShownAgreement }) {
  const { i18n } = view;
  const { version } = agreement;
  const newest = versions.reduce((one, other) => (other.version > one.version ? other : one), { version, href: '' });
  if (newest.version === version) return null;
  const [series = ''] = newest.href.split('/versions/');
  return (
    <Note>
      {i18n._(
        'agreement.older',
        { version, newest: newest.version },
        { message: 'This is version {version}. It no longer stands: version {newest} took its place.' },
      )}{' '}
      <a href={view.link(newest.href)}>{i18n._('writing.stands', {}, { message: 'Read the version that stands' })}</a>
      {' · '}
      <a href={view.link(`${series}/changes/${version}..${newest.version}`)}>
        {i18n._('agreement.changed-since', { version }, { message: 'What changed since version {version}' })}
      </a>
    </Note>
  );
}

function ContentNote({ view, agreement }: { view: View; agreement: Agreement }) {
  const { i18n } = view;
  // All languages are counted, then shared out; 180 words a minute is a calm pace.
  const words = JSON.stringify(agreement.clauses).split(/\s+/).length / agreement.languages.length;
  const minutes = Math.max(1, Math.round(words / 180));
  return (
    <Note>
      {i18n._(
        'agreement.note',
        { minutes },
        {
          message:
            'This page names kinds of violence. Reading it takes about {minutes, plural, one {# minute} other {# ' +
            'minutes}}.',
        },
      )}{' '}
      {i18n._(
        'agreement.note-skip',
        {},
        { message: 'You can go straight to one of them below, and leave out the rest.' },
      )}
    </Note>
  );
}

function Glance({ view, agreement }: { view: View; agreement: Agreement }) {
  const { i18n } = view;
  return (
    <section aria-labelledby="glance">
      <h2 id="glance">{i18n._('agreement.glance', {}, { message: 'At a glance' })}</h2>
      <ul class="glance">
        {agreement.clauses.map((clause) => {
          const own = ownNameOf(view, agreement, 'clause', clause);
          return (
            <li>
              <a class="tap" href={`#clause-${clause.id}`} lang={own?.language} dir="auto">
                {own?.value ?? violenceName(i18n, clause.violence)}
              </a>
              <Stance view={view} of={clause.stance} />
            </li>
          );
        })}
      </ul>
      <StanceLegend view={view} shown={agreement.clauses.map(({ stance }) => stance)} />
    </section>
  );
}
