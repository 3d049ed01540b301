import { idOf } from '../../../src/protocol/envelope.ts';
import type { Collective, World } from '../vector.ts';
import type { Signer } from './world.ts';

export type Name = 'rosa' | 'marisol' | 'tono' | 'lu' | 'itzel' | 'espe' | 'nahui';

/** A collective as the cases use it. */
export type Cast = {
  id: string;
  /** These people, to sign. */
  by: (...names: Name[]) => Signer[];
  member: (name: Name) => string;
  keyid: (name: Name) => string;
  publicKey: (name: Name) => string;
  /** Its newest manifest. */
  manifest: { version: number; id: string };
  box: Collective['box'];
  receiptKey: Signer;
  /** A signer that no member is. */
  asReceipts: Signer[];
};

/** One collective of the world. */
export function castOf({ collectives, chains }: World, name: 'ceiba' | 'maguey' | 'hawthorn'): Cast {
  const { id, people, box, receiptKey } = collectives[name] as Collective;
  const chain = chains[name]!;
  return {
    id,
    by: (...names) => names.map((one) => people[one]!),
    member: (one) => people[one]!.member,
    keyid: (one) => people[one]!.keyid,
    publicKey: (one) => people[one]!.publicKey,
    manifest: { version: chain.length, id: idOf(chain.at(-1)!) },
    box,
    receiptKey,
    asReceipts: [receiptKey],
  };
}
