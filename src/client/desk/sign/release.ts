import { Refusal } from '../../../../schemas/codes.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import { type CheckedRelease, releaseOf, releasesWaiting, signRelease } from '../../desk-release/release.ts';
import { comparedHereText, releaseText, releaseTitle } from '../../say/desk-release.ts';
import { begunText, signedWaitsText } from '../../say/to-sign.ts';
import type { Line, Saying, Signing } from './signing.ts';
import { thisDesk } from './this-desk.ts';

/** Which desk stewards stand for, once one of them has begun. */
export const releasesToSign: Signing = {
  role: 'steward',
  async list(at) {
    return (await releasesWaiting(who(at), at.now)).map((one) => lineOf(at, one));
  },
  async read(at, id) {
    const print = await at.here();
    const one =
      id === thisDesk
        ? print && (await releaseOf(who(at), print, at.now))
        : (await releasesWaiting(who(at), at.now)).find((other) => other.id === id);
    if (!one) throw new Refusal('not-found', 'draft');
    const says = [comparedHereText(at.i18n, print === one.release.sha256), releaseText(at.i18n, one)];
    return {
      shown: { ...lineOf(at, one), id, says, words: null, parts: [] },
      sign: async () => {
        const { released } = await signRelease(who(at), one);
        return signedWaitsText(at.i18n, released ? null : 'attest-threshold');
      },
    };
  },
};

const who = ({ desk: { api, keyring, root } }: Saying) => ({ api, keyring, chain: root.chain });

function lineOf({ desk, i18n }: Saying, one: CheckedRelease): Line {
  const { id, begun, signers } = one;
  const lines = begun?.by ? [begunText(i18n, calledBy(begun.by, i18n.locale), begun.at)] : [];
  const signed = signers.has(desk.keyring.member);
  return { id, title: releaseTitle(i18n, one), lines, signed, ready: false };
}
