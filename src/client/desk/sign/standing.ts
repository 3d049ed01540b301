import { Refusal } from '../../../../schemas/codes.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import { refusedHere } from '../../api/desk.ts';
import {
  type CheckedPeer,
  checkPeer,
  decisionsWaiting,
  listPeers,
  signStanding,
  type WaitingDecision,
} from '../../peers/peers.ts';
import { decidedText } from '../../say/peers.ts';
import { begunText, signedByText, standingLines, standingTitle } from '../../say/to-sign.ts';
import type { Saying, Signing } from './signing.ts';

/** Decisions about partners that one member signed and a second one has to. */
export const standingsToSign: Signing = {
  role: null,
  async list(at) {
    const found = await waiting(at);
    return found.map(({ peer, decision }) => lineOf(at, peer, decision));
  },
  async read(at, id) {
    const found = (await waiting(at)).find(({ decision }) => decision.id === id);
    if (!found) throw new Refusal('not-found', 'draft');
    const { peer, decision } = found;
    return {
      shown: { ...lineOf(at, peer, decision), says: standingLines(at.i18n, decision.standing), words: null, parts: [] },
      sign: async () => {
        const { complete } = await signStanding(asking(at), peer, decision.standing);
        return decidedText(at.i18n, complete);
      },
    };
  },
};

const asking = ({ desk: { api, keyring, root } }: Saying) => ({ api, keyring, root });

async function waiting(at: Saying): Promise<{ peer: CheckedPeer; decision: WaitingDecision }[]> {
  const found: { peer: CheckedPeer; decision: WaitingDecision }[] = [];
  for (const { peer: id } of await listPeers(at.desk.api)) {
    // Of one whose chain cannot be believed nothing is signed.
    const peer = await checkPeer(asking(at), id, at.now).catch((error: unknown) => {
      if (refusedHere(error)) return null;
      throw error;
    });
    if (peer) found.push(...decisionsWaiting(asking(at), peer).map((decision) => ({ peer, decision })));
  }
  return found;
}

function lineOf({ desk, i18n }: Saying, { called }: CheckedPeer, { id, standing, signers }: WaitingDecision) {
  const names = signers.map((one) => calledBy(one, i18n.locale));
  return {
    id,
    title: standingTitle(i18n, called),
    lines: [begunText(i18n, names[0] ?? '', standing.at), signedByText(i18n, names)],
    signed: signers.includes(desk.keyring.member),
    ready: false,
  };
}
