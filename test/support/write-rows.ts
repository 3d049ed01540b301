import { sql } from 'kysely';
import { openDatabase } from '../../src/database/database.ts';
import { quiet } from './quiet.ts';

// Writes rows until it is killed, each in its own transaction, and says so after each commit.
const [place = '', acknowledged = '0'] = process.argv.slice(2);
const { db } = await openDatabase({ ...JSON.parse(place), log: quiet });
const { rows } = await sql<{ n: number }>`select coalesce(max(seq), 0)::int as n from written`.execute(db);
const from = rows[0]?.n ?? 0;
if (from < Number(acknowledged)) {
  process.stdout.write(`lost ${acknowledged} ${from}\n`);
  process.exit(1);
}
for (let seq = from + 1; ; seq++) {
  await db.transaction().execute(async (tx) => {
    await sql`insert into written (seq, text) values (${seq}, ${`row ${seq} `.repeat(20)})`.execute(tx);
    await sql`update total set sum = sum + ${seq}`.execute(tx);
  });
  process.stdout.write(`${seq}\n`);
}
