import type { Alert } from '../../../schemas/alert.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { noticesContract } from '../../../schemas/routes/notices.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { draftEnvelope, signEnvelope } from '../../protocol/envelope.ts';
import { checkHurry } from '../../protocol/hurry.ts';
import { verifyAlert } from '../../protocol/notice.ts';
import { call } from '../api/call.ts';
import { type Desk, refusedHere } from '../api/desk.ts';
import { signingSecret } from '../keyring/keyring.ts';
import { consentLacks } from './consent.ts';
import { type DraftFile, grantFor } from './draft-file.ts';
import { changeDraft, loadDraft, unlessGone } from './drafts.ts';
import type { Waits } from './where.ts';

/* What is handed in waits a day at the own node before anything of it leaves. */

/** Whether an alert is of the kind whose pause two accompaniers may shorten. */
export const cannotWait = ({ severity, immediacy }: Pick<Alert, 'severity' | 'immediacy'>): boolean =>
  severity === 'extreme' && immediacy === 'imminent';

/**
 * Signs that this edition of what was handed in from a draft for one partner cannot wait; once two accompaniers have,
 * it goes out at once. Only this client can see of which kind the alert is: the node cannot read it.
 * @returns when it goes out; null where that is now.
 * @throws `not-imminent` for any other alert, `no-consent`, `consent-*` where the yes is not about this very alert and
 * delivery, `not-allowed` to whoever is no accompanier, `pause-over`, `lapsed` where another edition waits by now.
 */
export async function shortenPause(desk: Desk, file: DraftFile, peer: string, waits: Waits): Promise<string | null> {
  const { api, keyring, own, now } = desk;
  if (!keyring.roles.includes('accompanier')) throw new Refusal('not-allowed', 'accompanier');
  const granted = grantFor(file, peer);
  if (!granted) throw new Refusal('no-consent');
  const { delivery, edition } = waits;
  if (granted.header.delivery !== delivery) throw new Refusal('consent-delivery');
  const { alert } = verifyAlert(file.alert, own, own.newest.statement.policy.attest, now);
  if (!cannotWait(alert)) throw new Refusal('not-imminent');
  // A colleague may have laid another alert beside the yes of this one.
  const lacks = consentLacks(desk, file, granted);
  if (lacks !== null) throw new Refusal(lacks);
  const params = { delivery };
  const { hurry: earlier } = await call(api, noticesContract.hurry, { params });
  const said = draftEnvelope('hurry', { type: 'hurry', delivery, edition, at: timeOf(now) });
  let hurry = said;
  try {
    if (earlier && checkHurry(earlier, own, waits, now).signers.size > 0) hurry = earlier;
  } catch (error) {
    // What does not count is not signed along: another one takes its place.
    if (!refusedHere(error)) throw error;
  }
  const body = { hurry: signEnvelope(hurry, signingSecret(keyring)) };
  return (await call(api, noticesContract.signHurry, { params, body })).goesOut;
}

/**
 * Takes back what was handed in from a draft, before anything of it has left, whatever the draft holds by now. Where it
 * holds the yes for it, that goes too: who asks again begins anew.
 * @throws `pause-over` once it may have left.
 */
export async function stopInTime(desk: Desk, draft: string, delivery: string): Promise<void> {
  await call(desk.api, noticesContract.stop, { params: { delivery } }).catch(unlessGone);
  const others = ({ consents }: DraftFile) => consents.filter(({ header }) => header.delivery !== delivery);
  try {
    const { file } = await loadDraft(desk, draft);
    if (others(file).length === file.consents.length) return;
    await changeDraft(desk, draft, (now) => ({ ...now, consents: others(now) }));
  } catch (error) {
    // A draft that does not open holds nothing up, and mostly it went too.
    if (!refusedHere(error)) unlessGone(error);
  }
}
