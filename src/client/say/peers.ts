import type { I18n } from '@lingui/core';
import type { PeerSummary } from '../../../schemas/routes/peers.ts';
import type { Standing } from '../../../schemas/standing.ts';
import { type Sentence, sentence } from '../../platform/i18n.ts';
import { shortId } from '../../protocol/encoding.ts';
import type { Called } from '../peers/called.ts';
import type { Decision, WaitingDecision } from '../peers/peers.ts';
import { calledText } from './called.ts';
import { minuteOf } from './day.ts';
import { scopesText } from './names.ts';
import { standingLines, standingTitle } from './to-sign.ts';

const stateNames: Record<PeerSummary['state'], Sentence> = {
  pinned: { id: 'peer.state.pinned', message: 'known, words not compared yet' },
  compared: { id: 'peer.state.compared', message: 'words compared' },
  trusted: { id: 'peer.state.trusted', message: 'trusted' },
  paused: { id: 'peer.state.paused', message: 'paused: compare words again' },
  ended: { id: 'peer.state.ended', message: 'ended' },
};

/** How far trust with a partner is. */
export const peerStateText = (i18n: I18n, state: PeerSummary['state']): string => sentence(i18n, stateNames[state]);

/** One partner collective, as a list shows it. */
export function peerLine(
  i18n: I18n,
  { as, state, peer }: Pick<PeerSummary, 'state' | 'peer'> & { as: Called },
): string {
  return `${calledText(i18n, as)}  ${peerStateText(i18n, state)}  ${peer}`;
}

/** Said of a list without partners. */
export function noPeersText(i18n: I18n): string {
  return i18n._('cli.peers-none', {}, { message: 'There are no partner collectives yet.' });
}

/** What to do with the words of our own side. */
export function readWordsText(i18n: I18n, called: Called): string {
  return i18n._(
    'cli.peers-words-how',
    { name: calledText(i18n, called) },
    {
      message:
        'Read these words to people of {name} whom you know, in person or by phone. They read you theirs, perhaps in ' +
        'another language: what they read is typed here as it is, and compared.',
    },
  );
}

/** Asked for the words that the other side read out. */
export function heardQuestion(i18n: I18n, called: Called): string {
  return i18n._(
    'cli.peers-heard',
    { name: calledText(i18n, called) },
    { message: 'The twelve words that {name} read to you, over another channel' },
  );
}

/** Said before somebody signs another name than the one that stands, or the first one. */
export function nameSignedText(i18n: I18n, name: string): string {
  return i18n._(
    'cli.peers-name-signed',
    { name },
    {
      message:
        'Your signature also says that they are called “{name}” here. Ask them whether that is so; for another name, ' +
        'begin again with --name.',
    },
  );
}

/** Why a name is not signed: whose name it looks like. */
export function nameAlikeText(i18n: I18n, other: Called): string {
  return i18n._(
    'cli.peers-name-alike',
    { name: calledText(i18n, other) },
    { message: 'That looks like the name of {name}.' },
  );
}

/** Said of a comparison, once it is complete or while a second signature is missing. */
export function comparedText(i18n: I18n, complete: boolean): string {
  if (complete)
    return i18n._('cli.peers-compared', {}, { message: 'The words are the same, and two of you signed it.' });
  return i18n._(
    'cli.peers-compare-waits',
    {},
    { message: 'The words are the same. Now a second member compares and signs.' },
  );
}

/** Said on a partner's page of a comparison that waits for a second of us, by the two words of who made it. */
export const comparisonBegunText = (i18n: I18n, by: string, at: string): string =>
  i18n._(
    'partners.begun',
    { by, when: minuteOf(at) },
    { message: '{by} compared the words, {when}. A second one of you compares them, at a desk of their own.' },
  );

/** Said there of a decision that waits for a second signature. */
export const decisionBegunText = (i18n: I18n, by: string): string =>
  i18n._(
    'partners.decided',
    { by },
    { message: '{by} decided. It is read and signed under “Waits for your signature”.' },
  );

/** A decision that waits for a second signature, by its first characters: who signed it, and when it was proposed. */
export function waitingDecisionText(i18n: I18n, { id, standing, signers }: WaitingDecision): string {
  const { accepts, sends, at } = standing;
  const values = { accepts: scopesText(i18n, accepts), sends: scopesText(i18n, sends) };
  return i18n._(
    'cli.peers-stand-line',
    { id: shortId(id), by: signers.join(', '), when: minuteOf(at), ...values },
    { message: '{id}  we take {accepts}; we send {sends}; signed by {by}, {when}' },
  );
}

/** What a decision about a peer says, asked before it is signed. */
export function standQuestion(i18n: I18n, called: Called, decision: Decision & Pick<Standing, 'ended'>): string {
  const question = i18n._('cli.peers-stand-confirm', {}, { message: 'Sign this?' });
  return [standingTitle(i18n, called), ...standingLines(i18n, decision), question].join('\n');
}

/** Said of a decision, once it is complete or while a second signature is missing. */
export function decidedText(i18n: I18n, complete: boolean): string {
  if (complete)
    return i18n._('cli.peers-stands', {}, { message: 'Two of you signed. It holds from now on, and they are told.' });
  return i18n._('cli.peers-stand-waits', {}, { message: 'Signed. It holds once a second member signs the same.' });
}
