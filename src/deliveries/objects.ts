/*
 * What the ledger keeps in order: rows of one object for one recipient go out one after the other. A room that sends
 * what has an address of its own (an agreement) takes that address.
 */

/** A sealed item of ours: its editions, its drop, its sealed withdrawal. */
export const deliveryObject = (delivery: string): string => `delivery:${delivery}`;

/** What our server says about a peer’s item. */
export const receiptObject = (delivery: string): string => `receipt:${delivery}`;

/** Our lists for one peer. */
export const listObject = (peer: string): string => `list:${peer}`;

/** Our manifests, as one peer is told them. */
export const manifestObject = (peer: string): string => `manifest:${peer}`;

/** Our standing with one peer, as it is told. */
export const standingObject = (peer: string): string => `standing:${peer}`;

/** Our word about one agreement of a peer. */
export const acknowledgementObject = (agreement: string): string => `acknowledgement:${agreement}`;

/** Following between us and one actor, both ways. */
export const followObject = (actor: string): string => `follow:${actor}`;
