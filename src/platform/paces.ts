/** An answer that took this long, in milliseconds, or none at all, makes a host slower: a peer's at once. */
const slowMs = 2_000;
const enough = { peer: 1, other: 3 };

type Pace = { strikes: number; address: string | null };

/**
 * How quick hosts were when last seen, and to which network they led: of so many hosts, and the one that was quiet
 * longest is forgotten first, so that a crowd of made-up names costs no memory. `before` is what was known of a host
 * when this process began.
 */
export function rememberPaces(whose: keyof typeof enough, most = 10_000) {
  const paces = new Map<string, Pace>();
  const of = (origin: string, before: boolean): Pace =>
    paces.get(origin) ?? { strikes: before ? enough[whose] : 0, address: null };
  const put = (origin: string, pace: Pace): void => {
    paces.delete(origin);
    if (paces.size >= most) paces.delete(paces.keys().next().value!);
    paces.set(origin, pace);
  };
  return {
    slow: (origin: string, before: boolean): boolean => of(origin, before).strikes >= enough[whose],
    address: (origin: string): string | null => of(origin, false).address,
    connected: (origin: string, address: string, before: boolean): void =>
      put(origin, { ...of(origin, before), address }),
    /** Notes how long an answer took, or how long we waited for none; a quick one makes up for all before. */
    took(origin: string, ms: number, before: boolean): void {
      const pace = of(origin, before);
      put(origin, { ...pace, strikes: ms < slowMs ? 0 : Math.min(enough[whose], pace.strikes + 1) });
    },
    /** Hosts that led to one of these networks. */
    behind: (addresses: ReadonlySet<string>): string[] =>
      addresses.size === 0
        ? []
        : [...paces].flatMap(([origin, { address }]) => (address !== null && addresses.has(address) ? [origin] : [])),
  };
}
