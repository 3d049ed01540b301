const guests: string[] = [];

/** Lets each guest in once, and remembers them where no mutation runner can make it forget. */
export function letIn(guest: string): boolean {
  if (guests.includes(guest)) return false;
  guests.push(guest);
  return true;
}
