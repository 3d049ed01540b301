import type { Envelope } from '../../../schemas/envelope.ts';
import type { Live } from '../../../schemas/live.ts';
import { noticesContract } from '../../../schemas/routes/notices.ts';
import { dateOf } from '../../protocol/encoding.ts';
import { readUnverified, signEnvelope } from '../../protocol/envelope.ts';
import { draftLive, type Shared } from '../../protocol/list-statement.ts';
import { ApiRefusal } from '../api/api.ts';
import { call } from '../api/call.ts';
import { type Desk, refusedHere } from '../api/desk.ts';
import { everyPage } from '../api/every-page.ts';
import { signingSecret } from '../keyring/keyring.ts';
import { listDrafts, loadEither } from './drafts.ts';

type ToRenew = { peer: string; newest: Live | null; shared: Shared[] };

/**
 * On unlock, tells each partner what it may still hold of ours: what was handed in, as the node says, and stands in the
 * sealed files, as this client reads them. At most once a day, and never what the newest list left out. A client that
 * cannot open every file says nothing: what it cannot read would look taken back.
 * @returns how many lists were renewed; a colleague who was first is no trouble.
 */
export async function renewLists(desk: Desk): Promise<number> {
  const answer = await everyPage(
    (query) => call(desk.api, noticesContract.lists, { query }),
    ({ lists }) => lists,
  );
  const asked = answer.map((one) => ({
    peer: one.peer,
    newest: newestOf(one.newest, desk.own.collective, one.peer),
    shared: one.shared.map(({ delivery, handedIn }) => ({ delivery, handedIn: dateOf(handedIn), over: false })),
  }));
  const due = asked.filter((one) => draftOf(desk, one));
  if (due.length === 0) return 0;
  const filed = await deliveriesFiled(desk);
  if (!filed) return 0;
  let renewed = 0;
  for (const one of due) {
    const files = one.shared.map((each) => ({ ...each, over: !filed.has(`${one.peer} ${each.delivery}`) }));
    if (await renew(desk, { ...one, shared: files })) renewed++;
  }
  return renewed;
}

async function renew(desk: Desk, one: ToRenew): Promise<boolean> {
  const draft = draftOf(desk, one);
  if (!draft) return false;
  const list = signEnvelope(draft, signingSecret(desk.keyring));
  try {
    await call(desk.api, noticesContract.renewList, { body: { list } });
    return true;
  } catch (error) {
    if (error instanceof ApiRefusal && error.code === 'conflict') return false;
    throw error;
  }
}

function draftOf({ own, now }: Desk, { peer, newest, shared }: ToRenew) {
  if (shared.length === 0 && (newest?.deliveries.length ?? 0) === 0) return null;
  return draftLive(own, peer, { shared, newest, again: [] }, now)?.envelope ?? null;
}

// Whoever signed it may have gone since: what it leaves out is heeded all the same, because that only makes the next
// one shorter.
function newestOf(given: Envelope | null, issuer: string, audience: string): Live | null {
  const newest = given && readUnverified('live', given).statement;
  return newest?.issuer === issuer && newest.audience === audience ? newest : null;
}

/**
 * Every delivery that stands in a sealed file of ours, with its partner; null when there is a file that this keyring
 * does not open.
 */
async function deliveriesFiled(desk: Desk): Promise<Set<string> | null> {
  const filed = new Set<string>();
  for (const { draft } of await listDrafts(desk)) {
    try {
      const { file } = await loadEither(desk, draft);
      for (const { header } of file.type === 'alert-draft' ? file.consents : [])
        filed.add(`${header.to} ${header.delivery}`);
    } catch (error) {
      if (refusedHere(error)) return null;
      // A colleague erased it meanwhile: then nothing stands in it any more.
      if (!(error instanceof ApiRefusal && error.code === 'not-found')) throw error;
    }
  }
  return filed;
}
