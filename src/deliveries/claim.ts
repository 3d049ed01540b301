import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { type Place, type Places, type Rank, rankOf } from '../platform/places.ts';
import { dueLanes, type Lane, leaseLanes, markSlow, type Wanted } from './worker-store.ts';

/** A lane that is ours for a turn, and the place from which it posts. */
export type Claimed = { lane: Lane; place: Place; rank: Rank };

const kinds = [true, false].flatMap((peer) =>
  (['erase', 'ordinary'] as const).flatMap((lane) => [false, true].map((slow) => ({ peer, lane, slow }))),
);

const rankOfLane = ({ peer, lane }: Pick<Lane, 'peer' | 'lane'>): Rank => rankOf({ peer, erase: lane === 'erase' });

/**
 * Takes due lanes, the most urgent first, for as many places as are free; looks again where a lane that was found had
 * no place, since others behind it may have one.
 */
export async function claimLanes(db: Kysely<Database>, places: Places, now: Date): Promise<Claimed[]> {
  const claimed: Claimed[] = [];
  for (let looks = 0; looks < mostLooks; looks++) {
    const wanted = kinds.map((kind) => wantedOf(kind, places)).filter(({ most }) => most > 0);
    if (wanted.length === 0) break;
    const found = (await dueLanes(db, now, wanted)).sort((a, b) => urgency(a) - urgency(b));
    const moved = found.filter((lane) => places.slow(lane.host, rankOfLane(lane), lane.slow) !== lane.slow);
    if (moved.length > 0)
      await markSlow(
        db,
        moved.map(({ slow, ...lane }) => ({ ...lane, slow: !slow })),
      );
    const taken = found.flatMap((lane) => {
      const rank = rankOfLane(lane);
      const place = places.take({ origin: lane.host, rank, slow: lane.slow });
      return place ? [{ lane, place, rank }] : [];
    });
    claimed.push(...(await leased(db, taken, now)));
    if (taken.length === found.length) break;
  }
  return claimed;
}

const urgency = (lane: Lane): number => kinds.findIndex((kind) => kind.peer === lane.peer && kind.lane === lane.lane);

/** Each look excludes what was found crowded before; what is left waits for the next free place. */
const mostLooks = 4;

function wantedOf(kind: Pick<Lane, 'peer' | 'lane' | 'slow'>, places: Places): Wanted {
  const rank = rankOfLane(kind);
  const { domains, origins } = places.full(rank);
  return { ...kind, most: places.room(rank, kind.slow), domains, origins };
}

/** Those that nobody else took meanwhile; the places of the others are free again. */
async function leased(db: Kysely<Database>, taken: readonly Claimed[], now: Date): Promise<Claimed[]> {
  if (taken.length === 0) return [];
  const keyOf = ({ host, lane }: Pick<Lane, 'host' | 'lane'>) => `${lane} ${host}`;
  try {
    const ours = new Set(
      (
        await leaseLanes(
          db,
          now,
          taken.map(({ lane }) => lane),
        )
      ).map(keyOf),
    );
    for (const { lane, place } of taken) if (!ours.has(keyOf(lane))) place.leave();
    return taken.filter(({ lane }) => ours.has(keyOf(lane)));
  } catch (error) {
    for (const { place } of taken) place.leave();
    throw error;
  }
}
