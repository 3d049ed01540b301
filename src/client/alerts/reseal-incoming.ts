import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import type { ListedNotice, Notice, Reseals } from '../../../schemas/notice-answers.ts';
import { noticesContract } from '../../../schemas/routes/notices.ts';
import { openFile } from '../../protocol/age-seal.ts';
import { cipherOf } from '../../protocol/delivery.ts';
import { b64u, fromB64u, sameBytes } from '../../protocol/encoding.ts';
import { boxOf, type Chain, keysOf } from '../../protocol/manifest.ts';
import { recipientsWithout, reseal } from '../../protocol/resealing.ts';
import { type Api, ApiRefusal } from '../api/api.ts';
import { call } from '../api/call.ts';
import type { Desk } from '../api/desk.ts';
import { everyPage } from '../api/every-page.ts';
import { fetchNotice, identitiesOf, listNotices, placeOf, wouldOpen } from './open-notice.ts';

type Recipients = ReadonlyMap<string, string>;

/**
 * How many editions of peers this client sealed anew, for a colleague to confirm; confirmed; and had to leave, for want
 * of a seal-key.
 */
export type ResealedIncoming = { proposed: number; confirmed: number; left: number };

/** Hears how many of how many were looked at, of our drafts, of what peers sent, and of what we sent. */
export type Tell = (what: 'drafts' | 'received' | 'sent', done: number, of: number) => void;

/** What a colleague sealed anew, as the node lists it: under its hash, by whom, when, and for whom it is not. */
export type ProposedReseal = Reseals['reseals'][number];

/** Who is recused from what, and all that was sealed anew. */
export async function listReseals(api: Api): Promise<Reseals> {
  const pages = await everyPage(
    (query) => call(api, noticesContract.reseals, { query }),
    (page) => [page],
  );
  return {
    recusals: pages.flatMap(({ recusals }) => recusals),
    reseals: pages.flatMap(({ reseals }) => reseals),
  };
}

/** What colleagues propose to seal so that somebody takes no part any more who does so far: for a person to decide. */
export async function proposedRecusals({
  api,
  keyring,
  own,
}: Pick<Desk, 'api' | 'keyring' | 'own'>): Promise<ProposedReseal[]> {
  const known = await listReseals(api);
  return known.reseals.filter(
    (one) =>
      isOpen(one) && one.by !== keyring.member && !one.recused.includes(keyring.member) && recusesMore(own, known, one),
  );
}

/** Whether two proposals are of one item and leave out the same people, by one colleague: its editions. */
export const sameRecusal = (one: ProposedReseal, other: ProposedReseal): boolean => recusal(one) === recusal(other);

const recusal = ({ peer, delivery, by, recused }: ProposedReseal): string => [peer, delivery, by, ...recused].join();

/**
 * Seals anew what peers sent and lies at our node under an older box, or is still open to somebody who is recused from
 * it; and confirms what a colleague sealed anew, when it says byte for byte the same, or, on a device that cannot open
 * the earlier bytes, passes every check of an opening. Seals only to our own box or to members' own verified
 * recipients. What would take somebody's part away is confirmed only where `agreed` names it by its hash.
 */
export async function resealIncoming(
  desk: Desk,
  recipients: Recipients,
  agreed: readonly string[] = [],
  tell: Tell = () => {},
): Promise<ResealedIncoming> {
  const known = await listReseals(desk.api);
  const { member } = desk.keyring;
  const done = { proposed: 0, confirmed: 0, left: 0 };
  const notices = await listNotices(desk);
  for (const [place, listed] of notices.entries()) {
    tell('received', place, notices.length);
    if (listed.state === 'failed') continue;
    const notice = await fetchNotice(desk, listed);
    const recused = recusedIn(known, listed);
    const entries = entriesOf(known, listed);
    const open = chosen(desk.own, known, entries.filter(isOpen), agreed).filter(({ by }) => by !== member);
    const mine = entries.some(
      (one) => isOpen(one) && one.by === member && recused.every((gone) => one.recused.includes(gone)),
    );
    const confirmed = entries.find(({ state }) => state === 'confirmed');
    try {
      if (await confirmOne(desk, notice, open)) done.confirmed++;
      else if (!mine && (await needed(desk, notice, recused, confirmed))) {
        await propose(desk, recipients, notice, recused);
        done.proposed++;
      }
    } catch (error) {
      // Erased or sealed anew by a colleague meanwhile, or not for this keyring to open.
      if (!(error instanceof Refusal) || !passing.includes(error.code)) throw error;
      if (error.code === 'recipient') done.left++;
    }
  }
  return done;
}

