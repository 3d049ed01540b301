import { Refusal } from '../../../../schemas/codes.ts';
import { agreementsContract } from '../../../../schemas/routes/agreements.ts';
import { fieldLabel } from '../../../agreement-file/vocabulary.ts';
import { idOf, membersWhoSigned, readUnverified } from '../../../protocol/envelope.ts';
import { keysOf } from '../../../protocol/manifest.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import { acknowledgementOf, type CheckedAcknowledgement, signAcknowledgement } from '../../agreements/acknowledge.ts';
import { call } from '../../api/call.ts';
import { acknowledgedText, acknowledgementLines, acknowledgeQuestion } from '../../say/acknowledge.ts';
import { agreementParts } from '../../say/agreement-words.ts';
import { signedText } from '../../say/agreements.ts';
import { acknowledgementTitle, begunText } from '../../say/to-sign.ts';
import type { Line, ReadWhole, Saying, Signing } from './signing.ts';

/** What stewards say in public of partners' agreements, once one of them has begun. */
export const acknowledgementsToSign: Signing = {
  role: 'steward',
  async list(at) {
    const lines: Line[] = [];
    for (const one of await waiting(at)) lines.push({ ...lineOf(at, await checked(at, one)), lines: [begun(at, one)] });
    return lines;
  },
  async read(at, id) {
    const found = (await waiting(at)).find((one) => one.id === id);
    if (!found) throw new Refusal('not-found', 'draft');
    return readWhole(at, await checked(at, found), [begun(at, found)]);
  },
};

/**
 * What a steward would be the first to say of a partner's agreement, by its id: `differs` are the clauses and other
 * parts on which we differ, none means that it fits. Refuses as `acknowledgementOf`.
 */
export async function sayOfPartners(at: Saying, agreement: string, differs: readonly string[]): Promise<ReadWhole> {
  return readWhole(at, await acknowledgementOf(who(at), agreement, differs), []);
}

/** A partner's agreement as its own signed words call it, and what the parts say on which one can differ. */
export type Differing = { title: string; parts: { id: string; heading: string; says: string }[] };

export async function whereToDiffer(at: Saying, agreement: string): Promise<Differing> {
  const said = await acknowledgementOf(who(at), agreement, []);
  const parts = agreementParts(at.i18n, said.about).flatMap(({ id, kind, heading, fields }) => {
    if (kind !== 'clause' && kind !== 'belonging') return [];
    const label = fieldLabel(kind, kind === 'clause' ? 'text' : 'when', at.i18n.locale);
    return [{ id, heading, says: fields.find((one) => one.label === label)?.text ?? '' }];
  });
  return { title: lineOf(at, said).title, parts };
}

function readWhole(at: Saying, said: CheckedAcknowledgement, lines: string[]): ReadWhole {
  const says = [...acknowledgementLines(at.i18n, said), acknowledgeQuestion(at.i18n)];
  return {
    shown: { ...lineOf(at, said), lines, says, words: null, parts: [] },
    sign: async () => {
      const answer = await signAcknowledgement(who(at), said);
      return answer.published ? acknowledgedText(at.i18n, said) : signedText(at.i18n, answer);
    },
  };
}

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

const begun = ({ i18n }: Saying, { by, at }: Waiting): string => begunText(i18n, calledBy(by, i18n.locale), at);

function lineOf({ desk, i18n }: Saying, said: CheckedAcknowledgement): Line {
  const signers = membersWhoSigned(said.envelope, keysOf(desk.root.chain));
  return {
    id: idOf(said.envelope),
    title: acknowledgementTitle(i18n, said),
    lines: [],
    signed: signers.has(desk.keyring.member),
    ready: false,
  };
}
