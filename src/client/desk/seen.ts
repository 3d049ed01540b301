import type { I18n } from '@lingui/core';
import { Refusal } from '../../../schemas/codes.ts';
import { refusalSentence } from '../../platform/refusal.ts';
import { requireLaterRelease } from '../../protocol/desk-release.ts';
import type { Chain } from '../../protocol/manifest.ts';
import type { Api } from '../api/api.ts';
import { type Release, readReleases } from '../desk-release/release.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { differsText, olderText, type Said, standsText } from '../say/desk-release.ts';

/** What stewards signed for this desk; `refused` where the node has an older one, or none that holds. */
export type ReleaseRead = { newest: Release | null; refused: Refusal | null };

/** Reads it by a chain. `mark` is the newest one that this person has seen. */
export async function readNewest(api: Api, chain: Chain, mark: Keyring['desk'], now: Date): Promise<ReleaseRead> {
  try {
    const { newest } = await readReleases(api, chain, now);
    if (newest) requireLaterRelease(newest, mark);
    return { newest, refused: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { newest: null, refused: error };
  }
}

/** In a sentence whether stewards stand for the desk that runs here; `print` is null where that was changed. */
export function seenText(i18n: I18n, print: string | null, { newest, refused }: ReleaseRead): Said {
  if (refused?.code === 'edition-rollback') return { well: false, sentence: olderText(i18n) };
  if (refused !== null) return { well: false, sentence: refusalSentence(i18n, refused) };
  if (print === null) return { well: false, sentence: differsText(i18n) };
  return standsText(i18n, print, newest);
}
