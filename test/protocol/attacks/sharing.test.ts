import { describe, expect, it } from 'vitest';
import type { RefusalCode } from '../../../schemas/codes.ts';
import type { Delivery, Header } from '../../../schemas/delivery.ts';
import { newBoxIdentity, sealBundle, unsealBundle } from '../../../src/protocol/age-seal.ts';
import { canonical } from '../../../src/protocol/canonical.ts';
import { composeConsent, type Terms } from '../../../src/protocol/consent.ts';
import { bundleFor, cipherOf, parseDelivery } from '../../../src/protocol/delivery.ts';
import { b64u, fromB64u, randomId, utf8 } from '../../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, idOf, parseEnvelope, readUnverified } from '../../../src/protocol/envelope.ts';
import { type Facts, judgeDelivery } from '../../../src/protocol/receiving.ts';
import { caseKeyOf, dropTokenOf, newSecret } from '../../../src/protocol/secrets.ts';
import { composeWithdrawal, verifyWithdrawal } from '../../../src/protocol/withdrawal.ts';
import { alertOf, conduct, inDays, now, openAt, person, sealUnchecked, shareAlert, signedBy, trust } from '../cast.ts';
import { refuses } from '../refusals.ts';
import {
  again,
  ceiba,
  consentWith,
  hawthorn,
  maguey,
  marisol,
  opensWith,
  rosa,
  shared,
  tono,
} from '../shared-alert.ts';

/*
 * PROTOCOL §11, rows 1 to 28, 39 and 40, 48, 50 and 51, 53, 55, 57 and 62: each attack ends in exactly the code of its
 * row.
 */

const { header, alert, consent } = shared;
const opensAlert = (envelope: Envelope, changes: Partial<Header> = {}) => {
  const granted = consentWith({ notice: idOf(envelope) });
  return openAt(maguey, ceiba, shared, { items: [envelope, granted], header: changes });
};
const imminent = (...people: { secret: Uint8Array }[]) =>
  signedBy(draftEnvelope('alert', alertOf(ceiba, { severity: 'extreme', immediacy: 'imminent' })), ...people);
const caseKey = caseKeyOf(shared.secret, header.delivery);
const { body } = await sealUnchecked(header, [alert, consent], maguey.box.recipient);

const facts: Facts = {
  me: maguey.id,
  peer: ceiba.chain,
  accepts: ['alerts'],
  row: null,
  tombstone: null,
  pendingTombstones: 0,
};
const row = { kind: 'alert', edition: 1, cipher: cipherOf(body), dropCommit: header.dropCommit } as const;
const judge = (known: Partial<Facts>, changes: Partial<Header> = {}, bytes: Delivery['body'] = body) =>
  judgeDelivery({ header: { ...header, ...changes }, body: bytes }, { ...facts, ...known }, now);
const dropHeader = { kind: 'drop', dropCommit: null, dropAfter: null } as const;
const token = b64u(dropTokenOf(shared.secret, header.delivery));
const reworded = (json: string) => ({ ...alert, payload: b64u(utf8(json)) });
const plain = Buffer.from(alert.payload, 'base64url').toString();

