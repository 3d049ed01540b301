import type { I18n } from '@lingui/core';
import { type Sentence, sentence } from '../../platform/i18n.ts';

const lines = {
  'signing-in': { id: 'cli.signing-in', message: 'Signing in and checking who we are…' },
  enrolling: { id: 'cli.enrolling', message: 'Giving the node your public keys…' },
  'set-up': { id: 'cli.setup-reading', message: 'Asking the node where set-up stands…' },
  founding: { id: 'cli.together-making', message: 'Making keyrings, drafting and signing…' },
  signing: { id: 'cli.setup-signing', message: 'Checking and signing…' },
  renewing: { id: 'cli.keys-renewing', message: 'Looking for what your old key had signed…' },
  adding: { id: 'cli.peers-adding', message: 'Asking that node who it is…' },
  opening: { id: 'cli.opening', message: 'Opening and checking…' },
  resealing: { id: 'cli.resealing', message: 'Checking and sealing again…' },
  record: { id: 'cli.record-reading', message: 'Reading the record…' },
} satisfies Record<string, Sentence>;

/** What is being done, for whoever waits for it. */
export function progressText(i18n: I18n, what: keyof typeof lines): string {
  return sentence(i18n, lines[what]);
}
