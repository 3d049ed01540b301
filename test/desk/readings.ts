import type { Agreement } from '../../schemas/agreement.ts';
import type { StatementKind, StatementOf } from '../../schemas/statements.ts';
import type { CheckedDraft } from '../../src/client/agreements/agreements.ts';
import type { Whole } from '../../src/client/desk/sign/signing.ts';
import { Reading } from '../../src/client/pages/desk/sign/reading.tsx';
import { type Called, calledUnread } from '../../src/client/peers/called.ts';
import type { WordedClause } from '../../src/client/say/cited.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import type { Given } from './every-leaf.ts';
import { onScreen } from './on-screen.ts';

/* How what is signed is read in tests: what two screens and commands of the client say, as text. */

export const i18n = i18nFor('en');

export type Shows = {
  /** What is read before signing: at the desk, and on the command line. */
  desk: (statement: never) => string;
  commandLine: (statement: never) => string;
  /** Fields that are not read, and why nobody has to. */
  notShown: Record<string, string>;
  given?: Given;
};

export const kind = <K extends StatementKind>(
  shows: Omit<Shows, 'desk' | 'commandLine'> & {
    desk: (statement: StatementOf<K>) => string;
    commandLine: (statement: StatementOf<K>) => string;
  },
): Shows => shows as Shows;

export const alikeOnBoth = <K extends StatementKind>(
  read: (statement: StatementOf<K>) => string,
  notShown: Shows['notShown'],
  given: Given = {},
): Shows => kind<K>({ desk: read, commandLine: read, notShown, given });

export const ours = 'the client refuses every other than its own collective';
export const hashOfShown = 'the hash of what is read in full beside it; the client worked it out';
export const wordsNameIt = 'nobody can read it; the twelve words that all who sign compare are of it';

export const id16 = (letter: string) => `${letter.repeat(21)}A`;
export const id32 = (letter: string) => `${letter.repeat(42)}A`;
export const partner = (collective: string, host = 'maguey.example'): Called =>
  calledUnread(collective, { name: 'Maguey' }, host);

const whole: Whole = { id: '', title: '', lines: [], signed: false, ready: false, says: [], words: null, parts: [] };
export const reading = (some: Partial<Whole>): string => {
  const nothing = () => {};
  const work = { wrong: null, done: null, busy: false, doing: async () => undefined } as never;
  return onScreen(Reading({ read: { ...whole, ...some }, work, sign: nothing, back: nothing }));
};

export const draftOf = (statement: StatementOf<'agreement'>): CheckedDraft => ({
  ...{ id: id32('d'), statement, envelope: null as never },
  ...{ signers: [], needed: 2 },
});

/** Those clauses that an alert cites, in whichever agreement it does. */
export const citedOf = ({ clauses }: StatementOf<'alert'>, all: Agreement['clauses']): WordedClause[] =>
  clauses.flatMap(({ agreement, clause }) =>
    all.filter(({ id }) => id === clause).map((one) => ({ ...one, agreement })),
  );
