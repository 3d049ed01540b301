import { describe, expect, it } from 'vitest';
import type { Header } from '../../schemas/delivery.ts';
import { sealAlert } from '../../src/protocol/compose-sealed.ts';
import { composeConsent, headerFor, type Terms } from '../../src/protocol/consent.ts';
import { headerWithoutConsent } from '../../src/protocol/delivery.ts';
import { publicKeyOf } from '../../src/protocol/ed25519.ts';
import { fromB64u, randomId, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, idOf, readUnverified } from '../../src/protocol/envelope.ts';
import { openDelivery, openWithdrawal } from '../../src/protocol/opening.ts';
import { caseKeyOf, newSecret } from '../../src/protocol/secrets.ts';
import { composeWithdrawal, verifyWithdrawal } from '../../src/protocol/withdrawal.ts';
import {
  alertOf,
  conduct,
  extended,
  inDays,
  now,
  openAt,
  person,
  sealUnchecked,
  shareAlert,
  signedBy,
  standingOf,
  trust,
} from './cast.ts';
import { refuses } from './refusals.ts';

import { again, ceiba, hawthorn, itzel, lu, maguey, marisol, rosa, shared } from './shared-alert.ts';

describe('an alert that two accompaniers signed and the person consented to', () => {
  it('opens at its audience with three separate facts', async () => {
    const opened = await openAt(maguey, ceiba, shared);
    expect(opened.alert.conduct).toBe(conduct);
    expect(opened.facts).toEqual({
      signed: { issuer: ceiba.id, compared: inDays(-10), method: 'words' },
      consent: { by: 'person', notBefore: timeOf(now), notAfter: inDays(90) },
      care: { accompaniers: 2 },
    });
    expect(opened).toMatchObject({ alertId: idOf(shared.alert), consentId: idOf(shared.consent) });
  });

  it('is sealed only after the same checks, to the compared box', async () => {
    const root = trust(ceiba, maguey);
    const { header, alert, consent } = shared;
    const { body, box } = await sealAlert({ header, alert, consent, root, now });
    expect(box).toBe(maguey.box.recipient);
    const given = {
      header,
      body,
      identities: [maguey.box.identity],
      root: trust(maguey, ceiba),
      stored: () => null,
      now,
    };
    expect((await openDelivery(given)).alert.conduct).toBe(conduct);
  });
});

describe('attestation', () => {
  const attestedBy = (...people: (typeof rosa)[]) => ({
    alert: again(shared.alert, ...(people as { secret: Uint8Array }[])),
  });
  const opens = (changes: Partial<typeof shared>) => () => openAt(maguey, ceiba, { ...shared, ...changes });

  // rows 1 to 3
  it('by one accompanier alone is refused', async () => {
    await refuses('attest-threshold', opens(attestedBy(rosa)));
  });

  it('by one accompanier alone is refused, also when it is imminent', async () => {
    const urgent = alertOf(ceiba, { severity: 'extreme', immediacy: 'imminent' });
    await refuses('attest-threshold', opens({ alert: signedBy(draftEnvelope('alert', urgent), rosa!) }));
  });

  it('by one accompanier twice is refused', async () => {
    const once = again(shared.alert, rosa!);
    await refuses(
      'attest-threshold',
      opens({ alert: { ...once, signatures: [...once.signatures, ...once.signatures] } }),
    );
  });

  it('by an outsider is refused, also beside two accompaniers', async () => {
    await refuses('signature', opens({ alert: signedBy(shared.alert, person('outsider', ['accompanier'])) }));
  });

  it('by a steward who accompanies nobody does not count', async () => {
    await refuses('attest-threshold', opens(attestedBy(rosa, lu)));
  });

  it('below the receiver’s own threshold is refused', async () => {
    const root = trust(maguey, ceiba, { standing: standingOf(maguey, ceiba, ['alerts'], 3) });
    await refuses('attest-threshold', () => openAt(maguey, ceiba, shared, { root }));
    const three = { ...shared, alert: signedBy(shared.alert, itzel!) };
    expect((await openAt(maguey, ceiba, three, { root })).facts.care.accompaniers).toBe(3);
  });

  it('below the issuer’s own threshold is refused', async () => {
    const policy = { ...ceiba.chain.newest.statement.policy, attest: 3 };
    const stricter = { ...ceiba, chain: extended(ceiba.chain, { policy }, rosa!, lu!) };
    await refuses('attest-threshold', () => openAt(maguey, stricter, shared));
  });

  it('by a key that the newest manifest no longer lists is refused, whatever manifest the alert names', async () => {
    const members = ceiba.chain.newest.statement.members.filter((one) => one.member !== marisol!.member);
    const left = { ...ceiba, chain: extended(ceiba.chain, { members }, rosa!, lu!) };
    await refuses('re-attest', () => openAt(maguey, left, shared));
  });
});

