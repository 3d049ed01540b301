import type { Agreement } from '../../../schemas/agreement.ts';

/** A version that another was adapted from, with the ids of its clauses. */
export type Origin = { id: string; collective: string; title: string; href: string; clauses: string[] };

/** One version of an agreement as its page shows it. Plain data: who loads it decides what is true. */
export type ShownAgreement = {
  agreement: Agreement;
  /** Id of the signed statement: the hash of its exact words (PROTOCOL §3). */
  id: string;
  collective: { name: string; handle: string | null };
  /** Whether this node's own collective wrote it. */
  ours: boolean;
  /** How many stewards signed it with keys that count now, and how many it takes. */
  signers: number;
  needed: number;
  /** When our people compared words with that collective; null while they have not. */
  compared: { at: Date; method: 'words' | 'qr' } | null;
  published: Date;
  /** Versions that can be read here, newest first: this one, ten newer and ten older ones at most, and the newest. */
  versions: { version: number; href: string; published: Date }[];
  /** The versions it was adapted from, as far as this node knows them; a clause of the same id comes from there. */
  lineage: Origin[];
  /** Where the collective itself shows it, when it is not ours. */
  original: string | null;
  /** When their server said that it is gone, which nobody signed. */
  takenDown: Date | null;
};

/** An agreement of a partner that is no more: whose it was, and when they withdrew it. */
export type Withdrawn = { name: string; at: Date };

/** One agreement in a list: its newest version. */
export type ListedAgreement = {
  agreement: Pick<Agreement, 'title' | 'languages' | 'version' | 'adopted' | 'reviewBy' | 'clauses'>;
  href: string;
  /** Whether its server says that it is gone, which nobody signed. */
  takenDown?: boolean;
};

/** A followed collective and what it published, as far as its signed statements were checked. */
export type ListedPartner = {
  peer: string;
  name: string;
  handle: string | null;
  /** Whether our people compared words with it and that still stands. */
  compared: boolean;
  agreements: ListedAgreement[];
};

/** A collective as it is compared: ours (`peer` is null), or one we follow. */
export type Compared = {
  peer: string | null;
  /** The id of which its mark is woven. */
  mark: string | null;
  name: string;
  /** Whether our people compared words with it and that still stands; our own need none. */
  compared: boolean;
  agreements: ListedAgreement[];
};

/** An agreement with the day by which it is looked at again. */
export type Review = { id: string; title: string; url: string; day: string; version: number; at: Date };
