import type { Agreement } from '../../../schemas/agreement.ts';

/** One version of an agreement as its page shows it. Plain data: who loads it decides what is true. */
export type ShownAgreement = {
  agreement: Agreement;
  /** Id of the signed statement: the hash of its exact words (PROTOCOL §3). */
  id: string;
  collective: { name: string; handle: string | null };
  /** Whether this node's own collective wrote it. */
  ours: boolean;
  /** How many stewards signed it, as checked. */
  signers: number;
  /** When our people compared words with that collective; null while they have not. */
  compared: { at: Date; method: 'words' | 'qr' } | null;
  published: Date;
  /** Versions that can be read here, newest first: this one, ten newer and ten older ones at most, and the newest. */
  versions: { version: number; href: string; published: Date }[];
  /** The version it was adapted from, as far as this node knows it; a clause of the same id comes from there. */
  lineage: { collective: string; title: string; href: string; clauses: string[] } | null;
  /** Where the collective itself shows it, when it is not ours. */
  original: string | null;
};
