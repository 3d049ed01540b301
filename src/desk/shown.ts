import { ownChain } from '../collective/store.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import { peersOf } from '../peers/store.ts';
import { checkDeskRelease, printOf } from '../protocol/desk-release.ts';
import { readUnverified } from '../protocol/envelope.ts';
import type { Runtime } from '../runtime.ts';
import { deskHere } from './files.ts';
import { ownReleases } from './release.ts';
import { releasesOf } from './store.ts';

/** The desk that this node sends, and who of its present stewards stand for which one; null before it is set up. */
export async function ownDesk(runtime: Pick<Runtime, 'db' | 'clock'>) {
  const own = await ownChain(runtime.db);
  if (!own) return null;
  const [newest] = await ownReleases(runtime);
  const print = printOf((await deskHere()).files);
  if (!newest) return { print, newest: null };
  const { statement, signers } = checkDeskRelease(newest, own, runtime.clock.now());
  return { print, newest: { ...statement, signers: [...signers] } };
}

/** Which desks partners have, as their stewards signed it and this node checked it when it heard of it. */
export async function partnersDesks({ db }: Pick<Runtime, 'db'>) {
  const peers = (await peersOf(db)).filter(({ state }) => state !== 'ended');
  const desks = await Promise.all(
    peers.map(async ({ peer, name }) => {
      const [newest = null, before = null] = (await releasesOf(db, peer)).map(
        ({ envelope }) => readUnverified('desk-release', storedEnvelope(envelope)).statement,
      );
      return { name, newest, before };
    }),
  );
  return desks.filter(({ newest }) => newest !== null);
}
