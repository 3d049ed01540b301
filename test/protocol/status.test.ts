import { describe, expect, it } from 'vitest';
import type { Consent } from '../../schemas/consent.ts';
import type { ProcessStatus } from '../../schemas/process-status.ts';
import { sealStatus } from '../../src/protocol/compose-sealed.ts';
import { checkConsent, checkMatchConsent, composeConsent, headerFor, type Terms } from '../../src/protocol/consent.ts';
import { randomId, timeOf } from '../../src/protocol/encoding.ts';
import { type Envelope, idOf, readUnverified } from '../../src/protocol/envelope.ts';
import { openDelivery, openStatus } from '../../src/protocol/opening.ts';
import type { Root } from '../../src/protocol/root.ts';
import { newSecret } from '../../src/protocol/secrets.ts';
import { type Collective, inDays, now, sealUnchecked, shareAlert, signedBy, standingOf, trust } from './cast.ts';
import { refuses } from './refusals.ts';
import { ceiba, maguey, of, say, spoken } from './spoken.ts';

const { tono } = ceiba.people;
const secret = newSecret();
const statuses: ProcessStatus['status'][] = ['under_way', 'not_participating', 'closed'];

const terms: Terms = {
  purpose: 'status',
  notice: { noticeId: spoken['process-status'].noticeId, statuses },
  issuer: ceiba.id,
  audience: maguey.id,
  delivery: randomId(),
  handling: 'accompaniers',
  mayAskAgain: true,
  grantedBy: 'person',
  delegate: null,
  notBefore: timeOf(now),
  notAfter: inDays(90),
};

const grant = (changes: Partial<Terms> = {}) => signedBy(composeConsent({ ...terms, ...changes }, secret), tono!);
const headerOf = (consent: Envelope) => headerFor(readUnverified('consent', consent).statement as Consent, 1, now);
const status = (changes: Partial<ProcessStatus> = {}) => say('process-status', changes, ...of(ceiba, 'rosa', 'espe'));
const both = (own: Collective, peer: Collective) =>
  trust(own, peer, { standing: standingOf(own, peer, ['alerts', 'status']) });

type Changes = {
  status?: Envelope;
  consent?: Envelope;
  items?: Envelope[];
  root?: Root;
  stored?: { version: number; id: string };
};

/** Opens at Maguey what Ceiba's people sealed without looking. */
async function opens(changes: Changes = {}) {
  const consent = changes.consent ?? grant();
  const header = headerOf(grant());
  const items = changes.items ?? [changes.status ?? status(), consent];
  const { body } = await sealUnchecked(header, items, maguey.box.recipient);
  const root = changes.root ?? both(maguey, ceiba);
  return await openStatus({
    header,
    body,
    identities: [maguey.box.identity],
    root,
    stored: () => changes.stored ?? null,
    now,
  });
}

