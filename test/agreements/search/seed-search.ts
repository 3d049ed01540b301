import { sql } from 'kysely';
import type { Agreement } from '../../../schemas/agreement.ts';
import { weighedIn } from '../../../src/agreements/search/fields.ts';
import { stemmingOf } from '../../../src/agreements/search/query.ts';
import type { Runtime } from '../../../src/runtime.ts';

/**
 * Puts `series` agreements of our own beside what stands, of `versions` versions each: all with the words of this
 * agreement, and each with a word of its own in its title (`serie1`, `serie2`…). Their newest envelopes are that of
 * `envelope`, under other ids: a page can be rendered from them, no signature holds; older versions are empty.
 */
export async function seedSearch(
  { db }: Pick<Runtime, 'db'>,
  own: string,
  { agreement, envelope }: { agreement: Agreement; envelope: string },
  { series, versions = 1 }: { series: number; versions?: number },
): Promise<void> {
  const [language = 'es'] = agreement.languages;
  const weighed = weighedIn(agreement, language);
  if (!weighed) throw new Error('the agreement says nothing');
  const stemming = stemmingOf(language);
  const words = (text: string) => sql`to_tsvector(${stemming}::text::regconfig, ${text})`;
  await sql`insert into agreements (id, series, version, envelope, published)
    select 'seeded' || lpad(n::text, 25, '0') || lpad(case when v = ${versions}::integer then '0' else v::text end, 12,
      '0'),
      'seeded' || lpad(n::text, 16, '0'), v, case when v = ${versions}::integer then ${envelope} else '' end, now()
    from generate_series(1, ${series}::integer) n, generate_series(1, ${versions}::integer) v`.execute(db);
  await sql`insert into agreement_words (peer, series, language, statement, stemming, title, title_words, words)
    select ${own}, 'seeded' || lpad(n::text, 16, '0'), ${language}, 'seeded' || lpad(n::text, 25, '0') || lpad('0', 12,
      '0'), ${stemming},
      'serie' || n || ' ' || ${weighed.title}, title || to_tsvector('simple', 'serie' || n),
      setweight(to_tsvector('simple', 'serie' || n), 'A') || said
    from generate_series(1, ${series}::integer) n,
      (select ${words(weighed.title)} as title, setweight(${words(weighed.title)},
        'A') || setweight(${words(weighed.names)}, 'B')
        || setweight(${words(weighed.text)}, 'C') || setweight(${words(weighed.rest)},
          'D') as said offset 0) as once`.execute(db);
  await sql`analyze agreement_words`.execute(db);
  await sql`analyze agreements`.execute(db);
}
