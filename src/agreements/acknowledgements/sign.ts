import type { Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import type { Acknowledged } from '../../../schemas/routes/agreements.ts';
import type { StatementOf } from '../../../schemas/statements.ts';
import { ownChain } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { enqueue } from '../../deliveries/enqueue.ts';
import { acknowledgementObject } from '../../deliveries/objects.ts';
import type { Sender } from '../../deliveries/worker.ts';
import { withSignatures } from '../../peers/signatures.ts';
import { peerOf } from '../../peers/store.ts';
import { checkAcknowledgement } from '../../protocol/acknowledgement.ts';
import { dateOf } from '../../protocol/encoding.ts';
import { type Envelope, idOf, readUnverified } from '../../protocol/envelope.ts';
import { type Chain, signersOf } from '../../protocol/manifest.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import { hasQuorum, rotating } from '../../protocol/signers.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { shownById } from '../versions/received-store.ts';
import { statementOf } from '../versions/statements.ts';
import { acknowledgementActivity } from '../wire/activity.ts';
import { requireClauses, requireNewest } from './rules.ts';
import {
  type AcknowledgementDraft,
  acknowledgementById,
  acknowledgementDraftsBy,
  acknowledgementDraftsOn,
  lockAcknowledgementDraft,
  putAcknowledgement,
  putAcknowledgementDraft,
  removeAcknowledgementDraft,
  saidOf,
} from './store.ts';

/**
 * Takes what our collective says of a partner's agreement under one more steward's signature: kept as a draft beside
 * others, and published and announced to that partner once enough have signed. Drafts that are no later than what is
 * published go: nobody could publish them any more.
 * @throws `too-many` (drafts that one steward began), `not-found` (not shown here), `from-mismatch`, `not-allowed` (no
 * steward, or did not sign), `statement-rule` (no such clause there), and what says less than what we published already
 * (`edition-rollback`).
 */
export async function acknowledge(runtime: Runtime, member: string, signed: Envelope): Promise<Acknowledged> {
  const now = runtime.clock.now();
  const said = await transaction(runtime.db, async (tx) => {
    const own = await ownChain(tx);
    if (!own) throw new Refusal('not-set-up');
    if (!signersOf(signed, own, 'steward').has(member)) throw new Refusal('not-allowed', 'envelope.signatures');
    const id = idOf(signed);
    const { agreement } = parsedBy(signed, own, now).statement;
    const stored = await lockAcknowledgementDraft(tx, id);
    const kept = stored && withoutFormerKeys(storedEnvelope(stored.envelope), own);
    const envelope = kept ? withSignatures(kept, signed) : signed;
    const { statement, complete } = parsedBy(envelope, own, now);
    const peer = await aboutPeer(tx, statement);
    const before = (await saidOf(tx, agreement)).find(({ issuer }) => issuer === own.collective) ?? null;
    const row = { id, agreement, issuer: own.collective, at: dateOf(statement.at), envelope: JSON.stringify(envelope) };
    requireNewest(row, before);
    const signers = [...signersOf(envelope, own, 'steward')];
    const answer = { id, signers, needed: own.newest.statement.policy.rotate, published: complete };
    if (before?.id === id) return { ...answer, published: true };
    if (!complete) {
      if (!stored && (await acknowledgementDraftsBy(tx, member)).length >= mostDrafts) throw new Refusal('too-many');
      await putAcknowledgementDraft(tx, { id, agreement, envelope: row.envelope, created: now, made_by: member });
      await record(tx, { actor: member, action: 'acknowledgements.signed', subject: id }, now);
      return answer;
    }
    await putAcknowledgement(tx, row);
    for (const draft of await acknowledgementDraftsOn(tx, agreement))
      if (draft.id === id || saidAt(draft) <= statement.at) await removeAcknowledgementDraft(tx, draft.id);
    const recipient = { actor: peer.actor, inbox: peer.inbox, audience: 'peer' as const };
    await enqueue(
      tx,
      [{ kind: 'acknowledgement', item: id, object: acknowledgementObject(agreement), recipient }],
      now,
    );
    await record(tx, { actor: member, action: 'acknowledgements.published', subject: id }, now);
    return answer;
  });
  runtime.wake();
  return said;
}

/** Announces what stands; what was said anew, or whose agreement is gone, is not announced. */
export function acknowledgementSender({ origin }: Pick<Runtime, 'origin'>): Sender {
  return async (tx, row) => {
    const stored = await acknowledgementById(tx, row.item);
    if (!stored) return { cancel: 'replaced' };
    const { id, envelope } = stored;
    const activity = `${origin}/activities/${row.id}`;
    return { send: JSON.stringify(acknowledgementActivity(origin, { activity, id, envelope, to: row.recipient })) };
  };
}

/** Of one steward at once: nobody keeps others from saying something. */
const mostDrafts = 16;

const saidAt = ({ envelope }: AcknowledgementDraft): string =>
  readUnverified('acknowledgement', storedEnvelope(envelope)).statement.at;

function parsedBy(envelope: Envelope, own: Chain, now: Date) {
  const read = checkAcknowledgement(envelope, own, now);
  return { statement: read.statement, complete: hasQuorum(read, own, rotating) };
}

async function aboutPeer(tx: Transaction<Database>, statement: StatementOf<'acknowledgement'>) {
  const row = await shownById(tx, statement.agreement);
  const peer = row && (await peerOf(tx, row.peer));
  if (!row || !peer || peer.state === 'ended') throw new Refusal('not-found', 'agreement');
  requireClauses(statement, statementOf({ id: row.statement, envelope: row.envelope }));
  return peer;
}
