import type { Role } from '../../../schemas/manifest.ts';
import type { OpenSetUp } from '../../../schemas/routes/members-set-up.ts';
import type { Api } from '../api/api.ts';
import { type Keyring, newMembersKeyring } from '../keyring/keyring.ts';
import type { SealedKeyring } from '../keyring/under-code.ts';
import { type Drafting, draftManifest, enrol, reviewDraft, signManifest, validUntil } from './set-up.ts';

export type FounderPlan = { roles: readonly Role[]; words: string };

/**
 * Sets a node up with all founders' keyrings made on one device, for the demo and for trying out: whoever runs it holds
 * the whole quorum. Nobody else who gave keys there is listed.
 * @returns the keyrings in the order of the plans; `keep` gets each when it is made and whenever it changes. `seal`
 * gives what of it shall lie at the node.
 */
export async function setUpTogether(
  api: Api,
  plans: readonly FounderPlan[],
  drafting: Omit<Drafting, 'shown'>,
  keep: (index: number, keyring: Keyring) => Promise<void>,
  seal?: (index: number, keyring: Keyring) => Promise<SealedKeyring>,
): Promise<Keyring[]> {
  const now = drafting.now ?? new Date();
  const keyrings: Keyring[] = [];
  let given: OpenSetUp | null = null;
  for (const [index, { roles, words }] of plans.entries()) {
    const keyring = await newMembersKeyring(roles, words, keyrings);
    await keep(index, keyring);
    given = await enrol(api, keyring, now, await seal?.(index, keyring));
    keyrings.push(keyring);
  }
  const first = Math.max(
    0,
    plans.findIndex((plan) => plan.roles.includes('accompanier')),
  );
  const ours = ({ member }: { member: string }) => keyrings.some((one) => one.member === member);
  const shown = given && { ...given, members: given.members.filter(ours), expires: validUntil(now) };
  const plan = { ...drafting, ...(shown && { shown }) };
  const drafted = await draftManifest(api, keyrings[first]!, plan, (changed) => keep(first, changed));
  keyrings[first] = drafted.keyring;
  for (const [index, keyring] of keyrings.entries()) {
    if (index === first) continue;
    const review = reviewDraft(drafted.state, keyring, drafted.keyring.collective ?? '', now);
    const signed = await signManifest(api, keyring, review, (changed) => keep(index, changed), now);
    keyrings[index] = signed.keyring;
  }
  return keyrings;
}
