import type { ListedNotice } from '../../../../schemas/notice-answers.ts';
import { agreementsReadingContract } from '../../../../schemas/routes/agreements-reading.ts';
import { verifyAgreement } from '../../../protocol/agreement.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import { listAgreements } from '../../agreements/agreements.ts';
import { ownAgreements } from '../../alerts/clauses.ts';
import { listNotices, openNotice, type ShownAlert } from '../../alerts/open-notice.ts';
import { recuseSelf } from '../../alerts/reseal-incoming.ts';
import { call } from '../../api/call.ts';
import { callingPeers, peerRoot, unlessRefused } from '../../keyring/peer-trust.ts';
import { listPeers } from '../../peers/peers.ts';
import { contactParts, measureParts, type SaidField, type SaidPart } from '../../say/agreement-words.ts';
import { fallenText, titleOf } from '../../say/agreements.ts';
import { alertFields, openedWarnings, openedWithdrawalText, threeFacts } from '../../say/alert.ts';
import { calledText } from '../../say/called.ts';
import { askSenderText, incomingLines, kindText } from '../../say/incoming.ts';
import { notReachedText } from '../../say/notice-list.ts';
import type { Caring } from './caring.ts';

/** One item of a partner, and nothing of what is in it. */
export type Incoming = { peer: string; delivery: string; from: string; kind: string; lines: string[] };
export type IncomingList = { items: Incoming[]; notReached: string[]; colleagues: Colleague[] };
/** Another accompanier of ours; none where nobody would be left to confirm that one of them takes no part. */
export type Colleague = { member: string; called: string };

const hourMs = 3_600_000;

/** What partners sent, the newest first, one line for each item. */
export async function listIncoming({ desk, i18n }: Caring): Promise<IncomingList> {
  const notices = latestOf(await listNotices(desk));
  const calling = callingPeers(desk);
  const items: Incoming[] = [];
  for (const one of notices) {
    const from = calledText(i18n, await calling(one));
    const lines = incomingLines(i18n, one);
    items.push({ peer: one.peer, delivery: one.header.delivery, from, kind: kindText(i18n, one), lines });
  }
  const senders = new Set(notices.map(({ peer }) => peer));
  const silent = (senders.size > 0 ? await listPeers(desk.api) : []).filter(
    ({ peer, answered }) =>
      senders.has(peer) && (answered === null || desk.now.getTime() - Date.parse(answered) > hourMs),
  );
  const notReached: string[] = [];
  for (const one of silent) notReached.push(notReachedText(i18n, await calling(one), one.answered));
  return { items, notReached, colleagues: colleaguesOf(desk, i18n) };
}

function colleaguesOf({ keyring, own }: Caring['desk'], { locale }: Caring['i18n']): Colleague[] {
  const others = own.newest.statement.members.filter(
    ({ member, roles }) => roles.includes('accompanier') && member !== keyring.member,
  );
  return others.length < 2 ? [] : others.map(({ member }) => ({ member, called: calledBy(member, locale) }));
}

/** The latest edition of each item; the order stays. */
export function latestOf(notices: ListedNotice[]): ListedNotice[] {
  const latest = new Map<string, ListedNotice>();
  for (const one of notices) {
    const key = `${one.peer} ${one.header.delivery}`;
    const other = latest.get(key);
    if (!other || other.header.edition < one.header.edition) latest.set(key, one);
  }
  return [...latest.values()];
}

/** An alert that was opened and is still behind its curtain: where it comes from, and what may be wrong with it. */
export type OpenedItem =
  | { kind: 'alert'; peer: string; from: string; facts: string[]; warnings: string[] }
  | { kind: 'withdrawal'; says: string };

/** What stands behind the curtain. */
export type Content = { fields: SaidField[]; asks: SaidField[] };

/** An alert as it was opened here, and whose it is. */
export type Held = { peer: string; alert: ShownAlert };

/** Opens one item with every check; `held` is null for a withdrawal, of which nothing is left to show. */
export async function openIncoming(
  { desk, i18n }: Caring,
  { peer, delivery }: Pick<Incoming, 'peer' | 'delivery'>,
): Promise<{ shown: OpenedItem; held: Held | null }> {
  const opened = await openNotice(desk, peer, delivery);
  if (opened.kind === 'withdrawal')
    return { shown: { kind: opened.kind, says: openedWithdrawalText(i18n, opened) }, held: null };
  const from = calledText(i18n, opened.called);
  const { silent, beside } = openedWarnings(i18n, opened);
  const facts = threeFacts(i18n, from, opened.opened);
  return {
    shown: { kind: 'alert', peer, from, facts, warnings: [...silent, ...beside] },
    held: { peer, alert: opened },
  };
}

/** The words of an alert that is held, and what is asked of us. */
export function contentOf({ i18n }: Pick<Caring, 'i18n'>, { alert }: Held): Content {
  const fields = alertFields(i18n, alert.opened.alert);
  return {
    fields: fields.filter(({ name }) => name !== 'asks'),
    asks: fields.filter(({ name }) => name === 'asks'),
  };
}

/** What our own agreements say is done about what the alert is about. Nothing of what is chosen is noted anywhere. */
export async function measuresFor(
  { desk, i18n }: Caring,
  { alert }: Held,
): Promise<{ agreements: { agreement: string; parts: SaidPart[] }[]; notes: string[] }> {
  const about = alert.opened.alert.violence;
  const { published, fallen } = await ownAgreements(desk);
  const agreements = published.map(({ statement }) => ({
    agreement: titleOf(statement),
    parts: measureParts(i18n, statement, about),
  }));
  return { agreements, notes: fallen.map((title) => fallenText(i18n, title)) };
}

/** How to ask the collective that sent it: their node, the contacts in their agreements, what to say. */
export type AskSender = { from: string; site: string | null; contacts: SaidPart[]; words: string };

export async function askSender({ desk, i18n }: Caring, { peer, alert }: Held): Promise<AskSender> {
  const { root, called } = await peerRoot(desk, peer);
  const theirs = root.peer;
  const contacts: SaidPart[] = [];
  const { partners } = await listAgreements(desk.api);
  for (const { series } of theirs ? partners.filter((one) => one.peer === peer) : []) {
    const envelope = await call(desk.api, agreementsReadingContract.partnersStatement, { params: { peer, series } });
    // What their stewards did not sign could be somebody else's telephone.
    const signed = theirs && unlessRefused(() => verifyAgreement(envelope, theirs, desk.now));
    if (signed) contacts.push(...contactParts(i18n, signed.statement));
  }
  const { host } = new URL(desk.own.newest.statement.node.actor);
  const site = theirs && new URL(theirs.newest.statement.node.actor).origin;
  return { from: calledText(i18n, called), site, contacts, words: askSenderText(i18n, host, alert.listed.received) };
}

/** Takes this person out of an item. */
export async function recuse({ desk }: Caring, { peer, delivery }: Pick<Incoming, 'peer' | 'delivery'>): Promise<void> {
  await recuseSelf(desk, peer, delivery);
}
