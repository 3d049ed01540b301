import { Refusal } from '../../schemas/codes.ts';
import type { Header } from '../../schemas/delivery.ts';
import { checkConsent } from './consent.ts';
import { bundleFor } from './delivery.ts';
import { b64u } from './encoding.ts';
import type { Envelope } from './envelope.ts';
import { checkAttested } from './notice.ts';
import { boxToSealTo, type Root } from './root.ts';
import { sealBundle } from './seal.ts';

/**
 * Seals an alert with its consent for one peer, after the very checks that the receiver will run (9 to 13), so that what lacks consent is refused with
 * the same code before it exists. Returns the body for the header, and the box it was sealed to.
 */
export async function sealAlert(given: {
  header: Header;
  alert: Envelope;
  consent: Envelope;
  root: Root;
  now: Date;
}): Promise<{ body: string; box: string }> {
  const { header, alert, consent, root, now } = given;
  const { own } = root;
  if (header.from !== own.collective) throw new Refusal('from-mismatch', 'header.from');
  const { id, attesters } = checkAttested(alert, own, own.newest.statement.policy.attest, now);
  checkConsent(consent, { header, notice: id, attesters, chain: own, now });
  const box = boxToSealTo(root, 'alert', header.to, now);
  return { body: b64u(await sealBundle(bundleFor(header, [alert, consent]), [box])), box };
}
