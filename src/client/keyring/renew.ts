import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { agreementsContract } from '../../../schemas/routes/agreements.ts';
import { agreementsReadingContract } from '../../../schemas/routes/agreements-reading.ts';
import { peersContract } from '../../../schemas/routes/peers.ts';
import type { Standing } from '../../../schemas/standing.ts';
import { canonical } from '../../protocol/canonical.ts';
import { fromB64u } from '../../protocol/encoding.ts';
import {
  type Envelope,
  keyidOf,
  keysWhoSigned,
  membersWhoSigned,
  readUnverified,
  type SignerKey,
  signEnvelope,
} from '../../protocol/envelope.ts';
import { type Chain, keysOf, memberKeys, signersOf } from '../../protocol/manifest.ts';
import { keysIn } from '../../protocol/manifest-rules.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import { listAgreements } from '../agreements/agreements.ts';
import { call } from '../api/call.ts';
import { type Called, calledOf } from '../peers/called.ts';
import { type Asking, checkPeer, listPeers } from '../peers/peers.ts';
import { titleOf } from '../say/agreements.ts';
import { signingSecret } from './keyring.ts';

/**
 * Something that counts no more because a key of ours was replaced, with all that it says, and the way to sign it
 * again; `at` is when it was signed first.
 */
export type Renewal = { at: string; sign(): Promise<void> } & (
  | { kind: 'comparison'; about: Called }
  | { kind: 'standing'; about: Called; standing: Standing }
  | { kind: 'agreement'; about: string; id: string; statement: Agreement }
);

/**
 * What this person signs again with a new key: comparisons and standings that their earlier keys had signed, and no
 * others; and, as a steward, published agreements of ours that stewards' earlier keys had signed. Every old signature
 * is checked by the own chain. Signs nothing yet.
 */
export async function renewals(asking: Asking): Promise<Renewal[]> {
  const found: Renewal[] = [];
  for (const { peer, state } of await listPeers(asking.api))
    if (state === 'compared' || state === 'trusted') found.push(...(await aboutPeer(asking, peer)));
  return asking.keyring.roles.includes('steward') ? [...found, ...(await agreementsAgain(asking))] : found;
}

async function aboutPeer(asking: Asking, peer: string): Promise<Renewal[]> {
  const { detail, chain, root } = await checkPeer(asking, peer);
  const newest = (kind: 'comparison' | 'standing' | 'standing-offer') =>
    detail.statements.find((one) => one.kind === kind && one.complete && signedBefore(asking, one.envelope));
  const again = (one: { envelope: Envelope }) => signedAnew(asking, one.envelope);
  const params = { peer };
  const found: Renewal[] = [];
  const [compared, standing, offer] = [newest('comparison'), newest('standing'), newest('standing-offer')];
  // The name that stands in what is signed again.
  const signed = compared ? readUnverified('comparison', compared.envelope).statement : root.comparison;
  const called = calledOf(chain, signed, detail);
  if (compared)
    found.push({
      kind: 'comparison',
      about: called,
      at: compared.at,
      sign: async () =>
        void (await call(asking.api, peersContract.compare, { params, body: { envelope: again(compared) } })),
    });
  const decided = standing && readUnverified('standing', standing.envelope).statement;
  if (standing && decided && offer && offers(offer.envelope, decided))
    found.push({
      kind: 'standing',
      about: called,
      at: standing.at,
      standing: decided,
      sign: async () => {
        const body = { standing: again(standing), offer: again(offer) };
        await call(asking.api, peersContract.stand, { params, body });
      },
    });
  return found;
}

/** Whether a partner is told exactly what was decided. */
function offers(envelope: Envelope, decided: Standing): boolean {
  const { statement } = readUnverified('standing-offer', envelope);
  return canonical({ ...statement, type: decided.type }) === canonical(decided);
}

async function agreementsAgain(asking: Asking): Promise<Renewal[]> {
  const { api, root } = asking;
  const found: Renewal[] = [];
  for (const { series } of (await listAgreements(api)).agreements) {
    const { envelope } = await call(api, agreementsReadingContract.own, { params: { series } });
    const still = withoutFormerKeys(envelope, root.chain);
    const stewards = signersOf(still, root.chain, 'steward');
    const enough = stewards.size >= root.chain.newest.statement.policy.rotate;
    if ((enough && still.signatures.length === envelope.signatures.length) || stewards.has(asking.keyring.member))
      continue;
    if (!everAdopted(envelope, root.chain)) continue;
    const { statement, id } = readUnverified('agreement', envelope);
    const again = { params: { id }, body: { envelope: signedAnew(asking, envelope) } };
    const sign = async () => void (await call(api, agreementsContract.signAgain, again));
    found.push({ kind: 'agreement', about: titleOf(statement), at: statement.issuedAt, id, statement, sign });
  }
  return found;
}

/**
 * Whether enough stewards of one version of our chain signed it: nobody is asked to sign again what never stood.
 * @throws `signature` for a signature that is by no key that any version listed
 */
function everAdopted(envelope: Envelope, chain: Chain): boolean {
  const signed = keysWhoSigned(envelope, memberKeys(chain));
  const idOfKey = ({ publicKey }: SignerKey) => keyidOf(fromB64u(publicKey, 32));
  // Of keys that somebody else may have held, nobody knows when they signed: they alone adopted nothing.
  const doubtful = chain.newest.statement.revoked.filter(({ reason }) => reason === 'compromised');
  const held = new Set(doubtful.map(({ keyid }) => keyid));
  return chain.all.some(({ statement }) => {
    const theirs = keysIn(statement, 'steward').filter((key) => signed.has(idOfKey(key)));
    const enough = new Set(theirs.map(({ member }) => member)).size >= statement.policy.rotate;
    return enough && theirs.some((key) => !held.has(idOfKey(key)));
  });
}

/** Whether an earlier key of this person signed it, and none of their current ones. */
function signedBefore({ keyring, root }: Asking, envelope: Envelope): boolean {
  const { member } = keyring;
  try {
    const ever = membersWhoSigned(envelope, memberKeys(root.chain));
    const now = membersWhoSigned(withoutFormerKeys(envelope, root.chain), keysOf(root.chain));
    return ever.has(member) && !now.has(member);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

const signedAnew = ({ keyring, root }: Asking, envelope: Envelope): Envelope =>
  signEnvelope(withoutFormerKeys(envelope, root.chain), signingSecret(keyring));