const attacks: [row: number, attack: string, code: RefusalCode, act: () => unknown][] = [
  [1, 'one accompanier alone', 'attest-threshold', () => opensAlert(again(alert, rosa!))],
  [1, 'one accompanier alone because it is imminent', 'attest-threshold', () => opensAlert(imminent(rosa!))],
  [2, 'the same member signs twice', 'attest-threshold', () => opensAlert(again(alert, rosa!, rosa!))],
  [3, 'an outsider signs', 'signature', () => opensAlert(again(alert, rosa!, marisol!, person('outsider', [])))],
  [4, 'no consent attached', 'bundle', () => openAt(maguey, ceiba, shared, { items: [alert] })],
  [
    5,
    'the text is swapped after consent',
    'consent-content',
    () =>
      openAt(maguey, ceiba, { ...shared, alert: signedBy(draftEnvelope('alert', alertOf(ceiba)), rosa!, marisol!) }),
  ],
  [
    6,
    'an infiltrated peer passes it on',
    'consent-audience',
    () => openAt(hawthorn, ceiba, shared, { header: { to: hawthorn.id }, root: trust(hawthorn, ceiba) }),
  ],
  [7, 'no human witness', 'consent-witnesses', opensWith(consentWith({}, caseKey))],
  [
    8,
    'a delegate with one witness',
    'consent-witnesses',
    opensWith(consentWith({ grantedBy: 'delegate', delegate: null }, caseKey, tono!)),
  ],
  [9, 'a grant without the person’s signature', 'consent-person-signature', opensWith(consentWith({}, tono!))],
  [
    10,
    'a member’s key poses as the person’s',
    'case-key-is-member',
    opensWith(consentWith({ caseKey: rosa!.publicKey }, rosa!, tono!)),
  ],
  [11, 'an expired consent', 'consent-window', () => openAt(maguey, ceiba, shared, { now: new Date(inDays(90)) })],
  [11, 'an early consent', 'consent-window', () => openAt(maguey, ceiba, shared, { now: new Date(inDays(-1)) })],
  [12, 'the node stretches how long it stays', 'drop-after', opensWith(consent, { dropAfter: inDays(91) })],
  [
    13,
    'the node swaps the drop commitment',
    'consent-delivery',
    opensWith(consent, { dropCommit: b64u(new Uint8Array(32)) }),
  ],
  [15, 'sealed again under a new delivery id', 'consent-delivery', opensWith(consent, { delivery: randomId() })],
  [16, 'replayed after withdrawal', 'tombstone', () => judge({ tombstone: { pending: false, dropCommit: null } })],
  [
    17,
    'a withdrawal with the wrong words',
    'no-such-consent',
    () => verifyWithdrawal(composeWithdrawal(newSecret(), ceiba.id, randomId(), now), ceiba.id, () => null),
  ],
  [18, 'a drop with a wrong token', 'drop-token', () => judge({ row }, dropHeader, b64u(new Uint8Array(16)))],
  [20, 'an outsider opens', 'unseal', async () => unsealBundle(fromB64u(body), [(await newBoxIdentity()).identity])],
  [21, 'one bit flipped', 'unseal', () => unsealBundle(flipped(fromB64u(body)), [maguey.box.identity])],
  [23, 'a statement posing as another kind', 'payload-type', () => readUnverified('consent', alert)],
  [24, 'a downgrade', 'version', () => judge({}, { v: 0 })],
  [25, 'a key twice', 'canonical', () => readUnverified('alert', reworded(plain.replace('{', '{"version":2,')))],
  [25, '1.0', 'canonical', () => readUnverified('alert', reworded(plain.replace('"version":1', '"version":1.0')))],
  [25, 'white space', 'canonical', () => readUnverified('alert', reworded(`${plain} `))],
  [25, 'white space in a delivery', 'canonical', () => parseDelivery(` ${canonical({ header, body })}`)],
  [26, 'a smuggled field', 'schema', () => parseEnvelope({ ...alert, relayedBy: hawthorn.id })],
  [
    27,
    'an old version of a notice',
    'notice-rollback',
    () => openAt(maguey, ceiba, shared, { stored: { version: 2, id: ceiba.id } }),
  ],
  [
    27,
    'a fork of a notice',
    'notice-equivocation',
    () => openAt(maguey, ceiba, shared, { stored: { version: 1, id: ceiba.id } }),
  ],
  [28, 'an unknown peer', 'unknown-issuer', () => judge({ peer: null })],
  [
    28,
    'a peer that nobody compared',
    'unverified-peer',
    () => openAt(maguey, ceiba, shared, { root: trust(maguey, ceiba, { comparison: null }) }),
  ],
  [28, 'a peer without standing for this kind', 'not-accepted', () => judge({ accepts: ['status'] })],
  [28, 'another peer replays a Document or squats its id', 'from-mismatch', () => judge({ peer: hawthorn.chain })],
  [40, 'a spoofed sender', 'from-mismatch', () => judge({ peer: ceiba.chain }, { from: hawthorn.id })],
  [48, 'malleable base64', 'encoding', () => parseEnvelope({ ...alert, signatures: [malleable(alert)] })],
  [51, 'a consent to match used to warn', 'consent-purpose', opensWith(consentWith({ purpose: 'inquiry_match' }))],
  [
    53,
    'a second ciphertext under a used edition',
    'delivery-reuse',
    async () => judge({ row }, {}, (await sealUnchecked(header, [alert, consent], maguey.box.recipient)).body),
  ],
  [
    55,
    'classical and hybrid mixed',
    'mixed-recipients',
    () => sealBundle(bundleFor(header, [alert, consent]), [maguey.box.recipient, `age1${'q'.repeat(58)}`]),
  ],
  [
    57,
    'the server relabels a delivery as a kind without consent',
    'bundle',
    opensWith(consent, { kind: 'dispute', dropCommit: null }),
  ],
];

