import { deskFiles } from '../../../schemas/desk-release.ts';
import { printOf } from '../../protocol/desk-release.ts';
import { b64u, sha256 } from '../../protocol/encoding.ts';
import { parsed } from '../api/api.ts';

/**
 * The print of the desk that runs here, from the list of its files that stands beside it; null where something that
 * runs is not in that list with these bytes. `runs` are the addresses of the page, its scripts and its worker.
 */
export async function printHere(runs: readonly string[]): Promise<string | null> {
  const [page] = runs;
  if (page === undefined) return null;
  const told = deskFiles.safeParse(
    parsed(await (await fetch(new URL('/files.json', page), { cache: 'no-store' })).text()),
  );
  if (!told.success) return null;
  const listed = new Map(told.data.files.map(({ name, sha256: hash }) => [name, hash]));
  for (const address of runs) {
    const last = address.slice(address.lastIndexOf('/') + 1);
    const name = last.endsWith('.js') ? last : `desk.${last}.html`;
    const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
    if (listed.get(name) !== b64u(sha256(bytes))) return null;
  }
  return printOf(told.data.files);
}
