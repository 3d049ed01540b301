/**
 * Who can make a table grow, and where that ends. What `nobody` and `members` fill holds what the collective itself
 * does; of the others it is said how much they may leave and what goes first.
 */
export type Growth = 'nobody' | 'members' | { by: 'peers' | 'strangers'; most: Most; goesFirst: string };

/**
 * At most so many rows, in all or of one registrable domain; as much as its share of `mostOfPeer` holds; with the rows
 * of another table, to which these belong; or without an end, as slowly as what is written there is let in.
 */
export type Most = { rows: number; of: 'all' | 'domain' } | 'share' | { with: string } | 'pace';

/** What one peer may leave here, in all tables together. */
export const mostOfPeer = { rows: 5_000, bytes: 64 * 1024 * 1024 };
