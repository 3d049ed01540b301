import { Refusal } from '../../../../schemas/codes.ts';
import { agreementsContract } from '../../../../schemas/routes/agreements.ts';
import { membersWhoSigned, readUnverified } from '../../../protocol/envelope.ts';
import { keysOf } from '../../../protocol/manifest.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import { acknowledgementOf, type CheckedAcknowledgement, signAcknowledgement } from '../../agreements/acknowledge.ts';
import { call } from '../../api/call.ts';
import { acknowledgedText, acknowledgementLines, acknowledgeQuestion } from '../../say/acknowledge.ts';
import { acknowledgementTitle, begunText, waitsForText } from '../../say/to-sign.ts';
import type { Line, Saying, Signing } from './signing.ts';

/** What stewards say in public of partners' agreements, once one of them has begun. */
export const acknowledgementsToSign: Signing = {
  role: 'steward',
  async list(at) {
    const lines: Line[] = [];
    for (const one of await waiting(at)) lines.push(lineOf(at, one, await checked(at, one)));
    return lines;
  },
  async read(at, id) {
    const found = (await waiting(at)).find((one) => one.id === id);
    if (!found) throw new Refusal('not-found', 'draft');
    const said = await checked(at, found);
    const says = [...acknowledgementLines(at.i18n, said), acknowledgeQuestion(at.i18n)];
    return {
      shown: { ...lineOf(at, found, said), says, words: null, parts: [] },
      sign: async () => {
        const { published } = await signAcknowledgement(who(at), said);
        return published ? acknowledgedText(at.i18n, said) : waitsForText(at.i18n, null);
      },
    };
  },
};

const who = ({ desk: { api, keyring, root } }: Saying) => ({ api, keyring, chain: root.chain });

type Waiting = { id: string; agreement: string; by: string; at: string };

async function waiting({ desk }: Saying): Promise<Waiting[]> {
  const { drafts } = await call(desk.api, agreementsContract.acknowledgementDrafts);
  return drafts.map(({ envelope, by, at }) => {
    const { statement, id } = readUnverified('acknowledgement', envelope);
    return { id, agreement: statement.agreement, by, at };
  });
}

const checked = (at: Saying, { agreement, id }: Waiting): Promise<CheckedAcknowledgement> =>
  acknowledgementOf(who(at), agreement, null, id);

function lineOf({ desk, i18n }: Saying, { id, by, at }: Waiting, said: CheckedAcknowledgement): Line {
  const signers = membersWhoSigned(said.envelope, keysOf(desk.root.chain));
  return {
    id,
    title: acknowledgementTitle(i18n, said),
    lines: [begunText(i18n, calledBy(by, i18n.locale), at)],
    signed: signers.has(desk.keyring.member),
    ready: false,
  };
}
