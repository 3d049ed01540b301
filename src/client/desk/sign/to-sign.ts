import { refusalSentence } from '../../../platform/refusal.ts';
import { refusedHere } from '../../api/desk.ts';
import { acknowledgementsToSign } from './acknowledgement.ts';
import { agreementsToSign } from './agreement.ts';
import { manifestsToSign } from './manifest.ts';
import { releasesToSign } from './release.ts';
import type { Line, ReadWhole, Saying, Signing, Whole } from './signing.ts';
import { standingsToSign } from './standing.ts';
import { withdrawalsToSign } from './withdrawal.ts';

const kinds = {
  agreement: agreementsToSign,
  manifest: manifestsToSign,
  standing: standingsToSign,
  withdrawal: withdrawalsToSign,
  acknowledgement: acknowledgementsToSign,
  release: releasesToSign,
} satisfies Record<string, Signing>;
const names = Object.keys(kinds) as KindToSign[];

export type KindToSign = keyof typeof kinds;
export type ToSign = Line & { kind: KindToSign };
export type Read = Whole & { kind: KindToSign };

/**
 * Everything that waits for a signature here, what this member can still sign first. Of what this client refuses, which
 * somebody may have put there to hide the rest, its kind and why are said.
 */
export async function listToSign(at: Saying): Promise<ToSign[]> {
  const { members } = at.desk.root.chain.newest.statement;
  const roles = members.find(({ member }) => member === at.desk.keyring.member)?.roles;
  // Whom no manifest lists signs one that does, and nothing else.
  const mine = names.filter((kind) =>
    roles ? kinds[kind].role === null || roles.some((role) => role === kinds[kind].role) : kind === 'manifest',
  );
  const lists = await Promise.all(mine.map((kind) => listOf(at, kind)));
  return lists.flat().sort((one, other) => Number(one.signed) - Number(other.signed));
}

/** One of them, read and checked as its kind is. */
export function readToSign(at: Saying, kind: KindToSign, id: string): Promise<ReadWhole> {
  return kinds[kind].read(at, id);
}

async function listOf(at: Saying, kind: KindToSign): Promise<ToSign[]> {
  try {
    return (await kinds[kind].list(at)).map((one) => ({ kind, ...one }));
  } catch (error) {
    if (!refusedHere(error)) throw error;
    return [{ kind, id: '', title: refusalSentence(at.i18n, error), lines: [], signed: true, ready: false }];
  }
}
