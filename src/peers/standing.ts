import type { Kysely } from 'kysely';
import type { Standing, StandingOffer } from '../../schemas/standing.ts';
import type { Scope } from '../../schemas/terms.ts';
import type { Database } from '../database/schema.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import { readUnverified } from '../protocol/envelope.ts';
import { standingHolds } from '../protocol/standing.ts';
import { type Peer, type PeerStatement, peerOf, statementsOf } from './store.ts';

export type StandingWith = { accepts: Scope[]; sends: Scope[] };

const nothing: StandingWith = { accepts: [], sends: [] };

/**
 * What trust lets a peer do now: our newest complete standing, while it is neither ended nor past its review. Nothing
 * while the peer is not trusted: paused, ended, or never compared.
 */
export async function standingWith(db: Kysely<Database>, peer: string, now: Date): Promise<StandingWith> {
  const known = await peerOf(db, peer);
  if (known?.state !== 'trusted') return nothing;
  return whileTrusted(known.state, newestStanding(await statementsOf(db, peer)), now);
}

/**
 * Whether two of us ever compared a peer's words with its people. Of one that nobody compared, nothing is kept but what
 * concerns something that lies or lay here.
 */
export async function everCompared(
  db: Kysely<Database>,
  { peer, state }: Pick<Peer, 'peer' | 'state'>,
): Promise<boolean> {
  if (state === 'compared' || state === 'trusted') return true;
  if (state === 'pinned') return false;
  return (await statementsOf(db, peer)).some(({ kind, complete }) => kind === 'comparison' && complete);
}

/** What a peer may do by a state and a standing that were read already. */
export function whileTrusted(state: Peer['state'], standing: Standing | null, now: Date): StandingWith {
  if (state !== 'trusted' || !standing || !standingHolds(standing, now)) return nothing;
  return { accepts: standing.accepts, sends: standing.sends };
}

/** Our newest complete standing among a peer's statements (newest first), held or not. */
export function newestStanding(statements: readonly PeerStatement[]): Standing | null {
  const row = statements.find(({ kind, complete }) => kind === 'standing' && complete);
  if (!row) return null;
  const standing = readUnverified('standing', storedEnvelope(row.envelope)).statement;
  if (standings.size >= mostStandings) standings.clear();
  standings.set(row.id, standing);
  return standing;
}

const mostStandings = 1_000;
const standings = new Map<string, Standing>();

/** The standing with this id, when this process has read it; an id is the hash of what it says. */
export function standingAt(id: string | null): Standing | null {
  return id === null ? null : (standings.get(id) ?? null);
}

/** What an offer says; its signatures were checked when it was kept. */
function offerIn(row: PeerStatement): StandingOffer {
  return readUnverified('standing-offer', storedEnvelope(row.envelope)).statement;
}

/** The newest complete offer of one side: what `issuer` says it accepts from the other and sends to it. */
export function newestOffer(
  statements: readonly PeerStatement[],
  issuer: string,
): { row: PeerStatement; offer: StandingOffer } | null {
  for (const row of statements) {
    if (row.kind !== 'standing-offer' || !row.complete) continue;
    const offer = offerIn(row);
    if (offer.issuer === issuer) return { row, offer };
  }
  return null;
}
