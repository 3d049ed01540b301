import { Refusal } from '../../../../schemas/codes.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import { type CheckedRelease, releaseOf, releasesWaiting, signRelease } from '../../desk-release/release.ts';
import { comparedHereText, releaseText, releaseTitle, unbegunText } from '../../say/desk-release.ts';
import { begunText, waitsForText } from '../../say/to-sign.ts';
import type { Line, Saying, Signing } from './signing.ts';

/** Under this, the desk that runs here waits for its first steward. */
const unbegun = 'desk';

/** Which desk stewards stand for: what a colleague began, and the one that runs here where nobody has. */
export const releasesToSign: Signing = {
  role: 'steward',
  async list(at) {
    const waiting = await releasesWaiting(who(at), at.now);
    const own = await notBegun(at);
    return [...waiting, ...(own ? [own] : [])].map((one) => lineOf(at, one));
  },
  async read(at, id) {
    const one =
      id === unbegun ? await notBegun(at) : (await releasesWaiting(who(at), at.now)).find((other) => other.id === id);
    if (!one) throw new Refusal('not-found', 'draft');
    const same = (await at.here()) === one.release.sha256;
    const says = [comparedHereText(at.i18n, same), releaseText(at.i18n, one)];
    return {
      shown: { ...lineOf(at, one), says, words: null, parts: [] },
      sign: async () => {
        const { released } = await signRelease(who(at), one);
        return waitsForText(at.i18n, released ? null : 'attest-threshold');
      },
    };
  },
};

const who = ({ desk: { api, keyring, root } }: Saying) => ({ api, keyring, chain: root.chain });

async function notBegun(at: Saying): Promise<CheckedRelease | null> {
  const print = await at.here();
  const one = print === null ? null : await releaseOf(who(at), print, at.now);
  return one?.begun === null ? one : null;
}

function lineOf({ desk, i18n }: Saying, one: CheckedRelease): Line {
  const { id, begun, signers } = one;
  return {
    id: begun === null ? unbegun : id,
    title: releaseTitle(i18n, one),
    lines:
      begun === null
        ? [unbegunText(i18n)]
        : begun.by === null
          ? []
          : [begunText(i18n, calledBy(begun.by, i18n.locale), begun.at)],
    signed: signers.has(desk.keyring.member),
    ready: false,
  };
}