describe('the bundle and its header', () => {
  // row 57
  it('relabelled as a kind that needs no consent is refused', async () => {
    const { body } = await sealUnchecked(shared.header, [shared.alert, shared.consent], maguey.box.recipient);
    const header: Header = { ...shared.header, kind: 'withdrawal', dropCommit: null };
    const given = { header, body, identities: [maguey.box.identity], root: trust(maguey, ceiba), now };
    await refuses('bundle', () => openWithdrawal({ ...given, caseKey: () => null }), 'kind');
    await refuses('bundle', () => openDelivery({ ...given, stored: () => null }), 'kind');
  });

  it('sealed as a kind that needs no consent is never read as an alert', async () => {
    const header: Header = { ...shared.header, kind: 'withdrawal' };
    await refuses('bundle', () => openAt(maguey, ceiba, { ...shared, header }), 'kind');
  });

  it.each([
    ['from', { from: hawthorn.id }],
    ['to', { to: hawthorn.id }],
    ['delivery', { delivery: randomId() }],
    ['edition', { edition: 2 }],
  ] satisfies [string, Partial<Header>][])('whose %s the server changed is refused', async (field, changes) => {
    const { body } = await sealUnchecked(shared.header, [shared.alert, shared.consent], maguey.box.recipient);
    const header = { ...shared.header, ...changes };
    const root = trust(maguey, ceiba);
    const given = { header, body, identities: [maguey.box.identity], root, stored: () => null, now };
    await refuses('bundle', () => openDelivery(given), field);
  });

  it('for somebody else is refused', async () => {
    const root = trust(hawthorn, ceiba);
    await refuses('not-for-me', () => openAt(maguey, ceiba, shared, { root }));
  });

  // row 23
  it('with items of other kinds, in another order, or one too many is refused', async () => {
    const { alert, consent } = shared;
    for (const items of [[consent, alert], [alert, alert], [consent], [consent, consent]]) {
      await refuses('bundle', () => openAt(maguey, ceiba, shared, { items }), 'items');
    }
    const relabelled = { ...consent, payloadType: alert.payloadType };
    await refuses('schema', () => openAt(maguey, ceiba, shared, { items: [relabelled, consent] }), 'type');
  });

  // row 24
  it('with an older alert format is refused', async () => {
    const old = { ...shared.alert, payloadType: 'application/vnd.convive.alert.v0+json' };
    await refuses('version', () => openAt(maguey, ceiba, shared, { items: [old, shared.consent] }));
  });

  // row 20
  it('does not open for another collective', async () => {
    const { body } = await sealUnchecked(shared.header, [shared.alert, shared.consent], maguey.box.recipient);
    const identities = [hawthorn.box.identity];
    const given = { header: shared.header, body, identities, root: trust(maguey, ceiba), stored: () => null, now };
    await refuses('unseal', () => openDelivery(given));
    await refuses('encoding', () => openDelivery({ ...given, body: `${body}=` }));
  });
});

describe('the issuer’s manifest', () => {
  it('that is over puts its alerts aside', async () => {
    const later = new Date(inDays(301));
    const root = { ...trust(maguey, ceiba), standing: { ...trust(maguey, ceiba).standing!, reviewBy: inDays(400) } };
    await refuses('manifest-expired', () => openAt(maguey, ceiba, shared, { now: later, root }));
  });

  it('that we have not yet got puts its alerts aside', async () => {
    const newer = { ...ceiba, chain: extended(ceiba.chain, {}, rosa!, lu!) };
    await refuses('need-manifest', () => openAt(maguey, ceiba, shareAlert(newer, maguey)));
    expect((await openAt(maguey, newer, shared)).facts.care.accompaniers).toBe(2);
  });

  it('that the alert names must be the one we hold', async () => {
    const forked = shareAlert(ceiba, maguey, { alert: { manifest: { version: 1, id: hawthorn.id } } });
    await refuses('equivocation', () => openAt(maguey, ceiba, forked));
  });
});

