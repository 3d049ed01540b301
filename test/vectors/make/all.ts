import { statementKinds } from '../../../schemas/statements.ts';
import type { SealedFiles, VectorFile, World } from '../vector.ts';
import { type Draft, fileOf } from './cases.ts';
import {
  canonicalFolder,
  comparisonWordsFolder,
  ed25519Folder,
  encodingFolder,
  envelopeFolder,
  recordFolder,
  wordsFolder,
} from './folders-basics.ts';
import { chainFolder } from './folders-chain.ts';
import { deliveryFolder } from './folders-delivery.ts';
import { holdingFolder } from './folders-holding.ts';
import { blindInquiryFolder } from './folders-inquiry.ts';
import { openingFolder } from './folders-opening.ts';
import { sealedFolder } from './folders-sealed.ts';
import { verificationFolder } from './folders-verification.ts';
import { sealer } from './seal.ts';
import { kindCases } from './statements.ts';
import { makeWorld } from './world.ts';

/**
 * Everything that is committed, by the path of its file under test/vectors. Files that were sealed before and still
 * open are kept.
 */
export type Made = { world: World; sealed: SealedFiles; folders: Map<string, VectorFile> };

/**
 * Makes every file anew from the seeds; only what is sealed is random, and taken over from `before` where it opens to
 * the same bytes.
 */
export async function makeAll(before: SealedFiles): Promise<Made> {
  const world = await makeWorld();
  const sealing = sealer(before);
  const sealed = sealing.files;
  const folders = new Map<string, VectorFile>();
  const add = async (folder: string, { about, drafts }: { about: string; drafts: Draft[] }) =>
    void folders.set(folder, await fileOf(folder, about, drafts, world, sealed));
  for (const kind of statementKinds) await add(kind, kindCases(kind, world));
  await add('canonical', canonicalFolder());
  await add('encoding', encodingFolder(world));
  await add('ed25519', ed25519Folder());
  await add('envelope', envelopeFolder(world));
  await add('words', wordsFolder(world));
  await add('comparison-words', comparisonWordsFolder(world));
  await add('record', recordFolder());
  await add('blind-inquiry', blindInquiryFolder(world));
  await add('verification', verificationFolder(world));
  await add('holding', holdingFolder());
  await add('chain', chainFolder(world));
  await add('sealed', await sealedFolder(world, sealing));
  await add('delivery', await deliveryFolder(world, sealing));
  await add('opening', await openingFolder(world, sealing));
  return { world, sealed, folders };
}
