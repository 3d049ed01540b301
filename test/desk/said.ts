import type { StatementOf } from '../../schemas/statements.ts';
import { type Keyring, signingSecret } from '../../src/client/keyring/keyring.ts';
import { b64u, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, signEnvelope } from '../../src/protocol/envelope.ts';

/** A print of nothing that exists. */
export const madeUp = (byte: number): string => b64u(new Uint8Array(32).fill(byte));

type Said = Partial<StatementOf<'desk-release'>> & { issuer: string };

/** A release of a desk, the first one unless it says otherwise, signed by these people whoever they are. */
export function releaseBy(said: Said, ...by: Keyring[]): Envelope {
  const statement = { version: 1, sha256: madeUp(1), at: timeOf(new Date()), ...said };
  const draft = draftEnvelope('desk-release', { ...statement, type: 'desk-release' });
  return by.reduce((signed, keyring) => signEnvelope(signed, signingSecret(keyring)), draft);
}