// row 27
describe('a notice over time', () => {
  const noticeId = readUnverified('alert', shared.alert).statement.noticeId;
  const held = { version: 1, id: idOf(shared.alert) };
  const second = shareAlert(ceiba, maguey, { alert: { noticeId, version: 2, supersedes: held.id } });

  it('goes forward, and may be sealed again as it is', async () => {
    expect((await openAt(maguey, ceiba, second, { stored: held })).alert.version).toBe(2);
    expect((await openAt(maguey, ceiba, shared, { stored: held })).alert.version).toBe(1);
    const fourth = shareAlert(ceiba, maguey, { alert: { noticeId, version: 4, supersedes: hawthorn.id } });
    expect((await openAt(maguey, ceiba, fourth, { stored: held })).alert.version).toBe(4);
  });

  it('never goes back', async () => {
    await refuses('notice-rollback', () =>
      openAt(maguey, ceiba, shared, { stored: { version: 2, id: idOf(second.alert) } }),
    );
  });

  it('never forks', async () => {
    const other = shareAlert(ceiba, maguey, { alert: { noticeId } });
    await refuses('notice-equivocation', () => openAt(maguey, ceiba, other, { stored: held }));
    const beside = { version: 1, id: hawthorn.id };
    await refuses('notice-equivocation', () => openAt(maguey, ceiba, second, { stored: beside }));
  });
});

describe('a withdrawal', () => {
  const { statement: consent } = readUnverified('consent', shared.consent);
  const seal = async (envelope: Envelope) => {
    const header = headerWithoutConsent('withdrawal', ceiba.id, maguey.id, now);
    const { body } = await sealUnchecked(header, [envelope], maguey.box.recipient);
    return { header, body, identities: [maguey.box.identity], root: trust(maguey, ceiba, { standing: null }), now };
  };
  const caseKey = (delivery: string) => (delivery === consent.delivery ? consent.caseKey : null);

  it('is the person’s alone, and needs no standing', async () => {
    const given = await seal(composeWithdrawal(shared.secret, ceiba.id, consent.delivery, now));
    expect(await openWithdrawal({ ...given, caseKey })).toMatchObject({ delivery: consent.delivery });
    expect(given.header).toMatchObject({ dropCommit: null, dropAfter: '2027-01-18T00:00:00Z', edition: 1 });
    expect(given.header.delivery).not.toBe(consent.delivery);
  });

  // row 17
  it('by other words, by members, for what we do not hold, or of another issuer is refused', async () => {
    const opens = async (envelope: Envelope) => openWithdrawal({ ...(await seal(envelope)), caseKey });
    const right = composeWithdrawal(shared.secret, ceiba.id, consent.delivery, now);
    await refuses('signature', () => opens(composeWithdrawal(newSecret(), ceiba.id, consent.delivery, now)));
    await refuses('signature', () => opens(again(right, rosa!, marisol!)));
    await refuses('signature', () => verifyWithdrawal({ ...right, signatures: [] }, ceiba.id, caseKey));
    await refuses('no-such-consent', () => opens(composeWithdrawal(shared.secret, ceiba.id, randomId(), now)));
    await refuses('from-mismatch', () => opens(composeWithdrawal(shared.secret, hawthorn.id, consent.delivery, now)));
  });
});

describe('the issuer’s own client', () => {
  const seals =
    (changes: Partial<{ header: Header; alert: Envelope; consent: Envelope }>, root = trust(ceiba, maguey)) =>
    () =>
      sealAlert({ ...shared, ...changes, root, now });

  it('seals nothing without consent to this very text', async () => {
    const changed = signedBy(draftEnvelope('alert', alertOf(ceiba, { conduct: `${conduct}.` })), rosa!, marisol!);
    await refuses('consent-content', seals({ alert: changed }));
    await refuses('payload-type', seals({ consent: shared.alert }));
  });

  it('seals nothing for a collective that the consent does not name', async () => {
    const header = { ...shared.header, to: hawthorn.id };
    await refuses('consent-audience', seals({ header }, trust(ceiba, hawthorn)));
  });

  it('seals nothing that too few attested, nothing in another’s name, nothing to a box it has not compared', async () => {
    await refuses('attest-threshold', seals({ alert: again(shared.alert, rosa!) }));
    await refuses('from-mismatch', seals({ header: { ...shared.header, from: hawthorn.id } }));
    await refuses('unverified-peer', seals({}, trust(ceiba, maguey, { comparison: null })));
    await refuses('not-accepted', seals({}, trust(ceiba, maguey, { standing: null })));
    await refuses('unverified-peer', seals({}, trust(ceiba, hawthorn)));
  });

  it('hands in no consent with fewer than eight days left', async () => {
    const terms: Terms = { ...shared.terms, notAfter: inDays(7) };
    const { statement } = readUnverified('consent', composeConsent(terms, shared.secret));
    await refuses('consent-window', () => headerFor(statement, 1, now));
    expect(headerFor({ ...statement, notAfter: inDays(8) }, 1, now).dropAfter).toBe('2026-11-30T00:00:00Z');
  });

  it('derives the case key and the drop commitment from the words', () => {
    const { statement } = readUnverified('consent', shared.consent);
    expect(fromB64u(statement.caseKey)).toEqual(publicKeyOf(caseKeyOf(shared.secret, statement.delivery).secret));
    expect(statement.dropCommit).toBe(shared.header.dropCommit);
  });
});
