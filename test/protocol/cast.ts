import type { Alert } from '../../schemas/alert.ts';
import type { Delivery, Header } from '../../schemas/delivery.ts';
import type { Manifest, Role } from '../../schemas/manifest.ts';
import type { Scope } from '../../schemas/terms.ts';
import { newBoxIdentity, sealBundle } from '../../src/protocol/age-seal.ts';
import { daysAfter } from '../../src/protocol/calendar.ts';
import { composeConsent, headerFor, type Terms } from '../../src/protocol/consent.ts';
import { bundleFor } from '../../src/protocol/delivery.ts';
import { generateSigningKey } from '../../src/protocol/ed25519.ts';
import { b64u, randomId, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, idOf, signEnvelope } from '../../src/protocol/envelope.ts';
import { type Chain, extendChain, startChain } from '../../src/protocol/manifest.ts';
import type { OpenedAlert } from '../../src/protocol/opening.ts';
import { openDelivery } from '../../src/protocol/opening.ts';
import { type Root, rootFor } from '../../src/protocol/root.ts';
import { newSecret } from '../../src/protocol/secrets.ts';

/** The day on which every protocol test happens, a Sunday. */
export const now = new Date('2026-11-22T12:00:00Z');

export const inDays = (days: number) => timeOf(daysAfter(now, days));

export type Person = { name: string; member: string; roles: Role[]; secret: Uint8Array; publicKey: string };

export type Collective = {
  name: string;
  id: string;
  chain: Chain;
  people: Record<string, Person>;
  box: { identity: string; recipient: string };
  receiptKey: { secret: Uint8Array; publicKey: Uint8Array };
};

export function person(name: string, roles: Role[]): Person {
  const { secret, publicKey } = generateSigningKey();
  return { name, member: randomId(), roles, secret, publicKey: b64u(publicKey) };
}

export const entryOf = ({ member, roles, publicKey }: Person) => ({ member, roles, sign: [publicKey] });

/** Puts these people's signatures under an envelope. */
export const signedBy = (envelope: Envelope, ...people: { secret: Uint8Array }[]): Envelope =>
  people.reduce((signed, one) => signEnvelope(signed, one.secret), envelope);

/** Multibase base58btc of bytes that begin with no zero. */
export function base58(bytes: Uint8Array): string {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let out = '';
  for (; value > 0n; value /= 58n) out = alphabet[Number(value % 58n)] + out;
  return `z${out}`;
}

/** Ed25519 Multikey, as a node publishes it. */
export const multikey = (publicKey: Uint8Array) => base58(new Uint8Array([0xed, 0x01, ...publicKey]));

/** Rosa, Marisol and Toño are stewards and accompaniers; Lu is a steward only, Itzel accompanies only. */
export function founders(): Record<'rosa' | 'marisol' | 'tono' | 'lu' | 'itzel', Person> {
  return {
    rosa: person('Rosa', ['steward', 'accompanier']),
    marisol: person('Marisol', ['steward', 'accompanier']),
    tono: person('Toño', ['steward', 'accompanier']),
    lu: person('Lu', ['steward']),
    itzel: person('Itzel', ['accompanier']),
  };
}

export async function manifestOf(
  name: string,
  people: Record<string, Person>,
  changes: Partial<Manifest> = {},
  origin = `https://${name}.test`,
) {
  const box = await newBoxIdentity();
  const receiptKey = generateSigningKey();
  const statement: Manifest = {
    type: 'manifest',
    collective: null,
    version: 1,
    prev: null,
    issuedAt: inDays(-30),
    expires: inDays(300),
    policy: { rotate: 2, attest: 2, consentWitnesses: 1 },
    members: Object.values(people).map(entryOf),
    box: [{ recipient: box.recipient, notBefore: inDays(-30) }],
    node: {
      actor: `${origin}/actor`,
      keys: [
        { id: `${origin}/actor#main-key`, use: 'http', publicKeyMultibase: `z4MXj1wB${'z'.repeat(365)}` },
        { id: `${origin}/actor#receipt-key`, use: 'receipt', publicKeyMultibase: multikey(receiptKey.publicKey) },
      ],
    },
    revoked: [],
    ...changes,
  };
  return { statement, box, receiptKey };
}

/** A collective that stands: these people with real keys, manifest v1 signed by all, a box, a receipt key. */
export async function collective(
  name: string,
  origin?: string,
  people: Record<string, Person> = founders(),
): Promise<Collective> {
  const { statement, box, receiptKey } = await manifestOf(name, people, {}, origin);
  const chain = startChain(signedBy(draftEnvelope('manifest', statement), ...Object.values(people)), now);
  return { name, id: chain.collective, chain, people, box, receiptKey };
}

/** The next manifest after a chain's newest, unsigned. */
export function nextManifest(chain: Chain, changes: Partial<Manifest>): Envelope {
  const { version, id, statement } = chain.newest;
  const next = { ...statement, collective: chain.collective, version: version + 1, prev: id, issuedAt: inDays(-1) };
  return draftEnvelope('manifest', { ...next, ...changes });
}

export function extended(chain: Chain, changes: Partial<Manifest>, ...signers: Person[]): Chain {
  return extendChain(chain, signedBy(nextManifest(chain, changes), ...signers), now);
}

