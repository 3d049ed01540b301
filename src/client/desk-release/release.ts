import { deskContract, type SignedRelease } from '../../../schemas/routes/desk.ts';
import type { StatementOf } from '../../../schemas/statements.ts';
import { checkDeskRelease, requireLaterRelease } from '../../protocol/desk-release.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { draftEnvelope, type Envelope, idOf, signEnvelope } from '../../protocol/envelope.ts';
import type { Chain } from '../../protocol/manifest.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import { hasQuorum, twoStewards } from '../../protocol/signers.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';
import { type Keyring, signingSecret } from '../keyring/keyring.ts';

/** A release of a desk that two stewards of its collective signed, and which members they are. */
export type Release = StatementOf<'desk-release'> & { id: string; signers: string[] };

/** What is signed for a desk: the newest release, and the one before. */
export type Releases = { newest: Release | null; before: Release | null };

/** Where a node says that its desk is, and what is signed for it. */
export type DeskTold = Releases & { desk: string | null };

/** Reads what a node has of its own desk by its own chain. Refuses as `releasesIn`. */
export async function readReleases(api: Api, chain: Chain, now: Date): Promise<DeskTold> {
  const { desk, releases } = await call(api, deskContract.releases);
  return { desk, ...releasesIn(releases, chain, now) };
}

/** What our node last heard of a partner's desk, by that partner's chain. Refuses as `releasesIn`. */
export async function partnersReleases(api: Api, chain: Chain, now: Date): Promise<Releases> {
  const { releases } = await call(api, deskContract.ofPartner, { params: { peer: chain.collective } });
  return releasesIn(releases, chain, now);
}

/**
 * Those that two of its present stewards stand for. Refuses a signature that does not hold, and releases that are not
 * in their order.
 */
function releasesIn(envelopes: readonly Envelope[], chain: Chain, now: Date): Releases {
  const [newest = null, before = null] = envelopes.flatMap((envelope) => {
    const read = checkDeskRelease(withoutFormerKeys(envelope, chain), chain, now);
    const { statement, id, signers } = read;
    return hasQuorum(read, chain, twoStewards) ? [{ ...statement, id, signers: [...signers] }] : [];
  });
  if (newest) requireLaterRelease(newest, before);
  return { newest, before };
}

/** A release to sign, as it was read here; `begun` by whom and when, null where nobody has yet. */
export type CheckedRelease = {
  id: string;
  envelope: Envelope;
  release: StatementOf<'desk-release'>;
  signers: ReadonlySet<string>;
  begun: { by: string | null; at: string } | null;
};

type Signing = { api: Api; keyring: Keyring; chain: Chain };

/** Releases of our desk that wait for another steward. Of one that cannot be read nothing is signed: it refuses. */
export async function releasesWaiting({ api, chain }: Omit<Signing, 'keyring'>, now: Date): Promise<CheckedRelease[]> {
  const { drafts } = await call(api, deskContract.drafts);
  return drafts.map(({ envelope, by, at }) => {
    const { statement, id, signers } = checkDeskRelease(envelope, chain, now);
    return { id, envelope, release: statement, signers, begun: { by, at } };
  });
}

/**
 * The release of a desk with that print: what a colleague began, else a new one after the newest that is signed. Null
 * where that one has the same print.
 */
export async function releaseOf(
  who: Omit<Signing, 'keyring'>,
  sha256: string,
  now: Date,
): Promise<CheckedRelease | null> {
  const { api, chain } = who;
  const begun = (await releasesWaiting(who, now)).find(({ release }) => release.sha256 === sha256);
  if (begun) return begun;
  const { newest } = await readReleases(api, chain, now);
  if (newest?.sha256 === sha256) return null;
  const version = (newest?.version ?? 0) + 1;
  const release = { type: 'desk-release' as const, issuer: chain.collective, version, sha256, at: timeOf(now) };
  const envelope = draftEnvelope('desk-release', release);
  return { id: idOf(envelope), envelope, release, signers: new Set(), begun: null };
}

/** Signs exactly that as a steward; it stands once two have. */
export function signRelease({ api, keyring }: Signing, { envelope }: CheckedRelease): Promise<SignedRelease> {
  const body = { envelope: signEnvelope(envelope, signingSecret(keyring)) };
  return call(api, deskContract.sign, { body });
}
