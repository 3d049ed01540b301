import type { I18n } from '@lingui/core';
import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { peerByActor } from '../../peers/store.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { notShown } from '../versions/received-store.ts';
import { notShownSentence } from './why-not-shown.ts';

/** What followed collectives announced that waits or was refused, with the code and one sentence; for members. */
export async function receivedAsJson(db: Kysely<Database>, i18n: I18n) {
  const rows = await notShown(db, 200);
  return {
    received: await Promise.all(
      rows.map(async ({ actor, object, state, because, tries, received }) => ({
        peer: (await peerByActor(db, actor))?.peer ?? null,
        object,
        state: state === 'refused' ? state : ('pending' as const),
        because,
        sentence: notShownSentence(i18n, { state, because }),
        tries,
        received: timeOf(received),
      })),
    ),
  };
}