describe('an attack on what is shared', () => {
  it.each(attacks)('row %i: %s', async (_row, _attack, code, act) => {
    await refuses(code, act);
  });

  it('row 14: a replay changes nothing', () => {
    expect(judge({ row }).outcome).toBe('repeat');
  });

  it('row 18: a server that cannot read erases, and what comes late finds the tombstone', async () => {
    expect(judge({ row }, dropHeader, token).outcome).toBe('erase');
    await refuses('tombstone', () => judge({ tombstone: { pending: true, dropCommit: header.dropCommit } }));
  });

  it('row 19: what a stolen database holds says nothing of what is inside', () => {
    const dump = canonical({ header, body }) + Buffer.from(body, 'base64url').toString('latin1');
    const { noticeId, identifiers } = readUnverified('alert', alert).statement;
    const inner = [conduct, noticeId, identifiers[0]!.value, idOf(alert), idOf(consent), rosa!.member, alert.payload];
    for (const secret of [...inner, b64u(caseKey.publicKey)]) expect(dump).not.toContain(secret);
  });

  it('row 22: a longer text and a larger team give the same length', async () => {
    const everybody = signedBy(
      alert,
      ...Object.values(ceiba.people).filter(({ roles }) => roles.includes('accompanier')),
    );
    const short = signedBy(draftEnvelope('alert', alertOf(ceiba, { conduct: 'x' })), rosa!, marisol!);
    const lengths = [alert, everybody, short].map(async (one) => {
      const sealed = await sealUnchecked(header, [one, consent], maguey.box.recipient);
      return sealed.body.length;
    });
    expect(new Set(await Promise.all(lengths)).size).toBe(1);
  });

  it('row 39: two deliveries of one person have nothing in common', () => {
    const second: Terms = { ...shareAlert(ceiba, hawthorn).terms, audience: hawthorn.id };
    const [one, other] = [shared.terms, second].map(
      (terms) => readUnverified('consent', composeConsent(terms, shared.secret)).statement,
    );
    expect(one!.caseKey).not.toBe(other!.caseKey);
    expect(one!.dropCommit).not.toBe(other!.dropCommit);
  });

  it('row 62: a drop for an ended peer’s delivery erases', () => {
    expect(judge({ row, accepts: [] }, dropHeader, token).outcome).toBe('erase');
  });
});

function flipped(bytes: Uint8Array): Uint8Array {
  const changed = bytes.slice();
  changed[changed.length - 1]! ^= 1;
  return changed;
}

/** A signature's 64 bytes with the two unused bits of the last character set. */
function malleable({ signatures: [first] }: Envelope) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(first!.sig.at(-1)!);
  return { ...first!, sig: first!.sig.slice(0, -1) + alphabet[last + 1] };
}
