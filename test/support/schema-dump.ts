import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/database/schema.ts';

type Table = { name: string; columns: string[]; constraints: string[]; indexes: string[] };

/** Every table, constraint and index of a database as SQL, the same from every version of PostgreSQL. */
export async function schemaOf(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<Table>`
    select c.relname::text as name,
      (select array_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod)
          || case when attnotnull then ' not null' else '' end
          || coalesce(' default ' || pg_get_expr(adbin, adrelid), '') order by attnum)
        from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
        where attrelid = c.oid and attnum > 0 and not attisdropped) as columns,
      array(select 'constraint ' || conname || ' ' || pg_get_constraintdef(k.oid, true) from pg_constraint as k
        where conrelid = c.oid and contype in ('c', 'f', 'p', 'u') order by contype,
          conname collate "C") as constraints,
      array(select pg_get_indexdef(indexrelid, 0, true) from pg_index join pg_class as i on i.oid = indexrelid
        where indrelid = c.oid and not exists (select from pg_constraint where conindid = indexrelid
          and contype in ('p', 'u'))
        order by i.relname collate "C") as indexes
    from pg_class as c
    where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'kysely%'
    order by c.relname collate "C"`.execute(db);
  return rows.map(written).join('\n');
}

function written({ name, columns, constraints, indexes }: Table): string {
  const inside = [...columns, ...constraints].map((line) => `  ${line}`).join(',\n');
  return [`CREATE TABLE ${name} (\n${inside}\n);`, ...indexes.map((index) => `${index};`), ''].join('\n');
}
