import type pg from 'pg';
import type { Agreement } from '../../schemas/agreement.ts';
import { canonical } from '../../src/protocol/canonical.ts';
import { draftEnvelope } from '../../src/protocol/envelope.ts';
import { agreementOf } from '../agreements/words.ts';

/** Agreements of ours; each has the same number of versions. */
export const seriesCount = 1_000;

/** The series with that number, from 1 on, as the database makes its name too. */
const seriesName = `left(${base64url(`sha256(convert_to('series ' || n, 'UTF8'))`)}, 21) || 'A'`;

/** Words of which each agreement has one in its text. */
export const words = 'cocina huerto taller patio ruido llaves visitas asamblea limpieza turnos'.split(' ');

/**
 * Stores so many versions of each agreement as the tables hold them: small statements in their canonical form under
 * their own hashes, without signatures, and the words of each newest version.
 * @returns the names of all series.
 */
export async function seedVersions(client: pg.Client, collective: string, versions: number): Promise<string[]> {
  const placeholder = { series: 'A'.repeat(22), word: 'convivencia', prev: 'A'.repeat(43) };
  const { payloadType } = draftEnvelope('agreement', small(collective, placeholder));
  const text = canonical(small(collective, placeholder));
  const signed = `'DSSEv1 ' || length($2) || ' ' || $2 || ' ' || octet_length(said) || ' ' || said`;
  await client.query('set synchronous_commit = off');
  await client.query(
    `insert into agreements (id, series, version, envelope, published)
    select ${base64url(`sha256(convert_to(${signed}, 'UTF8'))`)},
      series, version,
        '{"payloadType":"' || $2 || '","payload":"' || ${base64url(`convert_to(said, 'UTF8')`)} || '","signatures":[]}',
      now() - ($3 - version) * interval '1 hour' - n * interval '1 second'
    from (select n, ${seriesName} as series, version,
        replace(replace(replace(replace($1, '${placeholder.series}"', ${seriesName} || '"'), '"version":2',
          '"version":' || version),
          '"prev":"${placeholder.prev}"', case when version = 1 then '"prev":null'
            else '"prev":"${placeholder.prev}"' end),
          '${placeholder.word}', ($4::text[])[1 + n % 10]) as said
      from generate_series(1, ${seriesCount}) as n cross join generate_series(1, $3::integer) as version) as made`,
    [text, payloadType, versions, words],
  );
  await client.query(
    `insert into agreement_words (peer, series, language, statement, stemming, title, title_words, words)
    select $1, series, 'es', id, 'spanish', title, to_tsvector('spanish', title),
      to_tsvector('spanish', title || ' ' || word)
    from (select a.series, a.id, 'Como convivimos ' || n as title, ($2::text[])[1 + n % 10] as word
      from generate_series(1, ${seriesCount}) as n join agreements as a on a.series = ${seriesName}
        and a.version = $3) as newest`,
    [collective, words, versions],
  );
  await client.query('vacuum (analyze) agreements');
  await client.query('vacuum (analyze) agreement_words');
  await client.query('checkpoint');
  const names = await client.query<{ series: string }>(
    'select series from agreements where version = 1 order by series',
  );
  return names.rows.map(({ series }) => series);
}

function small(issuer: string, { series, word, prev }: { series: string; word: string; prev: string }): Agreement {
  const [first] = agreementOf({ id: issuer }).clauses;
  const text = { es: `No gritamos, y cuidamos lo que es de todas las personas: ${word}.` };
  return agreementOf({ id: issuer }, { series, version: 2, prev, clauses: [{ ...first!, text }] });
}

/** SQL that writes bytes as RFC 4648 §5 does, without padding. */
function base64url(bytes: string): string {
  return `translate(rtrim(replace(encode(${bytes}, 'base64'), E'\\n', ''), '='), '+/', '-_')`;
}
