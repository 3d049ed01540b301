import type { Keyring } from '../../keyring/keyring.ts';
import { removePlain } from '../../keyring/plain.ts';
import { type Renewal, renewals } from '../../keyring/renew.ts';
import { endInvitation, invitePerson } from '../../keyring/rotation.ts';
import { type Prepared, prepareRotation, proposeRotation, type Wanted } from '../../keyring/rotation-draft.ts';
import { dayOf } from '../../say/day.ts';
import { renewalSaid, renewedText } from '../../say/keyring.ts';
import { type Opening, showing } from '../showing.ts';
import { saidOf, signedText } from '../sign/manifest.ts';
import type { Saying, Whole } from '../sign/signing.ts';
import { leavingTasks } from './leaving.ts';
import { type People, peopleNow } from './people.ts';

/** Who belongs, who is coming, and the next manifest: invited, prepared, read and proposed by one steward. */
export function peopleTasks(at: () => Saying) {
  const drafts = showing<{ prepared: Prepared; opened: Keyring }>();
  const again = showing<Renewal[]>();
  const asking = () => {
    const { api, keyring, root } = at().desk;
    return { api, keyring, root };
  };
  return {
    ...leavingTasks(at),
    /** Who belongs, and who is coming. */
    async people(): Promise<People> {
      await at().desk.refresh();
      return peopleNow(at());
    },
    /** A one-time code: for new keys of a member, or somebody who joins with these roles, without any plain. */
    async invite(who: Parameters<typeof invitePerson>[1]): Promise<{ code: string; until: string }> {
      const { code, expires } = await invitePerson(at().desk.api, who);
      return { code, until: dayOf(expires) };
    },
    /** Ends an invitation of one's own, with what was given under it. */
    async endInvitation(id: string): Promise<People> {
      await endInvitation(at().desk.api, id);
      return peopleNow(at());
    },
    /** Removes a plain member at once. */
    async removePlain(member: string): Promise<People> {
      await removePlain(at().desk.api, member);
      return peopleNow(at());
    },
    /** The next manifest with what is wanted, to be read; nobody else knows of it yet. */
    prepareNext: (wanted: Wanted): Promise<Whole & Opening> =>
      drafts.open(async () => {
        await at().desk.refresh();
        const asked = asking();
        const prepared = await prepareRotation(asked, wanted, at().now);
        return [{ prepared, opened: asked.keyring }, saidOf(at().i18n, prepared.review)];
      }),
    /** Signs exactly what was read, and proposes it to the others. */
    async proposeNext(opening: number): Promise<string> {
      const { prepared, opened } = drafts.under(opening);
      const { desk, i18n, now } = at();
      const save = (made: Keyring) => desk.save(opened, made);
      const { read } = await proposeRotation(desk.api, prepared, save, now);
      return signedText(i18n, read, { waiting: read.review.waiting, signed: [desk.keyring.member] });
    },
    /** What an earlier key of this member had signed and counts no more, and all that it says. */
    toRenew: (): Promise<{ list: ReturnType<typeof renewalSaid>[] } & Opening> =>
      again.open(async () => {
        await at().desk.refresh();
        const all = await renewals(asking());
        return [all, { list: all.map((one) => renewalSaid(at().i18n, one)) }];
      }),
    /** Signs all of it again. */
    async renew(opening: number): Promise<string> {
      const all = again.under(opening);
      for (const one of all) await one.sign();
      return renewedText(at().i18n, all.length);
    },
  };
}
