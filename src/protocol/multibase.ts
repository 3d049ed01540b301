import { Refusal } from '../../schemas/codes.ts';

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

// Multicodec rsa-pub, then a PKCS #1 key whose modulus has 2048 bits: every such Multikey begins and ends alike.
const rsa2048 = /^z4MXj1wB[1-9A-HJ-NP-Za-km-z]{365}$/;

/** Whether a Multikey holds an RSA key of 2048 bits, no shorter and no longer one. */
export function isRsa2048Multikey(multibase: string): boolean {
  return rsa2048.test(multibase);
}

/** The 32 bytes of an Ed25519 Multikey (`z` + base58btc of ed01 + key); refuses (`encoding`) anything else. */
export function ed25519Multikey(multibase: string): Uint8Array {
  let value = 0n;
  for (const letter of multibase.slice(1)) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) throw new Refusal('encoding');
    value = value * 58n + BigInt(digit);
  }
  const hex = value.toString(16);
  if (multibase[0] !== 'z' || multibase.length !== 48 || hex.length !== 68 || !hex.startsWith('ed01')) {
    throw new Refusal('encoding');
  }
  return Uint8Array.from(hex.slice(4).match(/../g)!, (byte) => Number.parseInt(byte, 16));
}
