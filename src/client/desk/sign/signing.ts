import type { I18n } from '@lingui/core';
import type { Role } from '../../../../schemas/manifest.ts';
import type { ComparedPart } from '../../say/compared-parts.ts';
import type { AtDesk } from '../at-desk.ts';

/* What kinds of things that wait for signatures have in common; `to-sign.ts` puts them together. */

/** Something that waits for signatures: its hash, in words what it is, and how far it is. */
export type Line = {
  id: string;
  title: string;
  /** Who began it and when, and what it still waits for. */
  lines: string[];
  /** Whether this member has signed it. */
  signed: boolean;
  /** Enough have signed: it can be published. */
  ready: boolean;
};

/** One of them as it is read before signing: everything that the signature would stand for. */
export type Whole = Line & {
  /** What it says, or changes, line by line. */
  says: string[];
  /** Words that everybody who signs reads aloud to the others; null where nothing has to be compared. */
  words: string | null;
  /** The parts of an agreement, with what changed. */
  parts: ComparedPart[];
};

/** One thing that was read and checked; `sign` signs exactly these bytes, and each says what that makes of it. */
export type ReadWhole = { shown: Whole; sign: () => Promise<string>; publish?: () => Promise<string> };

/** What one kind of thing can do at a desk. */
export type Signing = {
  /** Roles of which a member needs one to sign it. */
  role: Role | null;
  list(at: Saying): Promise<Line[]>;
  read(at: Saying, id: string): Promise<ReadWhole>;
};

/** Who works, and in which language things are said to them. */
export type Saying = {
  desk: AtDesk;
  i18n: I18n;
  now: Date;
  /** The print of the desk that runs here; null where something of it was changed. */
  here: () => Promise<string | null>;
};
