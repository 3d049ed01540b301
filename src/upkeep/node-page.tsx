import { partnersDeskText, standsText } from '../client/say/desk-release.ts';
import type { ownDesk, partnersDesks } from '../desk/shown.ts';
import { followersPath } from '../following/addresses.ts';
import { timeOf } from '../protocol/encoding.ts';
import { Note } from '../web/parts.tsx';
import type { View } from '../web/view.ts';
import type { Readiness } from './ready.ts';
import { floodedText, sentences } from './sentences.ts';

/** How a node is, as members see it. */
type NodeShown = {
  parts: Readiness;
  /** Null while it is calm. */
  flood: { since: Date; refused: number } | null;
  /** How many follows were refused since yesterday because there was no place. */
  followsRefused: number;
  followersPerDomain: number;
  /** The desk, and who stands for it; null where there is none. */
  desk: Awaited<ReturnType<typeof ownDesk>>;
  desks: Awaited<ReturnType<typeof partnersDesks>>;
};

/** What `page()` puts above {@link NodeBody}. */
export function nodeHead({ i18n }: View) {
  return { title: i18n._('node.title', {}, { message: 'How this node is' }), sensitive: true } as const;
}

/** What members see of the node's health: sentences, never who asked for what. */
export function NodeBody({ view, shown }: { view: View; shown: NodeShown }) {
  const { i18n } = view;
  const { parts, flood, followsRefused, followersPerDomain } = shown;
  const told = sentences(i18n);
  return (
    <>
      {flood === null ? null : (
        <Note said>
          {floodedText(i18n)}{' '}
          {i18n._(
            'node.flood-size',
            { since: timeOf(flood.since).slice(11, 16), refused: flood.refused },
            { message: 'Since {since} UTC; {refused} within the last ten minutes.' },
          )}
        </Note>
      )}
      <ul>
        {(['database', 'migrations', 'worker', 'disk'] as const).map((part) => (
          <li>{told[part][parts[part] ? 'well' : 'ill']}</li>
        ))}
      </ul>
      <Desks view={view} shown={shown} />
      {followsRefused === 0 ? null : (
        <section aria-labelledby="refused">
          <h2 id="refused">{i18n._('node.follows-refused', {}, { message: 'Follows that were refused' })}</h2>
          <p>
            {i18n._(
              'node.follows-refused-why',
              { count: followsRefused, most: followersPerDomain },
              {
                message:
                  '{count, plural, one {# address was} other {# addresses were}} told since yesterday that no place ' +
                  'is free: {most} of one domain can follow, and 10,000 in all. Nothing else about them is kept. ' +
                  'They can follow again as soon as there is a place: a steward removes addresses that nobody ' +
                  'knows, or the keeper sets FOLLOWERS_PER_DOMAIN higher.',
              },
            )}
          </p>
          <p>
            <a href={view.link(followersPath)}>{i18n._('node.see-followers', {}, { message: 'See who follows' })}</a>
          </p>
        </section>
      )}
    </>
  );
}

/** The desk that this node sends, and those of partners. */
function Desks({ view: { i18n }, shown: { desk, desks } }: { view: View; shown: NodeShown }) {
  return (
    <>
      {desk === null ? null : (
        <section aria-labelledby="desk">
          <h2 id="desk">{i18n._('node.desk', {}, { message: 'The desk that this node sends' })}</h2>
          <p>{standsText(i18n, desk.print, desk.newest).sentence}</p>
        </section>
      )}
      {desks.length === 0 ? null : (
        <section aria-labelledby="desks">
          <h2 id="desks">{i18n._('node.desks', {}, { message: 'Desks of partners' })}</h2>
          <ul>
            {desks.map(({ name, ...signed }) => (
              <li>{partnersDeskText(i18n, name, signed)}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