describe('a process status that the person affected agreed to tell', () => {
  it('opens at its audience with its consent', async () => {
    const said = status();
    const opened = await opens({ status: said });
    expect(opened.status.status).toBe('under_way');
    expect(opened.statusId).toBe(idOf(said));
    expect(opened.consent.purpose).toBe('status');
    expect(opened.consentId).toBe(idOf(grant()));
  });

  it('is sealed after the same checks, to the compared box', async () => {
    const consent = grant();
    const header = headerOf(consent);
    expect(header.kind).toBe('process-status');
    const given = { header, consent, root: both(ceiba, maguey), now };
    const { body, box } = await sealStatus({ ...given, status: status() });
    expect(box).toBe(maguey.box.recipient);
    const sealed = { header, body, identities: [maguey.box.identity], root: both(maguey, ceiba), now };
    expect((await openStatus({ ...sealed, stored: () => null })).status.status).toBe('under_way');
    await refuses('bundle', () => openDelivery({ ...sealed, stored: () => null }), 'kind');
    await refuses('consent-content', () => sealStatus({ ...given, status: status({ noticeId: randomId() }) }));
    await refuses('attest-threshold', () =>
      sealStatus({ ...given, status: say('process-status', {}, ...of(ceiba, 'espe')) }),
    );
    await refuses('from-mismatch', () =>
      sealStatus({ ...given, status: status(), header: { ...header, from: maguey.id } }),
    );
    await refuses('not-accepted', () => sealStatus({ ...given, status: status(), root: trust(ceiba, maguey) }));
  });

  it('is covered status by status, and only where its end may be told as well', async () => {
    const told = (list: ProcessStatus['status'][], noticeId = spoken['process-status'].noticeId) =>
      grant({ notice: { noticeId, statuses: list } });
    await refuses('consent-content', () => opens({ consent: told(['not_participating', 'closed']) }));
    await refuses('consent-content', () => opens({ consent: told(['under_way']) }));
    await refuses('consent-content', () => opens({ consent: told(statuses, randomId()) }));
    expect((await opens({ consent: told(['under_way', 'closed']) })).status.status).toBe('under_way');
  });

  it('does not travel on the consent to an alert, nor an alert on the consent to a status', async () => {
    await refuses('consent-content', () => opens({ consent: grant({ purpose: 'warn', notice: idOf(status()) }) }));
    await refuses('consent-purpose', () => opens({ consent: grant({ purpose: 'warn' }) }));
    const shared = shareAlert(ceiba, maguey, { terms: { purpose: 'status' } });
    const { body } = await sealUnchecked(
      { ...shared.header, kind: 'alert' },
      [shared.alert, shared.consent],
      maguey.box.recipient,
    );
    const given = { header: { ...shared.header, kind: 'alert' as const }, body, identities: [maguey.box.identity] };
    await refuses('consent-purpose', () =>
      openDelivery({ ...given, root: trust(maguey, ceiba), stored: () => null, now }),
    );
  });

  it('needs its consent beside it, and standing for this kind', async () => {
    await refuses('bundle', () => opens({ items: [status()] }), 'items');
    await refuses('bundle', () => opens({ items: [grant(), status()] }), 'items');
    await refuses('not-accepted', () => opens({ root: trust(maguey, ceiba) }));
  });

  it('needs enough people who accompany, and a person’s key that is none of theirs', async () => {
    await refuses('attest-threshold', () => opens({ status: say('process-status', {}, ...of(ceiba, 'espe')) }));
    const witness = composeConsent(terms, secret);
    await refuses('consent-witnesses', () => opens({ consent: witness }));
    await refuses('consent-witnesses', () => opens({ consent: signedBy(witness, ...of(ceiba, 'espe')) }));
  });

  it('goes forward only, and a version that was never seen is no fault', async () => {
    const second = status({ version: 2 });
    const held = { version: 2, id: idOf(second) };
    expect((await opens({ status: second, stored: held })).status.version).toBe(2);
    await refuses('notice-rollback', () => opens({ stored: held }));
    const other = status({ version: 2, status: 'not_participating' });
    await refuses('notice-equivocation', () => opens({ status: other, stored: held }));
    expect((await opens({ status: status({ version: 3 }), stored: held })).status.version).toBe(3);
    expect((await opens({ status: status({ version: 7 }), stored: held })).status.version).toBe(7);
  });
});

describe('a consent that a blind question may match', () => {
  const shared = shareAlert(ceiba, maguey);
  const notice = idOf(shared.alert);
  const matching = (changes: Partial<Terms> = {}) => grant({ purpose: 'inquiry_match', notice, ...changes });
  const attesters = new Set(of(ceiba, 'rosa', 'marisol').map(({ member }) => member));
  const against = { audience: maguey.id, notice, attesters, chain: ceiba.chain, now };

  it('counts for its text and its peer', () => {
    expect(checkMatchConsent(matching(), against).consent.purpose).toBe('inquiry_match');
  });

  // row 51
  it('never warns, and a warning’s consent never matches', async () => {
    const header = { ...shared.header, delivery: terms.delivery, dropCommit: headerOf(grant()).dropCommit };
    await refuses('consent-purpose', () => checkConsent(matching(), { ...against, header }));
    await refuses('consent-purpose', () => checkMatchConsent(matching({ purpose: 'warn' }), against));
    await refuses('consent-purpose', () => headerOf(matching()), 'purpose');
  });

  it('is refused for another peer, another text, past its end, and without a witness', async () => {
    await refuses('consent-audience', () => checkMatchConsent(matching(), { ...against, audience: ceiba.id }));
    await refuses('consent-content', () => checkMatchConsent(matching(), { ...against, notice: ceiba.id }));
    await refuses('consent-window', () => checkMatchConsent(matching(), { ...against, now: new Date(inDays(90)) }));
    const alone = composeConsent({ ...terms, purpose: 'inquiry_match', notice }, secret);
    await refuses('consent-witnesses', () => checkMatchConsent(alone, against));
  });
});
