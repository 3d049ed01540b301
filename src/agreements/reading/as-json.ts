import type { I18n } from '@lingui/core';
import type { Kysely } from 'kysely';
import type { Agreement } from '../../../schemas/agreement.ts';
import { ownChain } from '../../collective/store.ts';
import type { Database } from '../../database/schema.ts';
import { peerByActor, peersOf } from '../../peers/store.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { readUnverified } from '../../protocol/envelope.ts';
import { signersOf } from '../../protocol/manifest.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import type { Runtime } from '../../runtime.ts';
import { articleUrl } from '../publishing/publish.ts';
import { notShown } from '../versions/received-store.ts';
import { ownStatements, partnersStatements } from '../versions/shown-versions.ts';
import { type DraftRow, type PublishedRow, storedEnvelope } from '../versions/store.ts';
import { statementUrl } from '../wire/activity.ts';
import { notShownSentence } from '../wire/why-not-shown.ts';

/* Agreements as the JSON routes answer them. */

/** A version of ours: what it says, its signed envelope, and where its other forms are. */
export function ownAsJson(origin: string, row: PublishedRow) {
  const envelope = storedEnvelope(row.envelope);
  const url = articleUrl(origin, row.series);
  return {
    id: row.id,
    series: row.series,
    version: row.version,
    url,
    statementUrl: statementUrl(origin, row.series, row.version),
    published: timeOf(row.published),
    agreement: readUnverified('agreement', envelope).statement,
    envelope,
  };
}

/** A draft with its envelope, who signed it, and how many stewards it takes; a client works all of that out again by itself. */
export async function draftAsJson(db: Kysely<Database>, row: DraftRow) {
  const own = await ownChain(db);
  const stored = storedEnvelope(row.envelope);
  const envelope = own ? withoutFormerKeys(stored, own) : stored;
  return {
    id: row.id,
    series: row.series,
    version: row.version,
    created: timeOf(row.created),
    signed: own ? [...signersOf(envelope, own, 'steward')] : [],
    needed: own?.newest.statement.policy.rotate ?? 0,
    envelope,
  };
}

/** What stands: ours, and what is shown of the collectives we follow. Public, without texts. */
export async function listAsJson({ db, origin }: Pick<Runtime, 'db' | 'origin'>, followed: readonly string[]) {
  const peers = new Map((await peersOf(db)).map((peer) => [peer.peer, peer]));
  const about = ({ series, version, title, languages, adopted, reviewBy }: Agreement) => ({
    series,
    version,
    title,
    languages,
    adopted,
    reviewBy,
  });
  return {
    agreements: (await ownStatements(db)).map(({ row, statement }) => ({
      id: row.id,
      url: articleUrl(origin, row.series),
      published: timeOf(row.published),
      ...about(statement),
    })),
    partners: (await partnersStatements(db, followed)).map(({ row, statement }) => ({
      id: row.statement,
      peer: row.peer,
      name: peers.get(row.peer)?.name ?? '',
      url: `${origin}/partners/${row.peer}/agreements/${row.series}`,
      original: row.object,
      ...about(statement),
    })),
  };
}

/** What followed collectives announced that waits or was refused, with the code and one sentence; for members. */
export async function receivedAsJson(db: Kysely<Database>, i18n: I18n) {
  const rows = await notShown(db, 200);
  return {
    received: await Promise.all(
      rows.map(async ({ actor, object, state, because, tries, received }) => ({
        peer: (await peerByActor(db, actor))?.peer ?? null,
        object,
        state,
        because,
        sentence: notShownSentence(i18n, { state, because }),
        tries,
        received: timeOf(received),
      })),
    ),
  };
}
