import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { Role } from '../../schemas/manifest.ts';
import type { NodeIdentity } from '../../schemas/people.ts';
import { type Profile, profile as profileSchema } from '../../schemas/routes/collective.ts';
import type { SetUpState } from '../../schemas/routes/members-set-up.ts';
import { acceptFirst } from '../collective/found-collective.ts';
import { nodeIdentity } from '../collective/node-keys.ts';
import {
  insertManifestDraft,
  lockNode,
  type ManifestDraft,
  manifestDrafts,
  ownNode,
  setAlone,
  setManifestDraft,
  setSetUpProfile,
} from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import { withSignatures } from '../peers/signatures.ts';
import { canonical } from '../protocol/canonical.ts';
import { keyStrong } from '../protocol/ed25519.ts';
import { dateOf, fromB64u, timeOf } from '../protocol/encoding.ts';
import { type Envelope, idOf, membersWhoSigned, readUnverified } from '../protocol/envelope.ts';
import { setUpMissing, startChain } from '../protocol/manifest.ts';
import { checkManifest, keysIn } from '../protocol/manifest-rules.ts';
import { verifySealKey } from '../protocol/seal-key.ts';
import { isCalledAlike } from '../protocol/two-word-name.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { checkFounding, type Share } from './founding.ts';
import { keepFirst } from './keyrings.ts';
import { deleteOthers, insertMember, memberRows, putSealKey, replaceShares, sealKeyRows } from './store.ts';

/** No manifest lists more. */
const mostFounders = 32;
/** Drafts of one founder at once: nobody keeps others from drafting. */
const mostDrafts = 4;

/** Reads where set-up stands. The caller has checked the code. */
export async function setUpState(runtime: Runtime): Promise<SetUpState> {
  const node = await nodeIdentity(runtime);
  return transaction(runtime.db, (tx) => readState(tx, node));
}

/**
 * Takes a founder's public key, roles and seal-key. Repeating it changes nothing.
 * @throws `weak-key`, `signature` (the key did not sign the seal-key), `conflict` (somebody else's id or key),
 * `duplicate-key` (words that sign in with somebody's key), `too-many`.
 */
export async function enrol(
  runtime: Runtime,
  founder: {
    publicKey: string;
    roles: readonly Role[];
    sealKey: Envelope;
    keyring?: { signInKey: string; file: string } | undefined;
  },
): Promise<SetUpState> {
  const now = runtime.clock.now();
  const { publicKey, sealKey, keyring } = founder;
  if (!keyStrong(fromB64u(publicKey, 32))) throw new Refusal('weak-key', 'publicKey');
  const { member } = readUnverified('seal-key', sealKey).statement;
  const { recipient, at } = verifySealKey(sealKey, [{ member, publicKey }], now);
  const roles = [...new Set(founder.roles)];
  return settingUp(runtime, async (tx, node) => {
    const known = await memberRows(tx);
    const same = known.find((one) => one.member === member || one.public_key === publicKey);
    if (same) {
      const unchanged = same.member === member && same.public_key === publicKey && roles.join() === same.roles.join();
      if (!unchanged) throw new Refusal('conflict', 'publicKey');
      return readState(tx, node);
    }
    if (known.length >= mostFounders) throw new Refusal('too-many');
    const others = known.map((one) => one.member);
    if (isCalledAlike(member, others)) throw new Refusal('called-alike', 'sealKey.member');
    await insertMember(tx, { member, public_key: publicKey, roles }, now);
    await putSealKey(tx, { member, recipient, envelope: JSON.stringify(sealKey), at: dateOf(at) });
    if (keyring) await keepFirst(tx, member, keyring, now);
    await record(tx, { actor: 'setup', action: 'setup.enrolled', subject: member }, now);
    return readState(tx, node);
  });
}

/**
 * Keeps what the collective will call itself.
 * @throws `conflict` where it is not what it was when this founder read it.
 */
export async function keepProfile(
  runtime: Runtime,
  { profile, before }: { profile: Profile; before: Profile | null },
): Promise<SetUpState> {
  return settingUp(runtime, async (tx, node, kept) => {
    const same = (one: Profile | null, other: Profile | null) => canonical(one) === canonical(other);
    if (!same(kept, before) && !same(kept, profile)) throw new Refusal('conflict', 'profile');
    await setSetUpProfile(tx, JSON.stringify(profile));
    return readState(tx, node);
  });
}

/** Keeps that one person makes all first keys here; every page says so from now on. */
export async function tryAlone(runtime: Runtime): Promise<SetUpState> {
  return settingUp(runtime, async (tx, node) => {
    if (!(await ownNode(tx))?.alone) {
      await setAlone(tx);
      await record(tx, { actor: 'setup', action: 'setup.alone' }, runtime.clock.now());
    }
    return readState(tx, node);
  });
}

