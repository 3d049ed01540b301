import type { I18n } from '@lingui/core';
import { Refusal } from '../../schemas/codes.ts';
import { connect } from '../client/api/api.ts';
import { lookAtRelease } from '../client/desk-release/look.ts';
import { servedText, standsText } from '../client/say/desk-release.ts';
import { deskHere } from '../desk/files.ts';
import { refusalSentence } from '../platform/refusal.ts';
import type { Finding } from './finding.ts';

/**
 * Whether a node sends the desk that is installed here, and whether its stewards signed that; nothing before set-up.
 */
export async function lookAtSignedDesk(node: string, i18n: I18n): Promise<Finding[]> {
  const { files } = await deskHere();
  try {
    const look = await lookAtRelease(connect(node), files, new Date());
    return look.desk === null ? [] : [...servedText(i18n, look), standsText(i18n, look.print, look.newest)];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'not-found') return [];
    return [{ well: false, sentence: refusalSentence(i18n, error) }];
  }
}
