import { Refusal } from '../../schemas/codes.ts';
import type { Header } from '../../schemas/delivery.ts';
import { sealBundle } from './age-seal.ts';
import { checkConsent } from './consent.ts';
import { bundleFor } from './delivery.ts';
import { b64u } from './encoding.ts';
import type { Envelope } from './envelope.ts';
import { verifyAlert } from './notice.ts';
import { verifyStatus } from './process-status.ts';
import { boxToSealTo, type Root } from './root.ts';

/** The body for a header, and the box it was sealed to. */
export type SealedBody = { body: string; box: string };

type Given = { header: Header; consent: Envelope; root: Root; now: Date };

/**
 * Seals an alert with its consent for one peer, after the very checks that the receiver will run (9 to 13), so that
 * what lacks consent is refused with the same code before it exists.
 */
export async function sealAlert(given: Given & { alert: Envelope }): Promise<SealedBody> {
  const { header, alert, consent, root, now } = given;
  const { own } = root;
  requireOwn(header, root);
  const { id, attesters } = verifyAlert(alert, own, own.newest.statement.policy.attest, now);
  checkConsent(consent, { header, notice: id, attesters, chain: own, now });
  return await sealItems(header, [alert, consent], root, now);
}

/** Seals a process status with its consent for one peer, after the receiver's own checks as `sealAlert`. */
export async function sealStatus(given: Given & { status: Envelope }): Promise<SealedBody> {
  const { header, status, consent, root, now } = given;
  requireOwn(header, root);
  const { statement, signers } = verifyStatus(status, root.own, now);
  checkConsent(consent, { header, notice: statement, attesters: signers, chain: root.own, now });
  return await sealItems(header, [status, consent], root, now);
}

/**
 * Seals one item that needs no consent, its own rules checked by whoever composed it; refuses `bundle` for a kind that
 * does, and as `boxToSealTo`.
 */
export async function sealStatement(header: Header, item: Envelope, root: Root, now: Date): Promise<SealedBody> {
  requireOwn(header, root);
  if (header.dropCommit !== null) throw new Refusal('bundle', 'kind');
  return await sealItems(header, [item], root, now);
}

function requireOwn(header: Header, { own }: Root): void {
  if (header.from !== own.collective) throw new Refusal('from-mismatch', 'header.from');
}

async function sealItems(header: Header, items: Envelope[], root: Root, now: Date): Promise<SealedBody> {
  const box = boxToSealTo(root, header.kind, header.to, now);
  return { body: b64u(await sealBundle(bundleFor(header, items), [box])), box };
}
