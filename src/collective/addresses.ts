import { collectiveContract } from '../../schemas/routes/collective.ts';

/** Where a node serves its manifest chain. */
const manifestPath = collectiveContract.manifest.path;

/** Address of a node's manifest chain. */
export function manifestUrl(origin: string): string {
  return `${origin}${manifestPath}`;
}
