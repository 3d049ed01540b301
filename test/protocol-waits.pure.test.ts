import { expect, test } from 'vitest';
import { parseAll } from './support/house/imports.ts';
import { unreached } from './support/house/reached.ts';
import { readSources } from './support/sources.ts';

/**
 * What of protocol/ nothing that runs uses yet, under what it waits for. Whatever begins to use it, or lets it go,
 * strikes it off.
 */
const waitsFor: Record<string, Record<string, string>> = {
  'a client that shows the states of an item': { 'item-state.ts': 'Before readable startHolding' },
  processes: {
    'process-reference.ts': 'checkReference verifyHolder verifyReference verifyRevocations',
    'process-status.ts': 'checkStatus verifyStatus',
    'opening.ts': 'OpenedStatus openStatus',
    'compose-sealed.ts': 'sealStatus',
  },
  inquiries: {
    'inquiry.ts': 'Asked Finding answerInquiry blindInquiry finalizeInquiry',
    'inquiry-quota.ts': 'QuotaBook QuotaMark countAnswer',
    'inquiry-statements.ts': 'checkInquiry checkInquiryAnswer verifyInquiry verifyInquiryAnswer',
    'oprf.ts': 'Blinded Evaluation OprfKey blind evaluate monthKey monthScope oprfKeyOf outputOf outputsOf',
    'tags.ts': 'IndexEntry TagScope isName requireTags tagOf tagsFor',
    'names.ts': 'Identifier identifierKey nameKey',
    'phonetic.ts': 'phoneticKey',
    'opening-statement.ts': 'PlainKind openAnswer openStatement',
    'consent.ts': 'checkMatchConsent',
    'compose-sealed.ts': 'sealStatement',
  },
  mediation: {
    'mediation-request.ts': 'verifyMediationRequest',
  },
  'replies, disputes and retractions': {
    'reply.ts': 'verifyDispute verifyReply',
    'retraction.ts': 'checkRetraction verifyRetraction',
  },
  care: {
    'hurry.ts': 'verifyHurry',
    'level.ts': 'Accompaniment Noticed SaidOfIt VerificationLevel levelOf mayCorroborate',
    'stated-level.ts': 'checkLevel verifyLevel',
  },
};

test('all of protocol/ is used by what runs, or known to wait', () => {
  const files = parseAll(readSources(['src', 'schemas']));
  const waiting = Object.values(waitsFor).flatMap((byFile) =>
    Object.entries(byFile).flatMap(([file, names]) => names.split(' ').map((name) => `src/protocol/${file} ${name}`)),
  );
  const pages = files.map(({ path }) => path).filter((path) => /^src\/client\/pages\/[^/]+$/.test(path));
  expect(unreached(files, 'src/protocol/', ['src/cli.ts', 'src/main.ts', ...pages])).toEqual(waiting.sort());
});

test('what nothing that runs uses is found, also behind its own kind', () => {
  const files = parseAll([
    { path: 'src/main.ts', text: "import { seal as close } from './protocol/seal.ts';" },
    {
      path: 'src/protocol/seal.ts',
      text: `import { key as k } from './key.ts';
        export type Sealed = { text: string };
        export const seal = (): Sealed => k();
        export const open = (): Opened => { throw new Error(); };
        export type Opened = string;`,
    },
    { path: 'src/protocol/key.ts', text: 'export const key = 1; export const spare = 2;' },
    { path: 'src/protocol/later.ts', text: "import { spare } from './key.ts'; export const later = spare;" },
  ]);
  expect(unreached(files, 'src/protocol/', ['src/main.ts'])).toEqual([
    'src/protocol/key.ts spare',
    'src/protocol/later.ts later',
    'src/protocol/seal.ts Opened',
    'src/protocol/seal.ts open',
  ]);
});
