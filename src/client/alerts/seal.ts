import { Refusal } from '../../../schemas/codes.ts';
import type { Consent } from '../../../schemas/consent.ts';
import { noticesContract, type SealedFile } from '../../../schemas/routes/notices.ts';
import { sealAlert } from '../../protocol/compose-sealed.ts';
import { idOf, readUnverified } from '../../protocol/envelope.ts';
import { verifyAlert } from '../../protocol/notice.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';
import type { Desk } from '../api/desk.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { peerRoot } from '../keyring/peer-trust.ts';
import type { Called } from '../peers/called.ts';
import { grantFor } from './draft-file.ts';
import { loadDraft, noting } from './drafts.ts';
import { lastEdition } from './where.ts';

/** Which text was read, and which yes to it, by their ids. */
export type Read = { alert: string; consent: string };

/**
 * Seals a draft for one peer, after every check that the receiver will make. Refuses with the same code, before
 * anything is sealed: no consent (`no-consent`), changed text, another audience, too few accompaniers or witnesses,
 * dates; the code stands in the node's record. The box is taken from the peer's chain as this client verified it, never
 * from the node. Save the keyring it gives.
 * @throws `conflict` (`terms`) where the draft holds another text or another yes than `read`.
 */
export async function sealForPeer(
  desk: Desk,
  draft: string,
  peer: string,
  read?: Read,
): Promise<{ sealed: SealedFile; consent: Consent; keyring: Keyring; called: Called }> {
  const found = await peerRoot(desk, peer);
  return noting(desk, draft, async () => {
    const { file } = await loadDraft(desk, draft);
    const granted = grantFor(file, peer);
    if (!granted) throw new Refusal('no-consent');
    const { id } = verifyAlert(file.alert, desk.own, found.attest, desk.now);
    if (read && (read.alert !== id || read.consent !== idOf(granted.consent))) throw new Refusal('conflict', 'terms');
    // Sealed once more, the same grant goes out as a later edition.
    const last = await lastEdition(desk.api, granted.header.delivery);
    const header = { ...granted.header, edition: Math.max(granted.header.edition, last + 1) };
    const { consent, locatorHash } = granted;
    const { body, box } = await sealAlert({ header, alert: file.alert, consent, root: found.root, now: desk.now });
    const sealed = { header, body, locatorHash, box, draft };
    const { statement } = readUnverified('consent', consent);
    return { sealed, consent: statement, keyring: found.keyring, called: found.called };
  });
}

/** Hands a sealed alert in; the node asks everything that it can know once more, now and again when it sends. */
export async function sendSealed(api: Api, sealed: SealedFile): Promise<{ delivery: string; edition: number }> {
  return call(api, noticesContract.handIn, { body: sealed });
}
