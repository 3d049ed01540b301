import { Refusal } from '../../schemas/codes.ts';
import { deskContract } from '../../schemas/routes/desk.ts';
import { byPinnedChain, decoded, parsed, statementBytes } from '../agreements/wire/fetch.ts';
import { transaction } from '../database/database.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import { askingHourly } from '../peers/ask-hourly.ts';
import { requireRoomFor } from '../peers/room-for.ts';
import { lockAndCount, type Peer } from '../peers/store.ts';
import { requireLaterRelease, verifyDeskRelease } from '../protocol/desk-release.ts';
import { type Envelope, idOf, parseEnvelope, readUnverified } from '../protocol/envelope.ts';
import type { Runtime } from '../runtime.ts';
import { putRelease, releasesOf } from './store.ts';

/**
 * Asks each peer once an hour which desk its stewards stand for, and keeps what two of its pinned chain signed and what
 * is later than the newest one known. From a peer that is paused nothing new is believed.
 */
export function pullingReleases(runtime: Runtime): () => Promise<void> {
  return askingHourly(runtime, {
    worth: async () => true,
    ask: async (peer) => {
      if (peer.state !== 'paused') await pull(runtime, peer);
    },
    refused: (code) => runtime.log.info('desk.release-not-kept', { code }),
  });
}

async function pull(runtime: Runtime, peer: Peer): Promise<void> {
  const { path, answer } = deskContract.releases;
  const bytes = await statementBytes(runtime, { url: `${peer.origin}${path}` }, peer, 'application/json');
  const read = answer.safeParse(parsed(decoded(bytes)));
  if (!read.success) throw new Refusal('malformed');
  for (const envelope of read.data.releases.toReversed()) await keep(runtime, peer, parseEnvelope(envelope));
}

async function keep(runtime: Runtime, peer: Peer, envelope: Envelope): Promise<void> {
  const text = JSON.stringify(envelope);
  const known = await releasesOf(runtime.db, peer.peer);
  // Of the newest one signatures may be new: a steward got another key, and signed again.
  if (known.some((one, at) => one.id === idOf(envelope) && (at > 0 || one.envelope === text))) return;
  const now = runtime.clock.now();
  const { statement, id } = await byPinnedChain(runtime, peer, (chain) => verifyDeskRelease(envelope, chain, now));
  const { issuer, version } = statement;
  await transaction(runtime.db, async (tx) => {
    if (!(await lockAndCount(tx, peer.peer))) throw new Refusal('unknown-issuer');
    await requireRoomFor(tx, peer, text.length);
    const [newest] = await releasesOf(tx, issuer);
    const before = newest && readUnverified('desk-release', storedEnvelope(newest.envelope)).statement;
    requireLaterRelease({ ...statement, id }, newest && before ? { ...before, id: newest.id } : null);
    const keepFrom = newest?.id === id ? 0 : (newest?.version ?? version);
    await putRelease(tx, { issuer, version, id, envelope: text }, keepFrom);
  });
}
