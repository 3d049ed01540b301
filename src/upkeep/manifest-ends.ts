import type { I18n } from '@lingui/core';
import { Refusal } from '../../schemas/codes.ts';
import { connect } from '../client/api/api.ts';
import { fetchChain } from '../client/keyring/own-trust.ts';
import { daysAfter } from '../protocol/calendar.ts';
import { timeOf } from '../protocol/encoding.ts';
import { readUnverified } from '../protocol/envelope.ts';
import type { Finding } from './finding.ts';

/** People need time: the next manifest is signed by several, each when they come by. */
const soonDays = 60;

/**
 * Until when the newest manifest of a node is valid, and from sixty days before what to do; nothing before set-up, nor
 * where the node refuses: `lookAtSignedDesk` reads the same and says why.
 */
export async function lookAtManifest(node: string, now: Date, i18n: I18n): Promise<Finding[]> {
  const expires = await newestEnds(node).catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  if (expires === null) return [];
  const day = expires.slice(0, 10);
  const well = expires > timeOf(daysAfter(now, soonDays));
  return [{ well, sentence: well ? validText(i18n, day) : endsText(i18n, day) }];
}

async function newestEnds(node: string): Promise<string | null> {
  const newest = (await fetchChain(connect(node))).at(-1);
  return newest ? readUnverified('manifest', newest).statement.expires : null;
}

const validText = (i18n: I18n, day: string): string =>
  i18n._('doctor.manifest', { day }, { message: 'The manifest is valid until {day}.' });

const endsText = (i18n: I18n, day: string): string =>
  i18n._(
    'doctor.manifest-ends',
    { day },
    {
      message:
        'The manifest is valid until {day}. After that partners seal nothing for this collective and open nothing ' +
        'that it sent. Before, an accompanier proposes the next one (convive manifest draft --new-box), and stewards ' +
        'sign it.',
    },
  );