/** What may be confirmed of an edition: what was agreed to; else what leaves out nobody, where nothing else waits. */
function chosen(
  own: Chain,
  known: Reseals,
  open: readonly ProposedReseal[],
  agreed: readonly string[],
): ProposedReseal[] {
  const named = open.filter(({ id }) => agreed.includes(id));
  if (named.length > 0) return named;
  // What is confirmed makes the others lapse.
  if (open.some((one) => recusesMore(own, known, one))) return [];
  return open.filter((one) => leftOut(known, one).length === 0);
}

/**
 * Confirms that somebody takes no part any more, edition by edition as a person was shown it, and nothing else.
 * @throws `lapsed` for what was changed, answered or does not say the same; what was confirmed before it stays
 */
export async function confirmRecusal(desk: Desk, shown: readonly ProposedReseal[]): Promise<void> {
  const known = await listReseals(desk.api);
  const notices = await listNotices(desk);
  for (const one of shown) {
    const still = entriesAt(known, one).find((other) => other.id === one.id && sameRecusal(one, other));
    const listed = notices.find(
      ({ peer, header }) => peer === one.peer && header.delivery === one.delivery && header.edition === one.edition,
    );
    const confirmed = still && listed && (await confirm(desk, await fetchNotice(desk, listed), still));
    if (!confirmed) throw new Refusal('lapsed');
  }
}

/** Says that this person takes no part in an item: it is not there for them from now on. */
export async function recuseSelf({ api }: Desk, peer: string, delivery: string): Promise<void> {
  await call(api, noticesContract.recuse, { params: { peer, delivery } });
}

/**
 * Seals every edition of an item anew for everybody but one more member. It holds, and the item is gone for them, once
 * another colleague confirms it.
 * @throws `recipient` when nobody would be left, or somebody who stays has no seal-key.
 */
export async function recuseMember(
  desk: Desk,
  recipients: Recipients,
  { peer, delivery, member }: { peer: string; delivery: string; member: string },
): Promise<void> {
  const known = await listReseals(desk.api);
  const editions = (await listNotices(desk)).filter((one) => one.peer === peer && one.header.delivery === delivery);
  if (editions.length === 0) throw new Refusal('not-found', 'delivery');
  for (const listed of editions) {
    const mine = entriesOf(known, listed).filter((one) => isOpen(one) && one.by === desk.keyring.member);
    // One proposal of a member takes the place of their last one: whom that left out stays left out.
    const recused = [...new Set([...recusedIn(known, listed), ...mine.flatMap((one) => one.recused), member])];
    await propose(desk, recipients, await fetchNotice(desk, listed), recused);
  }
}

/** Old identities that some item here still needs: nothing that we hold opens without them. */
export async function stillNeeded(desk: Desk, over: readonly string[]): Promise<Set<string>> {
  const others = identitiesOf(desk).filter((one) => !over.includes(one));
  const needed = new Set<string>();
  for (const listed of await listNotices(desk)) {
    const { body } = await fetchNotice(desk, listed);
    if (await clearOf(body, others)) continue;
    for (const identity of over) if (await clearOf(body, [identity])) needed.add(identity);
  }
  return needed;
}

const passing: readonly RefusalCode[] = ['conflict', 'not-found', 'unseal', 'recipient'];

