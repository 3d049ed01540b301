import { Refusal } from '../../schemas/codes.ts';
import type { Receipt } from '../../schemas/receipt.ts';
import type { RecordHead } from '../../schemas/record-head.ts';
import { ahead } from './calendar.ts';
import { b64u, fromB64u } from './encoding.ts';
import {
  draftEnvelope,
  type Envelope,
  keyidOf,
  membersWhoSigned,
  pae,
  readUnverified,
  type SignerKey,
} from './envelope.ts';
import { type Chain, nodeKeys } from './manifest.ts';
import { ed25519Multikey } from './multibase.ts';

/** A node's Ed25519 key as this page needs it: the public half, and something that signs with the private one. */
export type NodeSigner = { publicKey: Uint8Array; sign: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array> };

/** The server's word about one delivery, signed by the node's receipt key. */
export async function composeReceipt(fields: Omit<Receipt, 'type'>, signer: NodeSigner): Promise<Envelope> {
  return await signedByNode(draftEnvelope('receipt', { type: 'receipt', ...fields }), signer);
}

/** Where the record stands, signed by the node's receipt key. */
export async function composeRecordHead(fields: Omit<RecordHead, 'type'>, signer: NodeSigner): Promise<Envelope> {
  return await signedByNode(draftEnvelope('record-head', { type: 'record-head', ...fields }), signer);
}

/** What a peer's server says; refuses (`signature`) one that no receipt key of the chain's newest manifest signed. */
export function verifyReceipt(envelope: Envelope, chain: Chain): Receipt {
  const { statement } = readUnverified('receipt', envelope);
  requireNode(envelope, [chain.newest]);
  return statement;
}

/**
 * Where a node says that its record stands, by a receipt key of any manifest: a member may have kept it since long.
 * @throws `signature`, `future`.
 */
export function verifyRecordHead(envelope: Envelope, chain: Chain, now: Date): RecordHead {
  const { statement } = readUnverified('record-head', envelope);
  if (ahead(statement.at, now)) throw new Refusal('future', 'at');
  requireNode(envelope, chain.all);
  return statement;
}

async function signedByNode(envelope: Envelope, signer: NodeSigner): Promise<Envelope> {
  const sig = b64u(await signer.sign(pae(envelope.payloadType, fromB64u(envelope.payload))));
  return { ...envelope, signatures: [{ keyid: keyidOf(signer.publicKey), sig }] };
}

function requireNode(envelope: Envelope, links: Chain['all']): void {
  const listed = links.flatMap((newest) => nodeKeys({ newest }, 'receipt'));
  const keys: SignerKey[] = listed.map(({ id, publicKeyMultibase }) => ({
    member: id,
    publicKey: b64u(ed25519Multikey(publicKeyMultibase)),
  }));
  if (membersWhoSigned(envelope, keys).size === 0) throw new Refusal('signature');
}
