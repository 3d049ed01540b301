import { i18n, Told } from '../words.ts';

/*
 * What a passkey of this device gives the desk: 32 bytes by the extension PRF (W3C Web Authentication 3), which go to
 * the worker; nothing else of it is read, kept or sent (docs/decisions/0038).
 */

/** The one salt that every passkey of the desk is asked with. */
const salt = new TextEncoder().encode('convive/v1/passkey');
const algorithms = [-8, -7, -257];
const verified = 4;
const flagsAt = 32;

/** Whether passkeys can be asked for: by a name, in a browser that knows them; an onion and an IP are none to them. */
export function passkeysHere(): boolean {
  const { hostname } = window.location;
  const named = hostname !== 'localhost' && /[a-z]$/.test(hostname) && !hostname.endsWith('.onion');
  return named && 'PublicKeyCredential' in window;
}

/**
 * Makes one on this device, and asks it for its bytes twice.
 * @returns both answers; no bytes where it gives none
 * @throws `cancelled` where the person or the device says no
 */
export async function makePasskey(called: string): Promise<[Uint8Array, Uint8Array]> {
  const { hostname } = window.location;
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { id: hostname, name: hostname },
        user: { id: random(), name: called, displayName: called },
        challenge: random(),
        pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  const { getTransports } = made.response as AuthenticatorAttestationResponse;
  // Through the camera of another device: it would lie there, and not here.
  if (made.authenticatorAttachment === 'cross-platform' && getTransports.call(made.response).includes('hybrid'))
    return [new Uint8Array(), new Uint8Array()];
  const atOnce = bytesOf(made);
  const first = atOnce.length > 0 ? atOnce : await usePasskey(made.rawId);
  return [first, await usePasskey(made.rawId)];
}

/**
 * Asks for the bytes of one of this device's passkeys, which the person chooses where `id` names none.
 * @throws `cancelled` where the person or the device says no
 */
export async function usePasskey(id?: ArrayBuffer): Promise<Uint8Array> {
  const used = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        rpId: window.location.hostname,
        challenge: random(),
        allowCredentials: id ? [{ type: 'public-key', id }] : [],
        userVerification: 'required',
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  const { authenticatorData } = used.response as AuthenticatorAssertionResponse;
  const flags = new Uint8Array(authenticatorData)[flagsAt] ?? 0;
  return (flags & verified) === 0 ? new Uint8Array() : bytesOf(used);
}

function bytesOf(one: PublicKeyCredential): Uint8Array {
  const first = one.getClientExtensionResults().prf?.results?.first;
  if (!first) return new Uint8Array();
  return ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength)
    : new Uint8Array(first);
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  const one = await ask().catch(() => null);
  if (one instanceof PublicKeyCredential) return one;
  throw new Told(
    'cancelled',
    undefined,
    i18n._(
      'passkeys.unused',
      {},
      { message: 'The passkey was not used, and your keyring is as it was. Try again, or go on with your words.' },
    ),
  );
}

const random = () => crypto.getRandomValues(new Uint8Array(32));
