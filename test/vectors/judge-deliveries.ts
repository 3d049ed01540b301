import type { Delivery, DeliveryKind, Header } from '../../schemas/delivery.ts';
import {
  deliveryContent,
  judgeDelivery,
  openAnswer,
  openDelivery,
  openStatement,
  openStatus,
  openWithdrawal,
  parseDelivery,
  rootFor,
  sealAlert,
  sealStatement,
  sealStatus,
} from '../../src/client/library.ts';
import type { Envelope } from '../../src/protocol/envelope.ts';
import type { PlainKind } from '../../src/protocol/opening-statement.ts';
import type { Facts } from '../../src/protocol/receiving.ts';
import type { Marks, Root } from '../../src/protocol/root.ts';
import { type Beside, type Check, chainNamed, envelopeNamed, momentOf, sealedNamed } from './judge-given.ts';

/** A delivery in parts, or the very text that came. A body is text, an envelope, or the name of a sealed file. */
export type Came = { content: string } | { header: Header; body: string | Envelope | { file: string } };

export type GivenFacts = Omit<Facts, 'peer'> & { peer: string | null };

/** Whom a client believes: names of chains and of envelopes, and its keyring's marks. */
export type GivenRoot = {
  own: string;
  peer: string | null;
  comparison: string | null;
  standing: string | null;
  marks: Marks;
};

type Opening = {
  kind: DeliveryKind;
  header: Header;
  file: string;
  identity: string;
  root: GivenRoot;
  stored?: { version: number; id: string };
  caseKeys?: Record<string, string>;
  asked?: { inquiryId: string; month: string };
  now?: string;
};

type Sealing = { header: Header; items: Envelope[]; root: GivenRoot; now?: string };

function came(given: Came, beside: Beside): Delivery {
  if ('content' in given) return parseDelivery(given.content);
  const { header, body } = given;
  const whole = typeof body === 'object' && 'file' in body ? sealedNamed(body.file, beside) : body;
  return parseDelivery(deliveryContent(header, whole));
}

function judged(given: { delivery: Came; facts: GivenFacts; now?: string }, beside: Beside): object {
  const { peer, ...rest } = given.facts;
  const facts = { ...rest, peer: peer === null ? null : chainNamed(peer, beside) };
  const judgement = judgeDelivery(came(given.delivery, beside), facts, momentOf(given, beside));
  if (!('chain' in judgement)) return judgement;
  const { chain, ...others } = judgement;
  return { ...others, version: chain.newest.version, id: chain.newest.id };
}

function rootOf({ own, peer, comparison, standing, marks }: GivenRoot, now: Date, beside: Beside): Root {
  const handed = {
    own: chainNamed(own, beside),
    peer: peer === null ? null : chainNamed(peer, beside),
    comparison: envelopeNamed(comparison, beside),
    standing: envelopeNamed(standing, beside),
  };
  return rootFor(handed, marks, now);
}

async function opened(given: Opening, beside: Beside): Promise<unknown> {
  const { kind, header, identity, stored = null, caseKeys = {}, asked = { inquiryId: '', month: '' } } = given;
  const now = momentOf(given, beside);
  const root = rootOf(given.root, now, beside);
  const sealed = { header, body: sealedNamed(given.file, beside), identities: [identity], root, now };
  if (kind === 'alert') {
    const { alertId, consentId, facts } = await openDelivery({ ...sealed, stored: () => stored });
    return { alertId, consentId, facts };
  }
  if (kind === 'process-status') {
    const { statusId, consentId } = await openStatus({ ...sealed, stored: () => stored });
    return { statusId, consentId };
  }
  if (kind === 'withdrawal') {
    const { delivery } = await openWithdrawal({ ...sealed, caseKey: (one) => caseKeys[one] ?? null });
    return { delivery };
  }
  const { id, signers } =
    kind === 'inquiry-answer' ? await openAnswer({ ...sealed, asked }) : await openStatement(sealed, kind as PlainKind);
  return { id, signers: [...signers].sort() };
}

// The file differs each time; which box it is for does not.
async function sealed(given: Sealing, beside: Beside): Promise<{ box: string }> {
  const { header, items } = given;
  const now = momentOf(given, beside);
  const root = rootOf(given.root, now, beside);
  const [first, consent] = items as [Envelope, Envelope];
  if (!consent) return { box: (await sealStatement(header, first, root, now)).box };
  const both = { header, consent, root, now };
  const body =
    header.kind === 'process-status' ? sealStatus({ ...both, status: first }) : sealAlert({ ...both, alert: first });
  return { box: (await body).box };
}

/** What travels: at the receiver's server, in the receiver's client, and before the issuer's client seals it. */
export const deliveries = {
  /** Shape only; comes out as the one text that goes on the wire. */
  'delivery-parse': (given: Came, beside) => {
    const { header, body } = came(given, beside);
    return { same: 'content' in given ? deliveryContent(header, body) === given.content : true };
  },
  'delivery-judge': judged,
  open: opened,
  seal: sealed,
} satisfies Record<string, Check>;