/**
 * Keeps a draft of manifest v1, signed by whoever drafted it, beside others, whose signatures stay. The same one again
 * changes nothing.
 * @throws `too-many` (of one founder), and what `checkFounding` and the manifest's rules refuse.
 */
export async function draftFirst(
  runtime: Runtime,
  draft: { envelope: Envelope; profile: Profile; boxShares: Share[] },
): Promise<SetUpState> {
  const now = runtime.clock.now();
  const { statement, id } = readUnverified('manifest', draft.envelope);
  checkManifest(statement, now);
  const [drafter = ''] = membersWhoSigned(draft.envelope, keysIn(statement));
  return settingUp(runtime, async (tx, node) => {
    checkFounding(statement, node, await memberRows(tx), draft.boxShares);
    const drafts = await manifestDrafts(tx);
    if (drafts.some((one) => one.id === id)) return readState(tx, node);
    if (drafts.filter((one) => one.drafted_by === drafter).length >= mostDrafts) throw new Refusal('too-many');
    await insertManifestDraft(tx, {
      id,
      envelope: JSON.stringify(draft.envelope),
      profile: JSON.stringify(draft.profile),
      shares: JSON.stringify(draft.boxShares),
      drafted: now,
      drafted_by: drafter,
    });
    await record(tx, { actor: drafter, action: 'setup.drafted', subject: id }, now);
    return readState(tx, node);
  });
}

/**
 * Adds signatures to the draft whose words they are of. When every listed member has signed, manifest v1 stands,
 * whoever it does not list is forgotten, and the other drafts and the code are gone.
 * @throws `set-up-draft` (nobody drafted that) and signatures of nobody listed.
 */
export async function signFirst(runtime: Runtime, signed: Envelope): Promise<SetUpState> {
  const now = runtime.clock.now();
  return settingUp(runtime, async (tx, node) => {
    const draft = (await manifestDrafts(tx)).find(({ id }) => id === idOf(signed));
    if (!draft) throw new Refusal('set-up-draft');
    const envelope = withSignatures(storedEnvelope(draft.envelope), signed);
    const { statement } = readUnverified('manifest', envelope);
    const signers = membersWhoSigned(signed, keysIn(statement));
    const missing = setUpMissing(envelope);
    const { profile, boxShares } = broughtBy(draft);
    if (missing.length > 0) await setManifestDraft(tx, draft.id, JSON.stringify(envelope));
    else {
      checkFounding(statement, node, await memberRows(tx), boxShares);
      const chain = startChain(envelope, now);
      await acceptFirst(tx, chain, profile, now);
      await replaceShares(tx, statement.box[0]!.recipient, boxShares, now);
      await deleteOthers(
        tx,
        statement.members.map((one) => one.member),
      );
    }
    for (const member of signers) await record(tx, { actor: member, action: 'setup.signed', subject: draft.id }, now);
    if (missing.length > 0) return readState(tx, node);
    await record(tx, { actor: 'setup', action: 'setup.finished', subject: draft.id }, now);
    return { state: 'standing', collective: draft.id };
  });
}

/** One step of set-up at a time; none once the collective stands. */
async function settingUp(
  runtime: Runtime,
  step: (tx: Transaction<Database>, node: NodeIdentity, profile: Profile | null) => Promise<SetUpState>,
): Promise<SetUpState> {
  const identity = await nodeIdentity(runtime);
  return transaction(runtime.db, async (tx) => {
    const node = await lockNode(tx);
    if (node?.collective) throw new Refusal('already-set-up');
    return step(tx, identity, profileIn(node?.set_up_profile));
  });
}

const profileIn = (kept: string | null | undefined): Profile | null =>
  kept == null ? null : profileSchema.parse(JSON.parse(kept));

async function readState(tx: Transaction<Database>, node: NodeIdentity): Promise<SetUpState> {
  const sealKeys = new Map((await sealKeyRows(tx)).map((row) => [row.member, row.envelope]));
  const members = (await memberRows(tx)).map(({ member, public_key: publicKey, roles }) => ({
    member,
    publicKey,
    roles,
    sealKey: storedEnvelope(sealKeys.get(member) ?? ''),
  }));
  const drafts = (await manifestDrafts(tx)).map((draft) => {
    const envelope = storedEnvelope(draft.envelope);
    const { id, drafted_by: by, drafted } = draft;
    return { id, by, at: timeOf(drafted), envelope, ...broughtBy(draft), missing: setUpMissing(envelope) };
  });
  const own = await ownNode(tx);
  const profile = profileIn(own?.set_up_profile);
  return { state: 'open', node, profile, alone: own?.alone ?? false, members, drafts };
}

const broughtBy = ({ profile, shares }: ManifestDraft) => ({
  profile: profileSchema.parse(JSON.parse(profile)),
  boxShares: JSON.parse(shares) as Share[],
});
