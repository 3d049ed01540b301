import { Refusal } from '../../../schemas/codes.ts';
import { longestPage } from '../../../schemas/contract.ts';
import { recordContract } from '../../../schemas/routes/record.ts';
import { parseEnvelope } from '../../protocol/envelope.ts';
import { type Chain, keysOf } from '../../protocol/manifest.ts';
import { verifyRecordHead } from '../../protocol/receipt.ts';
import { type RecordVerdict, verifyRows } from '../../protocol/record-chain.ts';
import { type Api, ApiRefusal } from './api.ts';
import { call } from './call.ts';

export type CheckedRecord =
  | { ok: true; rows: number; above: number; withheld: number }
  | { ok: false; at: number; because: 'changed' | 'missing' | 'reordered' | 'cut' };

/**
 * Reads the whole record over a signed-in api and checks it against a head kept from earlier, or against the one the
 * node signs now. Of rows that are withheld from a member who is no accompanier, it holds number and place; withheld
 * from anybody else, they count as changed.
 * @throws `record-head` for a head that is none, or that this collective's node did not sign.
 */
export async function checkRecord(
  api: Api,
  chain: Chain,
  kept: unknown,
  member: string | null = null,
  now = new Date(),
): Promise<CheckedRecord> {
  const accompanies = member === null || keysOf(chain, 'accompanier').some((key) => key.member === member);
  const head = verifiedHead(kept ?? (await call(api, recordContract.head)), chain, now);
  let last = { seq: 0, hash: '' };
  let verdict: RecordVerdict = { ok: true, above: 0, last };
  let withheld = 0;
  for (;;) {
    const { rows } = await call(api, recordContract.rows, { query: { after: `${last.seq}`, limit: `${longestPage}` } });
    const end = rows.length === 0;
    // A page ends before the head does: only the last one can say that something was cut.
    const within = end || rows.some(({ seq }) => seq === head.count) ? head : null;
    verdict = verifyRows(rows, within, last);
    if (!verdict.ok) return { ok: false, at: verdict.at, because: verdict.because };
    if (end) return { ok: true, rows: last.seq, above: last.seq - head.count, withheld };
    const hidden = rows.filter((one) => 'withheld' in one);
    if (accompanies && hidden[0]) return { ok: false, at: hidden[0].seq, because: 'changed' };
    withheld += hidden.length;
    last = verdict.last;
  }
}

function verifiedHead(value: unknown, chain: Chain, now: Date): { count: number; hash: string } {
  try {
    return verifyRecordHead(parseEnvelope(value), chain, now);
  } catch (error) {
    if (error instanceof ApiRefusal || !(error instanceof Refusal)) throw error;
    throw new Refusal('record-head', error.code);
  }
}
