import { Refusal } from '../../../../schemas/codes.ts';
import { type Scope, scope } from '../../../../schemas/terms.ts';
import { daysAfter } from '../../../protocol/calendar.ts';
import { timeOf } from '../../../protocol/encoding.ts';
import { plain } from '../../../protocol/spelling.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import { partnersReleases, type Releases } from '../../desk-release/release.ts';
import {
  type Asking,
  addPeer,
  type CheckedPeer,
  checkPeer,
  comparePeer,
  comparisonsWaiting,
  decisionsWaiting,
  followPeer,
  listCalled,
  nameToSign,
  standWith,
  wordsWith,
} from '../../peers/peers.ts';
import { calledText } from '../../say/called.ts';
import { dayOf } from '../../say/day.ts';
import { partnersDeskText } from '../../say/desk-release.ts';
import {
  comparedText,
  comparisonBegunText,
  decidedText,
  decisionBegunText,
  peerStateText,
  readWordsText,
} from '../../say/peers.ts';
import { standingLines } from '../../say/to-sign.ts';
import { type Opening, showing } from '../showing.ts';
import type { Saying } from '../sign/signing.ts';
import { wantedHere } from './wanted.ts';

/** A partner in a list: how it is called, and how far trust is. */
export type Partner = { id: string; title: string; state: string };

/** A partner as a member reads it: the words of both collectives, and what stands between them. */
export type PartnerShown = Partner & {
  /** Twelve words to read to them; theirs are the same. */
  words: string;
  /** What to do with them. */
  how: string;
  /** The name that comparing signs, as it is shown here from then on. */
  name: string;
  /** Whether two of us have compared, so that something can be decided. */
  compared: boolean;
  /** What stands with them, line by line; empty for nothing. */
  stands: string[];
  /** What one of us began with them, and a second one has to do. */
  begun: string[];
  /** Which desk their stewards stand for, and since when. */
  desk: string;
};

/** What a member decides of a partner: what is taken and sent, and for how many days. */
export type Deciding = { accepts: readonly Scope[]; sends: readonly Scope[]; days: number };

/** Collectives that ours gets to know, compares words with and decides about; two of us for each. */
export function partnerTasks(at: () => Saying) {
  const open = showing<Pick<PartnerShown, 'id' | 'name'>>();
  const asking = () => {
    const { api, keyring, root } = at().desk;
    return { api, keyring, root };
  };
  const checked = (id: string): Promise<CheckedPeer> => checkPeer(asking(), id, at().now);
  return {
    /** Every collective that our node knows. */
    async partners(): Promise<Partner[]> {
      const { i18n, desk } = at();
      await desk.refresh();
      return (await listCalled(asking())).map(({ peer, as, state }) => ({
        id: peer,
        title: calledText(i18n, as),
        state: peerStateText(i18n, state),
      }));
    },
    /** Gets to know one by its address or handle, and follows its agreements; gives its id. Nothing is trusted yet. */
    async addPartner(address: string): Promise<string> {
      const { peer } = await addPeer(at().desk.api, address.trim());
      await followPeer(at().desk.api, peer);
      return peer;
    },
    /** One of them, by its own chain. */
    partner: (id: string): Promise<PartnerShown & Opening> =>
      open.open(async () => {
        const peer = await checked(id);
        const read = shown(at(), peer, await partnersReleases(at().desk.api, peer.chain, at().now));
        return [read, read];
      }),
    /** Signs that the words which were heard are the same, and that they are called here as was shown. */
    async compareWith({ opening, heard }: Opening & { heard: string }): Promise<string> {
      const { id, name } = open.under(opening);
      const { desk, i18n, now } = at();
      const peer = await checked(id);
      // A name that our people signed stays, whatever others call themselves since.
      const isNew = name !== peer.called.name;
      if (isNew && (peer.called.alike || (await otherNames(asking(), id)).has(plain(name))))
        throw new Refusal('name-alike');
      const asked = asking();
      const { signed, keyring } = await comparePeer(asked, peer, { heard, name }, now);
      await desk.save(asked.keyring, keyring);
      return comparedText(i18n, signed.complete);
    },
    /** Signs what they may do with us, until a day. */
    async decide({ opening, deciding }: Opening & { deciding: Deciding }): Promise<string> {
      const { id } = open.under(opening);
      const { accepts, sends, days } = deciding;
      const { i18n, now } = at();
      const chosen = (some: readonly Scope[]) => scope.options.filter((one) => some.includes(one));
      const reviewBy = `${dayOf(timeOf(daysAfter(now, days)))}T00:00:00Z`;
      const decision = { accepts: chosen(accepts), sends: chosen(sends), attest: wantedHere, reviewBy };
      const { complete } = await standWith(asking(), await checked(id), decision, now);
      return decidedText(i18n, complete);
    },
  };
}

/** Names of all others, as our people signed them or they call themselves. */
async function otherNames(asking: Asking, id: string): Promise<Set<string>> {
  const others = (await listCalled(asking)).filter(({ peer }) => peer !== id);
  return new Set(others.map(({ as }) => plain(as.name ?? as.says ?? '')));
}

function shown({ desk, i18n }: Saying, peer: CheckedPeer, signed: Releases): PartnerShown {
  const title = calledText(i18n, peer.called);
  const { api, keyring, root } = desk;
  const asking = { api, keyring, root };
  const { standing, comparison } = peer.root;
  const by = (signers: readonly string[]) => signers.map((member) => calledBy(member, i18n.locale)).join(', ');
  return {
    id: peer.chain.collective,
    title,
    state: peerStateText(i18n, peer.detail.state),
    words: wordsWith(asking, peer, i18n.locale === 'es' ? 'es' : 'en'),
    how: readWordsText(i18n, peer.called),
    name: nameToSign(asking, peer),
    compared: comparison !== null,
    begun: [
      ...comparisonsWaiting(asking, peer).map(({ at, signers }) => comparisonBegunText(i18n, by(signers), at)),
      ...decisionsWaiting(asking, peer).map(({ signers }) => decisionBegunText(i18n, by(signers))),
    ],
    stands: standing === null ? [] : standingLines(i18n, standing),
    desk: partnersDeskText(i18n, title, signed),
  };
}
