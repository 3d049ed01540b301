import { Refusal } from '../../schemas/codes.ts';
import { mostReleases, type SignedRelease } from '../../schemas/routes/desk.ts';
import type { StatementOf } from '../../schemas/statements.ts';
import { lockNode, ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import { withSignatures } from '../peers/signatures.ts';
import { checkDeskRelease, requireLaterRelease } from '../protocol/desk-release.ts';
import { timeOf } from '../protocol/encoding.ts';
import { type Envelope, idOf, readUnverified } from '../protocol/envelope.ts';
import type { Chain } from '../protocol/manifest.ts';
import { withoutFormerKeys } from '../protocol/rotation.ts';
import { hasQuorum, twoStewards } from '../protocol/signers.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import {
  lockReleaseDraft,
  putRelease,
  putReleaseDraft,
  type ReleaseRow,
  releaseDrafts,
  releaseDraftsBy,
  releasesOf,
  removeReleaseDrafts,
} from './store.ts';

/** Of one steward at once: nobody keeps others from signing. */
const mostDrafts = 16;

/**
 * Takes a release of our desk under one more steward's signature: a draft beside others, and released with the second
 * one. A release that stands is signed again where a key took the place of another.
 * @throws `not-set-up`, `not-allowed` (no steward, or did not sign), `too-many` (that one steward began), `conflict`
 * (not the next version, or the print that is signed already), and what `requireLaterRelease` refuses.
 */
export function signRelease(runtime: Runtime, member: string, signed: Envelope): Promise<SignedRelease> {
  const now = runtime.clock.now();
  return transaction(runtime.db, async (tx) => {
    // One after the other: of two that are completed at once the second one is of a version that is taken.
    await lockNode(tx);
    const own = await ownChain(tx);
    if (!own) throw new Refusal('not-set-up');
    if (!checkDeskRelease(signed, own, now).signers.has(member))
      throw new Refusal('not-allowed', 'envelope.signatures');
    const id = idOf(signed);
    const releases = await releasesOf(tx, own.collective);
    const draft = await lockReleaseDraft(tx, id);
    const kept = releases.find((one) => one.id === id) ?? draft;
    const envelope = kept ? withSignatures(counting(kept.envelope, own), signed) : signed;
    const read = checkDeskRelease(envelope, own, now);
    const { issuer, version } = read.statement;
    requireNext({ ...read.statement, id }, releases);
    const released = hasQuorum(read, own, twoStewards);
    const answer = { id, signers: [...read.signers], needed: twoStewards.count(own.newest.statement.policy), released };
    const row = { id, version, envelope: JSON.stringify(envelope) };
    if (released || kept !== draft) {
      await putRelease(tx, { ...row, issuer }, version - mostReleases + 1);
      await removeReleaseDrafts(tx, version);
    } else {
      if (!draft && (await releaseDraftsBy(tx, member)).length >= mostDrafts) throw new Refusal('too-many');
      await putReleaseDraft(tx, { ...row, created: draft?.created ?? now, made_by: draft?.made_by ?? member });
    }
    const action = released ? 'desk.released' : 'desk.release-signed';
    await record(tx, { actor: member, action, subject: id }, now);
    return answer;
  });
}

/** Whether a release of ours may be the next one: it is the newest already, or follows it with another print. */
function requireNext(next: StatementOf<'desk-release'> & { id: string }, releases: readonly ReleaseRow[]): void {
  const [newest] = releases;
  const known = newest && {
    ...readUnverified('desk-release', storedEnvelope(newest.envelope)).statement,
    id: newest.id,
  };
  requireLaterRelease(next, known ?? null);
  if (next.id === known?.id) return;
  if (next.version !== (known?.version ?? 0) + 1) throw new Refusal('conflict', 'version');
  if (next.sha256 === known?.sha256) throw new Refusal('conflict', 'sha256');
}

/** What is kept of our own desk, as far as two of those who are stewards now stand for it; the newest first. */
export async function ownReleases({ db, clock }: Pick<Runtime, 'db' | 'clock'>): Promise<Envelope[]> {
  const own = await ownChain(db);
  if (!own) return [];
  const kept = (await releasesOf(db, own.collective)).map(({ envelope }) => counting(envelope, own));
  return kept.filter((envelope) => hasQuorum(checkDeskRelease(envelope, own, clock.now()), own, twoStewards));
}

/** What waits for another steward: drafts, and the newest release where too few of its signers are stewards now. */
export async function releasesWaiting({ db, clock }: Pick<Runtime, 'db' | 'clock'>) {
  const own = await ownChain(db);
  if (!own) return [];
  const drafts = (await releaseDrafts(db)).map(({ id, envelope, made_by, created }) => {
    return { id, by: made_by, at: timeOf(created), envelope: counting(envelope, own) };
  });
  const [newest] = await releasesOf(db, own.collective);
  if (!newest) return drafts;
  const envelope = counting(newest.envelope, own);
  const { statement, ...read } = checkDeskRelease(envelope, own, clock.now());
  if (hasQuorum(read, own, twoStewards)) return drafts;
  return [{ id: newest.id, by: null, at: statement.at, envelope }, ...drafts];
}

const counting = (envelope: string, own: Chain): Envelope => withoutFormerKeys(storedEnvelope(envelope), own);
