import { Refusal } from '../../../schemas/codes.ts';
import type { DeskFile } from '../../../schemas/desk-release.ts';
import { filesThatDiffer, printOf } from '../../protocol/desk-release.ts';
import { b64u, sha256, utf8 } from '../../protocol/encoding.ts';
import { type Chain, readChain } from '../../protocol/manifest.ts';
import { type Api, ApiRefusal, connect } from '../api/api.ts';
import { fetchChain } from '../keyring/own-trust.ts';
import { type DeskTold, readReleases } from './release.ts';

/** A desk as it is installed where this runs, what its node sends in its place, and what is signed. */
export type DeskLook = DeskTold & {
  print: string;
  /** Files that the node sends otherwise, or not at all; null where it has no desk, or that does not answer. */
  differ: string[] | null;
};

/**
 * Compares the desk that is installed here, by its files, with what is fetched from where the node says that its desk
 * is, file by file. `chain` is whom it is believed by; without one, whatever the node has.
 */
export async function lookAtRelease(api: Api, here: readonly DeskFile[], now: Date, chain?: Chain): Promise<DeskLook> {
  const told = await readReleases(api, chain ?? readChain(await fetchChain(api), now), now);
  const differ = told.desk === null ? null : await differing(api, connect(told.desk), here);
  return { ...told, print: printOf(here), differ };
}

async function differing(node: Api, desk: Api, here: readonly DeskFile[]): Promise<string[] | null> {
  const found = new Map<string, string>();
  const differ = new Set<string>();
  const take = async (from: Api, path: string, name: string): Promise<string> => {
    const text = await from.send('GET', path).catch(missing);
    const hash = b64u(sha256(utf8(text)));
    if ((found.get(name) ?? hash) !== hash) differ.add(name);
    found.set(name, hash);
    return text;
  };
  const scriptsOf = async (from: Api, page: string): Promise<void> => {
    for (const [, path = ''] of page.matchAll(
      /(?<=<(?:script|main)\b[^>]*)\b(?:src|data-worker|data-camera)="([^"]+)"/g,
    ))
      await take(from, path, path.slice(path.lastIndexOf('/') + 1));
  };
  try {
    for (const { name } of here) {
      const language = /^desk\.([\w-]+)\.html$/.exec(name)?.[1];
      if (language === undefined) continue;
      await scriptsOf(desk, await take(desk, `/${language}`, name));
      for (const path of ['/my-code', '/asked'])
        await scriptsOf(node, await node.send('GET', `${path}?lang=${language}`));
    }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'unreachable') return null;
    throw error;
  }
  const sent = [...found].map(([name, hash]) => ({ name, sha256: hash }));
  return [...new Set([...filesThatDiffer(here, sent), ...differ])].sort();
}

/** What is not there is sent as nothing. */
function missing(error: unknown): string {
  if (error instanceof ApiRefusal) return '';
  throw error;
}
