import { fromB64u } from '../../../src/protocol/encoding.ts';

/** A Multikey of an RSA public key of 2048 bits; nobody kept the private half, and no case signs with it. */
export const rsaMultibase =
  'z4MXj1wBzi9jUstyNaYyg9VhKrNxcKYF1Tev3H7hzGKEs69Gwk7G1RTmK7h9Ad4R8deyYdZUDyYmZKpoiw2VoWnCbMuwWY8gZQn5yZuEjRjUfQCmtCr5GKS7cBWrajfm1Wpj7znLLi8K4dbCSMqr5Utw7Za4sTxDhXwa7BJhSRH8hQmXPMfuECSdE8oEqxXZMK1WNjitMXyGwjvD4sAPa9KtHiSTA54w6b9ZRATJqbfPwfa3reBVzkPCmbc8JARpELKmruYDekmA2seqEhEYPcqFDG938VS1dwZSCzXb1e4DYwjrwaiUQ37YdFbTx4c3B7EHsFwPEYPPwi4HVyNJHByFXjoBRuFwDJFyBa1dAndxaEJ5aifNp';

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** The Multikey of an Ed25519 public key: `z`, base58btc of ed01 and the key. */
export function ed25519Multibase(publicKey: string): string {
  const bytes = [0xed, 0x01, ...fromB64u(publicKey, 32)];
  let value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let out = '';
  for (; value > 0n; value /= 58n) out = alphabet[Number(value % 58n)] + out;
  return `z${out}`;
}
