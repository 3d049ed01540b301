import { Refusal } from '../../../../schemas/codes.ts';
import { agreementsContract } from '../../../../schemas/routes/agreements.ts';
import { membersWhoSigned, readUnverified } from '../../../protocol/envelope.ts';
import { keysOf } from '../../../protocol/manifest.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import { type CheckedWithdrawal, signWithdrawal, withdrawalOf } from '../../agreements/withdraw.ts';
import { call } from '../../api/call.ts';
import { withdrawAgreementQuestion, withdrawalLines, withdrawnText } from '../../say/agreements.ts';
import { begunText, withdrawalSignedText, withdrawalTitle } from '../../say/to-sign.ts';
import type { Line, ReadWhole, Saying, Signing } from './signing.ts';

/** Agreements that stewards take back, once one of them has begun. */
export const withdrawalsToSign: Signing = {
  role: 'steward',
  async list(at) {
    const lines: Line[] = [];
    for (const { series, id } of await waiting(at)) lines.push(lineOf(at, await withdrawalOf(who(at), series, id)));
    return lines;
  },
  async read(at, id) {
    const found = (await waiting(at)).find((one) => one.id === id);
    if (!found) throw new Refusal('not-found', 'draft');
    return readWhole(at, await withdrawalOf(who(at), found.series, id));
  },
};

/**
 * The withdrawal of an agreement of ours, by its series: the one that waits, where a steward has begun one, else a new
 * one. Refuses as `withdrawalOf`.
 */
export const takeBack = async (at: Saying, series: string): Promise<ReadWhole> =>
  readWhole(at, await withdrawalOf(who(at), series));

function readWhole(at: Saying, withdrawal: CheckedWithdrawal): ReadWhole {
  const says = [...withdrawalLines(at.i18n, withdrawal), withdrawAgreementQuestion(at.i18n)];
  return {
    shown: { ...lineOf(at, withdrawal), says, words: null, parts: [] },
    sign: async () => {
      const answer = await signWithdrawal(who(at), withdrawal);
      return answer.published ? withdrawnText(at.i18n, answer) : withdrawalSignedText(at.i18n, answer);
    },
  };
}

const who = ({ desk: { api, keyring, root } }: Saying) => ({ api, keyring, chain: root.chain });

async function waiting({ desk }: Saying): Promise<{ id: string; series: string }[]> {
  const { withdrawals } = await call(desk.api, agreementsContract.withdrawals);
  const standing = withdrawals.filter(({ lapsed }) => !lapsed);
  return standing.map(({ envelope }) => {
    const { statement, id } = readUnverified('agreement-withdrawal', envelope);
    return { id, series: statement.series };
  });
}

function lineOf({ desk, i18n }: Saying, withdrawal: CheckedWithdrawal): Line {
  const { id, envelope, proposed } = withdrawal;
  const signers = membersWhoSigned(envelope, keysOf(desk.root.chain));
  return {
    id,
    title: withdrawalTitle(i18n, withdrawal),
    lines: proposed === null ? [] : [begunText(i18n, calledBy(proposed.by, i18n.locale), proposed.at)],
    signed: signers.has(desk.keyring.member),
    ready: false,
  };
}
