import type { Agreement } from '../../../schemas/agreement.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { parseCanonical } from '../../protocol/canonical.ts';
import { fromB64u, text } from '../../protocol/encoding.ts';

/** A stored version by the id of its statement, which is the hash of what it says. */
export type Stored = { id: string; envelope: string };

/** Parsed statements by id; the oldest go first. Characters of envelopes together. */
const parsed = new Map<string, { statement: Agreement; size: number }>();
const mostParsed = 16 * 1024 * 1024;
let parsedSize = 0;

/**
 * What the envelope of a version says that we stored. Its form was checked when it came, by what was asked of it then:
 * one of before text was refused for marks that show nothing stays readable.
 */
export function storedAgreement(envelope: string): Agreement {
  return parseCanonical(text(fromB64u(storedEnvelope(envelope).payload))) as Agreement;
}

/** As {@link storedAgreement}, read once: anybody may ask for the whole list. */
export function statementOf({ id, envelope }: Stored): Agreement {
  const known = parsed.get(id);
  if (known) return known.statement;
  const statement = storedAgreement(envelope);
  parsed.set(id, { statement, size: envelope.length });
  parsedSize += envelope.length;
  for (const [oldest, { size }] of parsed) {
    if (parsedSize <= mostParsed) break;
    parsed.delete(oldest);
    parsedSize -= size;
  }
  return statement;
}

/**
 * What listed versions say, each with its row and in the order of the rows. `load` is asked once, and only for those
 * that this process has not read lately; a row that is gone by then is left out.
 */
export async function withStatements<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  load: (ids: string[]) => Promise<Stored[]>,
): Promise<{ row: Row; statement: Agreement }[]> {
  const said = new Map<string, Agreement>();
  for (const row of rows) {
    const known = parsed.get(idOf(row));
    if (known) said.set(idOf(row), known.statement);
  }
  const missing = rows.map(idOf).filter((id) => !said.has(id));
  for (const one of missing.length > 0 ? await load(missing) : []) said.set(one.id, statementOf(one));
  return rows.flatMap((row) => {
    const statement = said.get(idOf(row));
    return statement ? [{ row, statement }] : [];
  });
}
