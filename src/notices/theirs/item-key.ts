/* The key of a list of items: peer and delivery. */

type Of = { peer: string; delivery: string };

export const itemKeyOf = ({ peer, delivery }: Of): string => `${peer}.${delivery}`;

/** The item with a key; without one, what comes before every item. */
export function itemAt(key: string | undefined): Of {
  const [peer = '', delivery = ''] = (key ?? '').split('.');
  return { peer, delivery };
}