export const refOf = (chain: Chain) => ({ version: chain.newest.version, id: chain.newest.id });

/** Two of `own` compared words with `peer`, which they call by its name here. */
export function comparisonOf(own: Collective, peer: Collective): Envelope {
  const { host } = new URL(peer.chain.newest.statement.node.actor);
  const draft = draftEnvelope('comparison', {
    type: 'comparison',
    own: own.id,
    peer: peer.id,
    shown: { name: peer.name, host },
    method: 'words',
    manifests: { own: refOf(own.chain), peer: refOf(peer.chain) },
    at: inDays(-10),
  });
  return signedBy(draft, own.people.rosa!, own.people.lu!);
}

export function standingOf(own: Collective, peer: Collective, scopes: Scope[] = ['alerts'], attest = 2): Envelope {
  const draft = draftEnvelope('standing', {
    type: 'standing',
    issuer: own.id,
    audience: peer.id,
    accepts: scopes,
    sends: scopes,
    attest,
    reviewBy: inDays(180),
    ended: null,
    at: inDays(-9),
  });
  return signedBy(draft, own.people.rosa!, own.people.lu!);
}

export const marksOf = (own: Collective) => ({ collective: own.id, own: refOf(own.chain), peer: null });

/** What `own` believes of `peer`: compared, alerts both ways, unless said otherwise. */
export function trust(own: Collective, peer: Collective, changes: Partial<Parameters<typeof rootFor>[0]> = {}): Root {
  const handed = {
    own: own.chain,
    peer: peer.chain,
    comparison: comparisonOf(own, peer),
    standing: standingOf(own, peer),
  };
  return rootFor({ ...handed, ...changes }, marksOf(own), now);
}

/** What the person named did, in words that appear nowhere else: a test can look for them. */
export const conduct = 'Siguió a dos compañeras hasta su casa después de la asamblea.';

export function alertOf(issuer: Collective, changes: Partial<Alert> = {}): Alert {
  return {
    type: 'alert',
    noticeId: randomId(),
    version: 1,
    supersedes: null,
    issuer: issuer.id,
    manifest: refOf(issuer.chain),
    purpose: 'preventive',
    identifiers: [{ kind: 'handle', value: '@ejemplo@social.test' }],
    violence: ['stalking_harassment'],
    axes: ['gender'],
    severity: 'serious',
    immediacy: 'recent',
    period: '2026-Q3',
    region: 'Valle Central',
    conduct,
    clauses: [{ agreement: b64u(new Uint8Array(32)), clause: randomId() }],
    asks: ['inform_host_team'],
    basis: 'account_of_person_affected',
    languages: ['es'],
    issuedAt: inDays(-2),
    firstIssuedAt: inDays(-2),
    reviewBy: inDays(120),
    expires: inDays(300),
    ...changes,
  };
}

/** An alert of `from` to `to`, attested by Rosa and Marisol, consented with `secret` and witnessed by Toño. */
export type Shared = { secret: Uint8Array; alert: Envelope; consent: Envelope; header: Header; terms: Terms };

export function shareAlert(
  from: Collective,
  to: Collective,
  changes: { alert?: Partial<Alert>; terms?: Partial<Terms> } = {},
): Shared {
  const { rosa, marisol, tono } = from.people as Record<string, Person>;
  const secret = newSecret();
  const alert = signedBy(draftEnvelope('alert', alertOf(from, changes.alert)), rosa!, marisol!);
  const terms: Terms = {
    notice: idOf(alert),
    issuer: from.id,
    audience: to.id,
    delivery: randomId(),
    handling: 'accompaniers',
    mayAskAgain: true,
    grantedBy: 'person',
    delegate: null,
    notBefore: timeOf(now),
    notAfter: inDays(90),
    ...changes.terms,
  };
  const bare = composeConsent(terms, secret);
  const header = headerFor(JSON.parse(Buffer.from(bare.payload, 'base64url').toString()), 1, now);
  return { secret, alert, consent: signedBy(bare, tono!), header, terms };
}

/** Seals whatever it is given, checks nothing: what a hostile issuer's client would do. */
export async function sealUnchecked(
  header: Header,
  items: Envelope[],
  box: string,
): Promise<Delivery & { body: string }> {
  return { header, body: b64u(await sealBundle(bundleFor(header, items), [box])) };
}

/** Opens at `to` what `shared` holds, sealed unchecked; `changes` swaps what the hostile side would swap. */
export async function openAt(
  to: Collective,
  from: Collective,
  shared: Shared,
  changes: {
    header?: Partial<Header>;
    items?: Envelope[];
    root?: Root;
    now?: Date;
    stored?: { version: number; id: string };
  } = {},
): Promise<OpenedAlert> {
  const header = { ...shared.header, ...changes.header };
  const items = changes.items ?? [shared.alert, shared.consent];
  const { body } = await sealUnchecked(header, items, to.box.recipient);
  return await openDelivery({
    header,
    body,
    identities: [to.box.identity],
    root: changes.root ?? trust(to, from),
    stored: () => changes.stored ?? null,
    now: changes.now ?? now,
  });
}