const recusedIn = ({ recusals }: Reseals, { peer, header }: ListedNotice): string[] =>
  recusals.filter((one) => one.peer === peer && one.delivery === header.delivery).map(({ member }) => member);

const entriesOf = (known: Reseals, { peer, header }: ListedNotice): ProposedReseal[] =>
  entriesAt(known, { peer, delivery: header.delivery, edition: header.edition });

const entriesAt = (
  { reseals }: Reseals,
  { peer, delivery, edition }: Pick<ProposedReseal, 'peer' | 'delivery' | 'edition'>,
): ProposedReseal[] =>
  reseals.filter((one) => one.peer === peer && one.delivery === delivery && one.edition === edition);

const isOpen = ({ state }: ProposedReseal): boolean => state === 'open';

/** Who would take no part any more and does so far, as far as the node tells. */
function leftOut({ recusals }: Reseals, { peer, delivery, recused }: ProposedReseal): string[] {
  const already = recusals.filter((one) => one.peer === peer && one.delivery === delivery).map(({ member }) => member);
  return recused.filter((member) => !already.includes(member));
}

/** Whether one who accompanies proposes that of another: of nobody else it waits to be read. */
function recusesMore(own: Chain, known: Reseals, one: ProposedReseal): boolean {
  const ours = new Set(keysOf(own, 'accompanier').map(({ member }) => member));
  return ours.has(one.by) && leftOut(known, one).some((member) => ours.has(member));
}

const newestBox = ({ keyring, own, now }: Desk): string[] => {
  const recipient = boxOf(own, now);
  return keyring.boxes.filter((box) => box.recipient === recipient).map((box) => box.identity);
};

async function needed(
  desk: Desk,
  { body }: Notice,
  recused: readonly string[],
  confirmed: ProposedReseal | undefined,
): Promise<boolean> {
  if (recused.length === 0) return (await clearOf(body, newestBox(desk))) === null;
  return !confirmed || recused.some((member) => !confirmed.recused.includes(member));
}

async function propose(desk: Desk, recipients: Recipients, notice: Notice, recused: readonly string[]): Promise<void> {
  const { own, now, api } = desk;
  const to = recused.length === 0 ? [boxOf(own, now)] : recipientsWithout(own, recipients, recused);
  const body = b64u(await reseal(fromB64u(notice.body), identitiesOf(desk), to));
  const proposal = { expected: cipherOf(notice.body), body, recused: [...recused] };
  await call(api, noticesContract.proposeReseal, { params: placeOf(notice), body: proposal });
}

async function confirmOne(desk: Desk, notice: Notice, open: readonly ProposedReseal[]): Promise<boolean> {
  for (const one of open) if (await confirm(desk, notice, one)) return true;
  return false;
}

/** What is sealed to the box must open with the box alone: a copy for the two of us would shut the others out. */
async function confirm(desk: Desk, notice: Notice, { id, recused }: ProposedReseal): Promise<boolean> {
  const asked = { params: placeOf(notice), query: { proposed: id } };
  const { body } = await call(desk.api, noticesContract.resealed, asked);
  if (cipherOf(body) !== id) return false;
  const anew = await clearOf(body, recused.length === 0 ? newestBox(desk) : [desk.keyring.identity]);
  if (!anew) return false;
  const before = await clearOf(notice.body, identitiesOf(desk));
  const same = before ? sameBytes(before, anew) : await wouldOpen(desk, { ...notice, body });
  if (!same) return false;
  try {
    const params = placeOf(notice);
    await call(desk.api, noticesContract.confirmReseal, { params, body: { proposed: id } });
    return true;
  } catch (error) {
    if (error instanceof ApiRefusal && ['conflict', 'lapsed', 'not-allowed'].includes(error.code)) return false;
    throw error;
  }
}

async function clearOf(body: string, identities: readonly string[]): Promise<Uint8Array | null> {
  if (identities.length === 0) return null;
  return openFile(fromB64u(body), identities).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'unseal') return null;
    throw error;
  });
}
