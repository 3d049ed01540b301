/** Where a node serves its manifest chain. */
export const manifestPath = '/manifest';

/** Address of a node's manifest chain. */
export function manifestUrl(origin: string): string {
  return `${origin}${manifestPath}`;
}
