import type { I18n } from '@lingui/core';
import { Refusal } from '../../../schemas/codes.ts';
import { refusalSentence } from '../../platform/refusal.ts';
import { requireLaterRelease } from '../../protocol/desk-release.ts';
import { type Chain, keysOf, readChain } from '../../protocol/manifest.ts';
import { type Api, ApiRefusal, connect } from '../api/api.ts';
import { type Release, readReleases } from '../desk-release/release.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { fetchChain, type OwnRoot } from '../keyring/own-trust.ts';
import { differsText, olderText, type Said, standsText } from '../say/desk-release.ts';

/** What stewards signed for this desk; `refused` where the node has an older one, or none that holds. */
export type ReleaseRead = { newest: Release | null; refused: Refusal | null };

/** Reads it by a chain. `mark` is the newest one that this person has seen. */
export async function readNewest(api: Api, chain: Chain, mark: Keyring['desk'], now: Date): Promise<ReleaseRead> {
  try {
    const { newest } = await readReleases(api, chain, now);
    if (newest) {
      requireLaterRelease(newest, mark);
      api.saw?.({ desk: { version: newest.version, id: newest.id, at: newest.at } });
    }
    return { newest, refused: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { newest: null, refused: error };
  }
}

/** What is said of the desk that runs here; `sign` where it could be signed, and is not. */
export type Seen = Said & { sign: boolean };

/** In a sentence whether stewards stand for the desk that runs here; `print` is null where that was changed. */
function seenText(i18n: I18n, print: string | null, { newest, refused }: ReleaseRead): Seen {
  const ill = (sentence: string): Seen => ({ well: false, sentence, sign: false });
  if (refused?.code === 'edition-rollback') return ill(olderText(i18n));
  if (refused !== null) return ill(refusalSentence(i18n, refused));
  if (print === null) return ill(differsText(i18n));
  return { ...standsText(i18n, print, newest), sign: newest?.sha256 !== print };
}

type Here = () => Promise<string | null>;

/** By the own chain, and by what this person has seen before. */
export async function seenOpen(
  { api, keyring, root }: { api: Api; keyring: Keyring; root: OwnRoot },
  here: Here,
  i18n: I18n,
  now: Date,
): Promise<Seen> {
  const said = seenText(i18n, await here(), await readNewest(api, root.chain, keyring.desk, now));
  const steward = keysOf(root.chain, 'steward').some(({ member }) => member === keyring.member);
  return { ...said, sign: said.sign && steward };
}

/** Before a keyring is open, by what the node says; null before the collective stands. */
export async function seenLocked(node: string, here: Here, i18n: I18n, now: Date): Promise<Seen | null> {
  const api = connect(node);
  const manifests = await fetchChain(api).catch((error: unknown) => {
    if (error instanceof ApiRefusal && error.code === 'not-found') return null;
    throw error;
  });
  if (manifests === null) return null;
  return seenText(i18n, await here(), await readNewest(api, readChain(manifests, now), null, now));
}
