import { Refusal } from '../../../schemas/codes.ts';
import type { Comparison } from '../../../schemas/comparison.ts';
import type { MyDelivery } from '../../../schemas/notice-answers.ts';
import type { AgreementList } from '../../../schemas/routes/agreements-reading.ts';
import type { PeerSummary } from '../../../schemas/routes/peers.ts';
import { verifyComparison } from '../../protocol/comparison-words.ts';
import { type Chain, readChain } from '../../protocol/manifest.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';

/** Known to this file alone, so that nothing else is taken for a {@link Called}. */
declare const madeHere: unique symbol;

/**
 * How another collective is shown to people, never by a name alone: the one way in which anything here names one. Made
 * in this file, from the chain that was read and from what two of our own people signed; `calledText` says it.
 */
export type Called = {
  readonly collective: string;
  /** The host of its node, by its own chain; null where no chain could be read. */
  readonly host: string | null;
  /** What two of our own people signed; null while they have signed none. */
  readonly name: string | null;
  /** What it calls itself, as our node says, where that is another name. Nobody has to believe it. */
  readonly says: string | null;
  /** Whether our node found that name to look like another one here. */
  readonly alike: boolean;
  /** The host beside the name when it was signed, where its chain names another one now. */
  readonly before: string | null;
  readonly [madeHere]: true;
};

/** What a node says of a name. */
type Said = Partial<Pick<PeerSummary, 'called' | 'calledAlike'>> & { name: string | null };

/** A collective by its chain as it was read here, and by the comparison with it that our own chain verified, if any. */
export function calledOf({ collective, newest }: Chain, comparison: Comparison | null, said: Said): Called {
  const { host } = new URL(newest.statement.node.actor);
  const shown = comparison?.peer === collective ? comparison.shown : undefined;
  const before = shown && shown.host !== host ? shown.host : null;
  return made({ collective, host, name: shown?.name ?? null, before }, said);
}

/** A collective of which nothing could be checked here: by its id, and by what was said of it. */
export function calledUnread(collective: string, said: Said, host: string | null = null): Called {
  return made({ collective, host, name: null, before: null }, said);
}

/** Who holds a delivery, by their own chain and by what two people of the collective whose node this is signed. */
export function holderOf(
  { peer, chain, comparison, name }: Pick<MyDelivery, 'peer' | 'chain' | 'comparison' | 'name'>,
  own: Chain,
  now: Date,
): Called | null {
  if (peer === '') return null;
  try {
    const theirs = readChain(chain, now, { expect: peer });
    const compared = comparison && verifyComparison(withoutFormerKeys(comparison, own), own, now);
    return calledOf(theirs, compared, { name });
  } catch (error) {
    if (error instanceof Refusal) return calledUnread(peer, { name });
    throw error;
  }
}

/** A partner on the public list of agreements, which nobody signs: its host is where the agreement was announced. */
export function calledInPublic({ peer, name, original }: AgreementList['partners'][number]): Called {
  return calledUnread(peer, { name }, URL.canParse(original) ? new URL(original).host : null);
}

/**
 * Refuses (`from-mismatch`) a collective that our node found under a name which is not the one that our own people
 * signed for it, nor its id or address.
 */
export function requireMeant(given: string, { collective, host, name }: Called): void {
  const meant = given.trim().toLowerCase();
  if (given.trim() === collective || name === null || meant === name.toLowerCase()) return;
  if (host === null || !meant.split(/[/@]+/).includes(host)) throw new Refusal('from-mismatch', 'name');
}

type Checked = Pick<Called, 'collective' | 'host' | 'name' | 'before'>;

function made(checked: Checked, { name, called = null, calledAlike = null }: Said): Called {
  const says = called ?? name;
  const other = says === checked.name ? null : says;
  return { ...checked, says: other, alike: other !== null && calledAlike !== null } as Called;
}
