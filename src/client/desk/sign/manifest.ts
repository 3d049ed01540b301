import type { I18n } from '@lingui/core';
import { Refusal, type RefusalCode } from '../../../../schemas/codes.ts';
import type { Role } from '../../../../schemas/manifest.ts';
import type { ProposedManifest } from '../../../../schemas/routes/members.ts';
import { refusalSentence } from '../../../platform/refusal.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import { refusedHere } from '../../api/desk.ts';
import type { Keyring } from '../../keyring/keyring.ts';
import { type ReadNext, readNext, readRotation, signRotation } from '../../keyring/rotation.ts';
import type { NextReview } from '../../keyring/rotation-review.ts';
import { acceptedText, reviewLines } from '../../say/manifest.ts';
import { roleName } from '../../say/names.ts';
import { begunText, manifestTitle, signedWaitsText, unreadTitle, waitsForText } from '../../say/to-sign.ts';
import { wordsOfDraft } from '../../set-up/set-up.ts';
import type { AtDesk } from '../at-desk.ts';
import type { Line, ReadWhole, Saying, Signing, Whole } from './signing.ts';

/** Next manifests: who belongs, with which roles and keys. Every member may read and sign one. */
export const manifestsToSign = {
  role: null,
  async list(at: Reading): Promise<Line[]> {
    const { proposals } = await readRotation(at.desk.api);
    const standing = proposals.filter(({ lapsed }) => lapsed === null);
    return Promise.all(standing.map((one) => lineOrWhy(at, one)));
  },
  async read(at: Reading, id: string): Promise<ReadWhole> {
    const { desk, i18n } = at;
    const read = await reading(at, id);
    const { proposals } = await readRotation(desk.api);
    const signed = proposals.find((one) => one.id === id)?.signed ?? [];
    return {
      shown: { ...saidOf(i18n, read.review), ...lineOf(at, read, signed) },
      sign: async () => {
        const then = desk.keyring;
        const save = (made: Keyring) => desk.save(then, made);
        const { accepted, state } = await signRotation(desk.api, then, read, save);
        if (accepted) return acceptedText(i18n, read.review.next.version);
        return signedText(
          i18n,
          read,
          state.proposals.find((one) => one.id === id),
        );
      },
    };
  },
} satisfies Signing;

/** Who reads one: a member at the desk, or somebody whose key it lists and who has the code of their invitation. */
type Reading = Omit<Saying, 'desk' | 'here'> & { desk: Pick<AtDesk, 'api' | 'keyring' | 'save'> };

/** All that one says, to be read before signing: each difference, and the words that all who sign compare. */
export function saidOf(i18n: I18n, review: NextReview): Whole {
  return {
    id: review.id,
    title: manifestTitle(i18n, review.next.version),
    lines: [],
    signed: false,
    ready: false,
    says: reviewLines(i18n, review, naming(i18n)),
    words: wordsOfDraft(review.id, languageOf(i18n)),
    parts: [],
  };
}

async function reading({ desk, now }: Reading, named: string): Promise<ReadNext> {
  const read = await readNext(desk.api, desk.keyring, { named, now });
  if (read.review.id !== named) throw new Refusal('manifest-draft');
  return read;
}

/** One of several that stand side by side; one that this person cannot read is named all the same, and why. */
async function lineOrWhy(at: Reading, { id, signed, by, at: when }: ProposedManifest): Promise<Line> {
  try {
    return lineOf(at, await reading(at, id), signed);
  } catch (error) {
    if (!refusedHere(error)) throw error;
    const lines = [begunText(at.i18n, calledBy(by, at.i18n.locale), when), refusalSentence(at.i18n, error)];
    return { id, title: unreadTitle(at.i18n), lines, signed: true, ready: false };
  }
}

/** Said to whoever signed one just now: it waits for these, as the node says. */
export function signedText(i18n: I18n, read: ReadNext, now: Pick<ProposedManifest, 'signed' | 'waiting'> | undefined) {
  const { waiting, signed } = now ?? { waiting: null, signed: [] };
  return signedWaitsText(i18n, waiting, missing(i18n, read, waiting, signed));
}

/** Who can still give what it waits for: stewards until now, those to come, or whoever has a new key. */
function missing(
  { locale }: I18n,
  { chain, review }: Pick<ReadNext, 'chain' | 'review'>,
  waiting: RefusalCode | null,
  signed: readonly string[],
): string[] {
  const old = chain.newest.statement;
  const had = new Set(old.members.flatMap(({ sign }) => sign));
  const { members } = waiting === 'rotate-threshold-old' ? old : review.next;
  return members
    .filter(({ roles, sign }) =>
      waiting === 'no-proof-of-possession' ? sign.some((key) => !had.has(key)) : roles.includes('steward'),
    )
    .filter(({ member }) => !signed.includes(member))
    .map(({ member }) => calledBy(member, locale));
}

const naming = (i18n: I18n) => ({
  member: (member: string) => calledBy(member, i18n.locale),
  role: (role: Role) => roleName(i18n, role),
  key: (publicKey: string) => wordsOfDraft(publicKey, languageOf(i18n)),
});

const languageOf = ({ locale }: I18n) => (locale === 'es' ? 'es' : 'en');

function lineOf({ desk, i18n }: Reading, read: ReadNext, signed: readonly string[]) {
  const { review, by, at } = read;
  const waits = waitsForText(i18n, review.waiting, missing(i18n, read, review.waiting, signed));
  return {
    id: review.id,
    title: manifestTitle(i18n, review.next.version),
    lines: [begunText(i18n, calledBy(by, i18n.locale), at), waits],
    signed: signed.includes(desk.keyring.member),
    ready: false,
  };
}
