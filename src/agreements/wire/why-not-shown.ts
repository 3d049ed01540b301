import type { I18n } from '@lingui/core';
import { type Sentence, sentence } from '../../platform/i18n.ts';
import type { ReceivedRow } from '../versions/received-store.ts';

const sentences: Record<string, Sentence> = {
  'agreement-rollback': { id: 'received.rollback', message: 'It is older than the version that is shown here.' },
  equivocation: { id: 'received.equivocation', message: 'It does not follow from the version that is shown here.' },
  'from-mismatch': { id: 'received.from-mismatch', message: 'It is the agreement of another collective.' },
  'attest-threshold': {
    id: 'received.attest-threshold',
    message: 'Fewer people who hold their keys signed it than it takes.',
  },
  signature: { id: 'received.signature', message: 'It is not signed with the keys of that collective.' },
  digest: { id: 'received.digest', message: 'It is not the text that was announced.' },
  conflict: { id: 'received.conflict', message: 'Another agreement of theirs is shown under this address already.' },
  'too-large': { id: 'received.too-large', message: 'It is too large to take in.' },
  'origin-mismatch': { id: 'received.origin-mismatch', message: 'It lies somewhere else than on their node.' },
  'not-accepted': { id: 'received.not-accepted', message: 'We ended the partnership with that collective.' },
  lapsed: { id: 'received.withdrawn', message: 'Their collective withdrew it.' },
  unreachable: { id: 'received.unreachable', message: 'Their node did not hand it over for a week.' },
};
const other: Sentence = { id: 'received.other', message: 'It is no agreement that this node can read.' };
const waits: Sentence = { id: 'received.waits', message: 'It waits to be fetched and checked.' };

/** Why something that a collective announced is not shown, in one sentence; never words of theirs. */
export function notShownSentence(i18n: I18n, { state, because }: Pick<ReceivedRow, 'state' | 'because'>): string {
  const known = because !== null && Object.hasOwn(sentences, because) ? sentences[because] : undefined;
  return sentence(i18n, state === 'pending' ? waits : (known ?? other));
}
