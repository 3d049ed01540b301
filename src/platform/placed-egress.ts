import { Refusal } from '../../schemas/codes.ts';
import { parsedUrl } from './addresses.ts';
import type { Clock } from './clock.ts';
import type { Egress } from './egress.ts';
import type { Errand, Place, Places } from './places.ts';

export type PlacedParts = {
  places: Places;
  clock: Clock;
  /** Whether one more look-up is within what its host may cost us; by the host, and for whom it is. */
  bucket: (key: string, now: Date) => boolean;
};

/**
 * So long, in milliseconds, a look-up at others waits for a place: whoever made us look waits as long, and comes again.
 */
const patienceMs = 4_000;
/** So many look-ups at others wait, in all and for one host. */
const mostWaiting = { all: 1_000, host: 20 };

/** So many places at most are for look-ups that anybody can cause; followers' hosts have the rest before them. */
const mostStrange = 24;

/**
 * A way out on which every look-up holds a place: it waits for one, and is refused (`busy`) where none becomes free or
 * where its host has cost us enough. A post brings the place that its row was given.
 */
export function placedEgress(egress: Egress, { places, clock, bucket }: PlacedParts): Egress {
  let strange = 0;
  const take = (errand: LookUp): Place | null => {
    if (errand.strange && strange >= mostStrange) return null;
    const place = places.take(errand);
    if (place && errand.strange) strange++;
    return place;
  };
  const next = queue(places, take);
  return {
    async get(url, options) {
      // What is no address is refused where addresses are judged.
      const to = parsedUrl(url);
      if (to === null) return egress.get(url, options);
      const { origin, host } = to;
      const { asked } = options;
      const peer = asked === 'by-a-member' || asked === 'of-a-peer';
      // Nobody can use up at a peer's host what our own chores may ask of it.
      if (asked !== 'by-a-member' && !bucket(`${host} ${peer}`, clock.now())) throw new Refusal('busy');
      const errand: LookUp = { origin, rank: peer ? 'peer' : 'other', strange: asked === undefined };
      const place = take(errand) ?? (await next(errand));
      const began = performance.now();
      try {
        return await egress.get(url, { ...options, place });
      } finally {
        place.took(performance.now() - began);
        if (errand.strange) strange--;
        place.leave();
      }
    },
    post: (url, options) => egress.post(url, options),
  };
}

/** A look-up that wants to leave; a strange one is for nobody whom we know. */
type LookUp = Errand & { strange: boolean };
type Waiting = { errand: LookUp; given: (place: Place) => void };

/** Gives each the next place that it fits into, those who came first before others. Peers' wait as long as it takes. */
function queue(places: Places, take: (errand: LookUp) => Place | null): (errand: LookUp) => Promise<Place> {
  const waiting = new Set<Waiting>();
  places.whenFree(() => {
    for (const one of waiting) {
      const place = take(one.errand);
      if (place === null) continue;
      waiting.delete(one);
      one.given(place);
    }
  });
  return (errand) => {
    const { promise, resolve, reject } = Promise.withResolvers<Place>();
    const peers = errand.rank === 'peer';
    const others = [...waiting].filter((one) => one.errand.rank === 'other');
    const ofHost = others.filter((one) => one.errand.origin === errand.origin);
    const crowded = others.length >= mostWaiting.all || ofHost.length >= mostWaiting.host;
    if (!peers && crowded) throw new Refusal('busy');
    const end = () => waiting.delete(mine) && reject(new Refusal('busy'));
    const timer = peers ? undefined : setTimeout(end, patienceMs);
    const mine: Waiting = {
      errand,
      given(place) {
        clearTimeout(timer);
        resolve(place);
      },
    };
    waiting.add(mine);
    return promise;
  };
}
