import { describe, expect, it } from 'vitest';
import { b64u, randomId } from '../../src/protocol/encoding.ts';
import { draftEnvelope } from '../../src/protocol/envelope.ts';
import { caseKeyOf, newSecret } from '../../src/protocol/secrets.ts';
import { alertOf, conduct, extended, inDays, openAt, person, signedBy, trust } from './cast.ts';
import { elevenVectors } from './ed25519-vectors.ts';
import { refuses } from './refusals.ts';

import {
  ceiba,
  consentWith,
  hawthorn,
  itzel,
  lu,
  maguey,
  marisol,
  opensWith,
  rosa,
  shared,
  tono,
} from './shared-alert.ts';

describe('consent', () => {
  // rows 4 to 6
  it('that is not attached is refused', async () => {
    await refuses('bundle', () => openAt(maguey, ceiba, shared, { items: [shared.alert] }));
  });

  it('does not cover text that was changed after it', async () => {
    const changed = signedBy(draftEnvelope('alert', alertOf(ceiba, { conduct: `${conduct}.` })), rosa!, marisol!);
    await refuses('consent-content', () => openAt(maguey, ceiba, { ...shared, alert: changed }));
  });

  it('does not cover another audience, where an infiltrated peer passes it on', async () => {
    const header = { to: hawthorn.id };
    await refuses('consent-audience', () => openAt(hawthorn, ceiba, shared, { header, root: trust(hawthorn, ceiba) }));
    const fromMaguey = { from: maguey.id, to: hawthorn.id };
    await refuses('from-mismatch', () =>
      openAt(hawthorn, maguey, shared, { header: fromMaguey, root: trust(hawthorn, maguey) }),
    );
  });

  // rows 7 to 10
  it('needs a human witness who accompanies', async () => {
    const caseKey = caseKeyOf(shared.secret, shared.header.delivery);
    await refuses('consent-witnesses', opensWith(consentWith({}, caseKey)));
    await refuses('consent-witnesses', opensWith(consentWith({}, caseKey, lu!)));
  });

  it('through a delegate needs one more witness', async () => {
    const delegated = { grantedBy: 'delegate', delegate: null } as const;
    const caseKey = caseKeyOf(shared.secret, shared.header.delivery);
    await refuses('consent-witnesses', opensWith(consentWith(delegated)));
    const opened = await opensWith(consentWith(delegated, caseKey, tono!, itzel!))();
    expect(opened.facts.consent.by).toBe('delegate');
  });

  it('through a delegate who also witnesses or attests is refused', async () => {
    const caseKey = caseKeyOf(shared.secret, shared.header.delivery);
    const by = (delegate: string) => ({ grantedBy: 'delegate', delegate }) as const;
    await refuses('consent-delegate', opensWith(consentWith(by(rosa!.member), caseKey, tono!, itzel!)));
    await refuses('consent-delegate', opensWith(consentWith(by(lu!.member), caseKey, lu!, tono!, itzel!)));
    await refuses('consent-witnesses', opensWith(consentWith(by(tono!.member), caseKey, tono!, itzel!)));
    expect((await opensWith(consentWith(by(lu!.member), caseKey, tono!, itzel!))()).facts.consent.by).toBe('delegate');
    await refuses('consent-delegate', opensWith(consentWith({ delegate: lu!.member })));
  });

  it('without the person’s own signature is refused', async () => {
    await refuses('consent-person-signature', opensWith(consentWith({}, tono!)));
  });

  it('with somebody else’s signature is refused', async () => {
    await refuses('signature', opensWith(signedBy(shared.consent, person('outsider', []))));
    await refuses('signature', opensWith(consentWith({}, caseKeyOf(newSecret(), shared.header.delivery), tono!)));
  });

  it('under a member’s key is refused, also of one who left', async () => {
    const caseKey = rosa!.publicKey;
    await refuses('case-key-is-member', opensWith(consentWith({ caseKey }, rosa!, tono!)));
    const members = ceiba.chain.newest.statement.members.filter((one) => one.member !== itzel!.member);
    const left = { ...ceiba, chain: extended(ceiba.chain, { members }, rosa!, lu!) };
    const posing = consentWith({ caseKey: itzel!.publicKey }, itzel!, tono!);
    await refuses('case-key-is-member', () => openAt(maguey, left, shared, { items: [shared.alert, posing] }));
  });

  // row 50
  it('under a weak case key, by which anybody could consent, is refused', async () => {
    for (const { publicKey } of elevenVectors().filter((one) => one.name.includes('key'))) {
      await refuses('weak-key', opensWith(consentWith({ caseKey: b64u(publicKey) })));
    }
  });

  // rows 11 to 13
  it('counts only within its window', async () => {
    await refuses('consent-window', opensWith(consentWith({ notBefore: inDays(1) })), 'notBefore');
    const atEnd = new Date(inDays(90));
    const root = trust(maguey, ceiba);
    await refuses('consent-window', () => openAt(maguey, ceiba, shared, { root, now: atEnd }), 'notAfter');
    await refuses('consent-window', opensWith(consentWith({ notAfter: inDays(367) })), 'notAfter');
    expect((await opensWith(consentWith({ notAfter: inDays(366) }))()).alert.conduct).toBe(conduct);
  });

  it('bounds how long a server keeps the delivery', async () => {
    await refuses('drop-after', opensWith(shared.consent, { dropAfter: '2027-02-22T00:00:00Z' }));
    await refuses('drop-after', opensWith(shared.consent, { dropAfter: '2027-02-09T00:00:00Z' }));
    await refuses('drop-after', opensWith(shared.consent, { dropAfter: null }));
    const monday = '2027-02-22T00:00:00Z';
    const untilMonday = opensWith(consentWith({ notAfter: monday }), { dropAfter: monday });
    expect((await untilMonday()).consent.notAfter).toBe(monday);
  });

  it('binds the delivery and what erases it', async () => {
    const dropCommit = b64u(new Uint8Array(32));
    await refuses('consent-delivery', opensWith(shared.consent, { dropCommit }), 'dropCommit');
    // row 15
    await refuses('consent-delivery', opensWith(shared.consent, { delivery: randomId() }), 'delivery');
  });

  // row 51
  it('for another purpose is refused', async () => {
    await refuses('consent-purpose', opensWith(consentWith({ purpose: 'inquiry_match' })));
    await refuses('consent-purpose', opensWith(consentWith({ purpose: 'status' })));
  });

  it('of another collective is refused', async () => {
    await refuses('consent-issuer', opensWith(consentWith({ issuer: hawthorn.id })));
  });

  it('is read as strictly as the alert', async () => {
    const other = { ...shared.consent, payload: b64u(Buffer.from('{"type": "consent"}')) };
    await refuses('canonical', opensWith(other));
    await refuses('version', opensWith({ ...shared.consent, payloadType: 'application/vnd.convive.consent.v2+json' }));
  });
});
