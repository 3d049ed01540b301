/** Whether somebody comes in: two people vouch, and nobody who was sent away. A door for the mutation runner to find one guard of open. */
export function comesIn(vouchers: readonly string[], sentAway: boolean): boolean {
  if (sentAway) return false;
  return new Set(vouchers).size >= 2;
}
