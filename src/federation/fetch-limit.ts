import { Refusal } from '../../schemas/codes.ts';

/** Look-ups of keys per minute and at once. What is over is refused, not queued: the sender comes again. */
type Limits = { perHost: number; overall: number; atOnce: number; atOncePerHost: number };

/** For origins that we have nothing to do with yet, and for those that follow us or are followed. */
const strangerLimits: Limits = { perHost: 12, overall: 120, atOnce: 12, atOncePerHost: 2 };
const knownLimits: Limits = { perHost: 120, overall: 1200, atOnce: 24, atOncePerHost: 4 };

const minute = 60_000;

/** Runs a look-up, or refuses (`too-many`). Strangers never take the place of known hosts. */
export type FetchLimit = <T>(origin: string, known: boolean, now: Date, look: () => Promise<T>) => Promise<T>;

/** Counts of this process alone; they start anew every minute. */
export function fetchLimit(strangers: Limits = strangerLimits, knownHosts: Limits = knownLimits): FetchLimit {
  const groups = { stranger: newGroup(strangers), known: newGroup(knownHosts) };
  return async (origin, known, now, look) => {
    const { limits, counts, running } = known ? groups.known : groups.stranger;
    if (now.getTime() - counts.since >= minute || now.getTime() < counts.since) {
      counts.since = now.getTime();
      counts.total = 0;
      counts.hosts.clear();
    }
    const ofHost = counts.hosts.get(origin) ?? 0;
    const runningOfHost = running.hosts.get(origin) ?? 0;
    if (counts.total >= limits.overall || ofHost >= limits.perHost) throw new Refusal('too-many');
    if (running.total >= limits.atOnce || runningOfHost >= limits.atOncePerHost) throw new Refusal('too-many');
    counts.total++;
    counts.hosts.set(origin, ofHost + 1);
    running.total++;
    running.hosts.set(origin, runningOfHost + 1);
    try {
      return await look();
    } finally {
      running.total--;
      const left = (running.hosts.get(origin) ?? 1) - 1;
      if (left > 0) running.hosts.set(origin, left);
      else running.hosts.delete(origin);
    }
  };
}

function newGroup(limits: Limits) {
  return {
    limits,
    counts: { since: 0, total: 0, hosts: new Map<string, number>() },
    running: { total: 0, hosts: new Map<string, number>() },
  };
}
