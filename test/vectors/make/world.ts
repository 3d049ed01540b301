import type { Manifest, Role } from '../../../schemas/manifest.ts';
import type { Scope } from '../../../schemas/terms.ts';
import { identityFrom } from '../../../src/protocol/age-seal.ts';
import { fromB64u, timeOf } from '../../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, idOf, signEnvelope } from '../../../src/protocol/envelope.ts';
import { type Chain, readChain } from '../../../src/protocol/manifest.ts';
import type { Collective, Person, World } from '../vector.ts';
import { ed25519Multibase, rsaMultibase } from './node-keys.ts';
import { id16, inDays, keysOf, now, seed } from './seeds.ts';

/**
 * Who signs in the cases: Rosa, Marisol and Toño are stewards and accompany; Lu is a steward only; Itzel accompanies
 * only; Espe and Nahui accompany processes.
 */
const roles: Record<string, Role[]> = {
  rosa: ['steward', 'accompanier'],
  marisol: ['steward', 'accompanier'],
  tono: ['steward', 'accompanier'],
  lu: ['steward'],
  itzel: ['accompanier'],
  espe: ['process-accompanier'],
  nahui: ['process-accompanier'],
};

/** Anything with a seed that signs. */
export type Signer = { secret: string };

/** Somebody whom no manifest lists. */
export const outsider: Signer & { publicKey: string } = keysOf('outsider');

/** Puts these people's signatures under an envelope. */
export const signedBy = (envelope: Envelope, ...signers: Signer[]): Envelope =>
  signers.reduce((signed, { secret }) => signEnvelope(signed, fromB64u(secret, 32)), envelope);

/** Manifest v1 of a collective as a statement, before anyone signs it. */
export function firstManifest(name: string, { people, box, receiptKey }: Omit<Collective, 'id'>): Manifest {
  const actor = `https://${name}.test/actor`;
  return {
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
      actor,
      keys: [
        { id: `${actor}#main-key`, use: 'http', publicKeyMultibase: rsaMultibase },
        { id: `${actor}#object-key`, use: 'receipt', publicKeyMultibase: ed25519Multibase(receiptKey.publicKey) },
      ],
    },
    revoked: [],
  };
}

export const entryOf = ({ member, roles: of, publicKey }: Person) => ({ member, roles: of, sign: [publicKey] });

/** The manifest after the newest of a chain, unsigned. */
export function nextManifest(envelopes: readonly Envelope[], changes: Partial<Manifest>): Envelope {
  const chain = chainFrom(envelopes);
  const { version, id, statement } = chain.newest;
  const linked = { collective: chain.collective, version: version + 1, prev: id, issuedAt: inDays(-1) };
  return draftEnvelope('manifest', { ...statement, ...linked, ...changes });
}

const chainFrom = (envelopes: readonly Envelope[]): Chain => readChain(envelopes, now);

async function collective(name: string): Promise<{ collective: Collective; first: Envelope }> {
  const people = Object.fromEntries(
    Object.entries(roles).map(([who, of]): [string, Person] => {
      return [who, { member: id16(`${name} ${who} member`), roles: of, ...keysOf(`${name} ${who}`) }];
    }),
  );
  const boxSeed = seed(`${name} box`);
  const box = { secret: keysOf(`${name} box`).secret, ...(await identityFrom(boxSeed)) };
  const rest = { people, box, receiptKey: keysOf(`${name} receipts`) };
  const draft = draftEnvelope('manifest', firstManifest(name, rest));
  return { collective: { id: idOf(draft), ...rest }, first: signedBy(draft, ...Object.values(people)) };
}

const refOf = (envelopes: readonly Envelope[]) => ({ version: envelopes.length, id: idOf(envelopes.at(-1)!) });

/** Three collectives, three ways on for one of them, and who trusts whom. */
export async function makeWorld(): Promise<World> {
  const made = await Promise.all(['ceiba', 'maguey', 'hawthorn'].map(collective));
  const [ceiba, maguey, hawthorn] = made as [(typeof made)[0], (typeof made)[0], (typeof made)[0]];
  const { rosa, marisol, lu } = ceiba.collective.people as Record<string, Person>;
  const next = (changes: Partial<Manifest>) => [
    ceiba.first,
    signedBy(nextManifest([ceiba.first], changes), rosa!, lu!),
  ];
  const { members, policy } = firstManifest('ceiba', ceiba.collective);
  const chains: World['chains'] = {
    ceiba: [ceiba.first],
    'ceiba-without-marisol': next({
      members: members.filter(({ member }) => member !== marisol!.member),
      revoked: [{ keyid: marisol!.keyid, at: inDays(-2), reason: 'left' }],
    }),
    'ceiba-attest-3': next({ policy: { ...policy, attest: 3 } }),
    'ceiba-v2': next({}),
    maguey: [maguey.first],
    hawthorn: [hawthorn.first],
  };
  const collectives = { ceiba: ceiba.collective, maguey: maguey.collective, hawthorn: hawthorn.collective };
  const world = { now: timeOf(now), collectives, chains, envelopes: {} };
  return { ...world, envelopes: trust(world) };
}

/** What Maguey's and Ceiba's own people signed about each other. */
function trust({ collectives, chains }: Omit<World, 'envelopes'>): World['envelopes'] {
  const { ceiba, maguey } = collectives as Record<string, Collective>;
  const by = (own: Collective) => [own.people.rosa!, own.people.lu!] as const;
  const compared = (own: Collective, peer: Collective, ownChain: string, peerChain: string, peerIs = peer.id) =>
    signedBy(
      draftEnvelope('comparison', {
        type: 'comparison',
        own: own.id,
        peer: peerIs,
        method: 'words',
        manifests: { own: refOf(chains[ownChain]!), peer: refOf(chains[peerChain]!) },
        at: inDays(-10),
      }),
      ...by(own),
    );
  const standing = (own: Collective, peer: Collective, changes: { accepts?: Scope[]; attest?: number } = {}) =>
    signedBy(
      draftEnvelope('standing', {
        type: 'standing',
        issuer: own.id,
        audience: peer.id,
        accepts: ['alerts', 'status', 'inquiries', 'mediation'],
        sends: ['alerts', 'status', 'inquiries', 'mediation'],
        attest: 2,
        reviewBy: inDays(400),
        ended: null,
        at: inDays(-9),
        ...changes,
      }),
      ...by(own),
    );
  return {
    'maguey compared ceiba': compared(maguey!, ceiba!, 'maguey', 'ceiba'),
    'maguey compared ceiba version 2': compared(maguey!, ceiba!, 'maguey', 'ceiba-v2'),
    'maguey trusts ceiba': standing(maguey!, ceiba!),
    'maguey trusts ceiba with three signatures': standing(maguey!, ceiba!, { attest: 3 }),
    'maguey trusts ceiba without alerts': standing(maguey!, ceiba!, { accepts: ['status'] }),
    'ceiba compared maguey': compared(ceiba!, maguey!, 'ceiba', 'maguey'),
    'ceiba trusts maguey': standing(ceiba!, maguey!),
  };
}
