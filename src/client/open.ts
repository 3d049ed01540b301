import * as z from 'zod';
import { Refusal } from '../../schemas/codes.ts';
import { type Header, header } from '../../schemas/delivery.ts';
import { b64u32, time } from '../../schemas/encodings.ts';
import { fromB64u } from '../protocol/encoding.ts';
import { readUnverified } from '../protocol/envelope.ts';
import { type OpenedAlert, openDelivery, openWithdrawal } from '../protocol/opening.ts';
import { unsealBundle } from '../protocol/seal.ts';
import { type Desk, refusedHere } from './desk.ts';
import type { Keyring } from './keyring.ts';
import { type PeerRoot, peerRoot } from './peer-root.ts';

const listed = {
  peer: b64u32,
  header,
  cipher: b64u32,
  state: z.enum(['quarantined', 'verified', 'unopenable', 'failed']),
  received: time,
  opened: time.nullable(),
  failedCode: z.string().max(64).nullable(),
};
const listedNotice = z.strictObject(listed);
const list = z.strictObject({ notices: z.array(listedNotice).max(10_000) });
const notice = z.strictObject({ ...listed, body: z.string().max(100_000) });
const state = z.strictObject({ state: z.enum(['quarantined', 'verified', 'unopenable', 'failed', 'purged']) });

export type ListedNotice = z.infer<typeof listedNotice>;
type Notice = z.infer<typeof notice>;

/** What peers sent, by header and state. Opens nothing. */
export async function listNotices({ api }: Desk): Promise<ListedNotice[]> {
  return (await api.get('/notices', list)).notices;
}

/** An alert that passed every check, with its three facts; `name` is what the peer calls itself. */
export type ShownAlert = { kind: 'alert'; name: string; opened: OpenedAlert; keyring: Keyring };
/** A withdrawal that the person signed: what it names was hidden here, or was erased before. */
export type ShownWithdrawal = { kind: 'withdrawal'; name: string; delivery: string; still: boolean; keyring: Keyring };

/**
 * Opens one item of a peer with the own root of trust, and tells the node only that it opened, or which check failed. Shows nothing
 * unless every check passed. Refuses with the first failing check's code.
 */
export async function openNotice(desk: Desk, peer: string, delivery: string): Promise<ShownAlert | ShownWithdrawal> {
  const found = await peerRoot(desk, peer);
  const sealed = await fetchNotice(desk, peer, delivery);
  const path = `/notices/${peer}/${delivery}`;
  try {
    const shown =
      sealed.header.kind === 'withdrawal'
        ? await openTakenBack(desk, found, sealed)
        : { kind: 'alert' as const, opened: await openAlert(desk, found, sealed) };
    await desk.api.post(`${path}/opened`, { cipher: sealed.cipher }, state);
    return { ...shown, name: found.name, keyring: found.keyring };
  } catch (error) {
    if (refusedHere(error)) {
      const early = error.code === 'consent-window' && error.where === 'notBefore' ? { early: true } : {};
      await desk.api.post(`${path}/failed`, { cipher: sealed.cipher, code: error.code, ...early }, state);
    }
    throw error;
  }
}

async function openAlert(desk: Desk, found: PeerRoot, sealed: Notice): Promise<OpenedAlert> {
  const held = await heldVersions(desk, found, sealed.header);
  return openDelivery({ ...opening(desk, found, sealed), stored: (noticeId) => held.get(noticeId) ?? null });
}

/** What other items of that peer, verified before, say of each notice: the newest version, so that none goes back behind it. */
async function heldVersions(desk: Desk, found: PeerRoot, { from, delivery }: Header) {
  const held = new Map<string, { version: number; id: string }>();
  for (const other of await listNotices(desk)) {
    const { header: one, state } = other;
    if (other.peer !== from || one.kind !== 'alert' || one.delivery === delivery || state !== 'verified') continue;
    const sealed = await fetchNotice(desk, from, one.delivery);
    const opened = await unlessRefused(openDelivery({ ...opening(desk, found, sealed), stored: () => null }));
    if (!opened) continue;
    const { noticeId, version } = opened.alert;
    if (version > (held.get(noticeId)?.version ?? 0)) held.set(noticeId, { version, id: opened.alertId });
  }
  return held;
}

/** Checks the person's own word, and hides what it names: a second accompanier's client erases it (the token mostly came first). */
async function openTakenBack(desk: Desk, found: PeerRoot, sealed: Notice) {
  const { items } = await unsealBundle(fromB64u(sealed.body), identitiesOf(desk));
  if (!items[0]) throw new Refusal('bundle', 'items');
  const named = readUnverified('withdrawal', items[0]).statement.delivery;
  const row = (await listNotices(desk)).find((one) => one.peer === sealed.peer && one.header.delivery === named);
  const held = row ? await fetchNotice(desk, row.peer, named) : null;
  const alert = held && (await unlessRefused(openDelivery({ ...opening(desk, found, held), stored: () => null })));
  const shown = { kind: 'withdrawal' as const, delivery: named, still: held !== null };
  try {
    await openWithdrawal({ ...opening(desk, found, sealed), caseKey: () => alert?.consent.caseKey ?? null });
  } catch (error) {
    // Nothing here to check it with: gone already, or an alert that did not open either.
    if (refusedHere(error) && error.code === 'no-such-consent') return shown;
    throw error;
  }
  if (held) {
    const report = { cipher: held.cipher, code: 'no-consent' };
    await desk.api.post(`/notices/${sealed.peer}/${named}/failed`, report, state);
  }
  return shown;
}

const identitiesOf = ({ keyring }: Desk): string[] => keyring.boxes.map((box) => box.identity);

function opening(desk: Desk, { root }: PeerRoot, { header: from, body }: Notice) {
  return { header: from, body, identities: identitiesOf(desk), root, now: desk.now };
}

async function fetchNotice({ api }: Desk, peer: string, delivery: string): Promise<Notice> {
  const found = await api.get(`/notices/${peer}/${delivery}`, notice);
  // The node says which item this is; what it says otherwise was not asked for.
  if (found.peer !== peer || found.header.delivery !== delivery) throw new Refusal('bundle', 'delivery');
  return found;
}

async function unlessRefused<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (refusedHere(error)) return null;
    throw error;
  }
}
