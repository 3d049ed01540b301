/** How one attempt ended, as the other side or the network told it. */
export type Outcome =
  | { kind: 'answered'; status: number; code: string | null; retryAfter: Date | null }
  | { kind: 'unreachable' }
  /** Nothing left the node: as many as may go to that address do. */
  | { kind: 'crowded' };

/** What becomes of the row, of the rest of its lane, and whether the recipient's inbox is gone. */
export type Judgement = {
  row: { state: 'sent' } | { state: 'due'; nextAt: Date } | { state: 'failed' };
  /** Set when the whole lane waits; the other rows of the object wait for this one in any case. */
  laneWaits: Date | null;
  gone: boolean;
};

export type Attempt = {
  lane: 'erase' | 'ordinary';
  audience: 'peer' | 'follower';
  attempts: number;
  created: Date;
  giveUp: Date;
  /** Consecutive failures of the lane, this one included when it is one. */
  fails: number;
};

const minute = 60_000;
/** What found no way to its address tries again so soon. */
const crowdedMs = 1_000;
const hour = 60 * minute;

/** Judges what another server answered: sent, tried again, or given up. `chance` in 0..1 spreads the waiting; pure. */
export function judge(outcome: Outcome, attempt: Attempt, now: Date, chance: number): Judgement {
  const retry = (waits: 'row' | 'lane', after: Date | null = null): Judgement => {
    const next = after && after > now ? capped(after, now) : waitFrom(attempt, waits, now, chance);
    if (next >= attempt.giveUp) return { row: { state: 'failed' }, laneWaits: null, gone: false };
    return { row: { state: 'due', nextAt: next }, laneWaits: waits === 'lane' ? next : null, gone: false };
  };
  if (outcome.kind === 'crowded') return retry('lane', new Date(now.getTime() + crowdedMs));
  if (outcome.kind === 'unreachable') return retry('lane');
  const { status } = outcome;
  if (status >= 200 && status < 300) return { row: { state: 'sent' }, laneWaits: null, gone: false };
  if (status === 409 && outcome.code === 'tombstone') return { row: { state: 'sent' }, laneWaits: null, gone: false };
  if (status === 429 || (status >= 502 && status <= 504)) return retry('lane', outcome.retryAfter);
  if (status === 401 || status === 500) return retry('row');
  if (status === 404 || status === 410) {
    // An erase must outlive a proxy that answers 404 for an hour: only its end stops it.
    if (attempt.lane === 'erase') return { ...retry('row'), gone: attempt.audience === 'follower' };
    return { row: { state: 'failed' }, laneWaits: null, gone: attempt.audience === 'follower' };
  }
  // An erase to a peer is tried again whatever was answered: a person may have to mend the other side first.
  if (attempt.lane === 'erase' && attempt.audience === 'peer') return retry('row');
  return { row: { state: 'failed' }, laneWaits: null, gone: false };
}

/** Erase: every ≤ 5 min in the first day, then hourly. Ordinary: exponential up to 12 h. Both with jitter. */
function waitFrom(attempt: Attempt, waits: 'row' | 'lane', now: Date, chance: number): Date {
  const tries = Math.max(1, waits === 'lane' ? attempt.fails : attempt.attempts);
  const old = now.getTime() - attempt.created.getTime() > 24 * hour;
  const most = attempt.lane === 'ordinary' ? 12 * hour : old ? hour : 5 * minute;
  const wait = Math.min(most, 1000 * 2 ** Math.min(tries, 30));
  return new Date(now.getTime() + wait * (0.5 + chance / 2));
}

const capped = (after: Date, now: Date): Date => new Date(Math.min(after.getTime(), now.getTime() + 12 * hour));
