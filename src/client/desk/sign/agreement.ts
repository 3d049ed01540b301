import { Refusal } from '../../../../schemas/codes.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import { type ListedDraft, listDrafts, publishAgreement, signAgreement } from '../../agreements/agreements.ts';
import { versionBefore } from '../../agreements/standing-version.ts';
import { agreementDraftLines, publishedText, signedText, titleOf } from '../../say/agreements.ts';
import { comparedParts } from '../../say/compared-parts.ts';
import { begunText } from '../../say/to-sign.ts';
import type { Saying, Signing } from './signing.ts';

/** Agreements that stewards sign and publish. */
export const agreementsToSign: Signing = {
  role: 'steward',
  async list(at) {
    const drafts = await listDrafts(who(at));
    return drafts.filter(({ lapsed }) => lapsed === null).map((draft) => lineOf(at, draft));
  },
  async read(at, id) {
    const draft = (await listDrafts(who(at))).find((one) => one.id === id && one.lapsed === null);
    if (!draft) throw new Refusal('not-found', 'draft');
    const parts = comparedParts(at.i18n, draft.statement, await versionBefore(who(at), draft.statement));
    const line = lineOf(at, draft);
    const lines = [...line.lines, ...agreementDraftLines(at.i18n, draft)];
    return {
      shown: { ...line, lines, says: [], words: null, parts },
      sign: async () => signedText(at.i18n, await signAgreement(who(at), draft)),
      publish: async () => publishedText(at.i18n, (await publishAgreement(at.desk.api, id)).url),
    };
  },
};

const who = ({ desk: { api, keyring, root } }: Saying) => ({ api, keyring, chain: root.chain });

function lineOf({ desk, i18n }: Saying, draft: ListedDraft) {
  const { id, statement, by, at, signers, needed } = draft;
  return {
    id,
    title: titleOf(statement),
    lines: [begunText(i18n, calledBy(by, i18n.locale), at), signedText(i18n, draft)],
    signed: signers.includes(desk.keyring.member),
    ready: signers.length >= needed && statement.adopted !== null,
  };
}
