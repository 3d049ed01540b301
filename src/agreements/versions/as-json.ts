import { storedEnvelope } from '../../database/stored-envelope.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { articleUrl, statementUrl } from './addresses.ts';
import { storedAgreement } from './statements.ts';
import type { PublishedRow } from './store.ts';

/** A version of ours: what it says, its signed envelope, and where its other forms are. */
export function ownAsJson(origin: string, row: PublishedRow) {
  const envelope = storedEnvelope(row.envelope);
  const url = articleUrl(origin, row.series);
  return {
    id: row.id,
    series: row.series,
    version: row.version,
    url,
    statementUrl: statementUrl(origin, row.series, row.version),
    published: timeOf(row.published),
    agreement: storedAgreement(row.envelope),
    envelope,
  };
}
