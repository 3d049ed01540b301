/** What a form holds in its fields, once it is sent: what stands in one, and everything chosen under a name. */
export function typedIn(event: Event): ((name: string) => string) & { all(name: string): string[] } {
  event.preventDefault();
  const data = new FormData(event.target as HTMLFormElement);
  const all = (name: string) => data.getAll(name).map((one) => String(one).trim());
  return Object.assign((name: string) => all(name)[0] ?? '', { all });
}
