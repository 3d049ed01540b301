import * as z from 'zod';
import { agreement } from '../agreement.ts';
import { type Contracts, longestPage, pageAfter } from '../contract.ts';
import { b64u16, b64u32, time } from '../encodings.ts';
import { envelope } from '../envelope.ts';
import { published } from './agreements.ts';

/** The number of a version in a path. */
export const versionNumber = z
  .string()
  .regex(/^[1-9]\d{0,5}$/)
  .transform(Number);

const open = { method: 'GET', who: ['anybody'], othersWork: 'untouched', kept: true } as const;
const ours = { path: '/agreements/:series', params: { series: b64u16 } };
const theirs = { path: '/partners/:peer/agreements/:series', params: { peer: b64u32, series: b64u16 } };
const oneOf = <P extends object>({ path, params }: { path: string; params: P }) => ({
  path: `${path}/versions/:version`,
  params: { ...params, version: versionNumber },
});
const at = <P extends object>({ path, params }: { path: string; params: P }, form: string) => ({
  path: `${path}/${form}`,
  params,
});
const [oneOfOurs, oneOfTheirs] = [oneOf(ours), oneOf(theirs)];

const address = z.string().max(1000);
const listed = agreement
  .pick({ series: true, version: true, title: true, languages: true, adopted: true, reviewBy: true })
  .extend({ id: b64u32, url: address });
/** The key of the list: a series of ours, then collective and series. */
const listKey = z.string().regex(/^(?:[A-Za-z0-9_-]{43}\.)?[A-Za-z0-9_-]{22}$/);
const list = z.strictObject({
  agreements: z.array(listed.extend({ published: time })).max(longestPage),
  partners: z
    .array(listed.extend({ peer: b64u32, name: z.string().max(200), original: address, takenDown: time.nullable() }))
    .max(longestPage),
  next: listKey.nullable(),
});

/** What collectives say of a version. */
const acknowledgements = z
  .array(
    z.strictObject({
      id: b64u32,
      issuer: b64u32,
      name: z.string().max(200),
      host: z.string().max(300),
      stance: z.enum(['compatible', 'differs']),
      clauses: z.array(b64u16).max(250),
      at: time,
    }),
  )
  .max(10_000);

const page = { ...open, page: 'first' } as const;
const own = { ...page, answer: published.extend({ acknowledgements }) };
const partners = {
  ...page,
  answer: z.strictObject({
    id: b64u32,
    agreement,
    /** How many stewards signed it with keys that count now. */
    signers: z.int().min(0),
    /** When our people compared words with that collective. */
    compared: time.nullable(),
    /** When its server said that it is gone, which nobody signed. */
    takenDown: time.nullable(),
    /** Where the collective itself shows it. */
    original: address.nullable(),
    /** The versions it was adapted from, as far as this node knows them. */
    lineage: z
      .array(
        z.strictObject({
          id: b64u32,
          collective: z.string().max(200),
          title: z.string().max(400),
          href: address,
          clauses: z.array(b64u16).max(250),
        }),
      )
      .max(100),
    acknowledgements,
  }),
};
const file = {
  ...open,
  file: 'text/markdown',
  answer: z.strictObject({ markdown: z.string().max(1_000_000) }),
} as const;
const words = { ...open, answer: z.strictObject({ id: b64u32, agreement }) };
const statement = { ...open, type: 'application/vnd.convive.agreement.v1+json', answer: envelope };
const withdrawal = { ...open, type: 'application/vnd.convive.agreement-withdrawal.v1+json', answer: envelope };
const adapted = { ...file, query: z.object({ clause: z.string().optional(), into: z.string().optional() }) };

export type AgreementList = Omit<z.infer<typeof list>, 'next'>;

/** Agreements as everybody reads them, ours and those of the collectives we follow. */
export const agreementsReadingContract = {
  /** Our agreements that stand, then those of the collectives we follow, without texts; page by page. */
  list: { ...page, path: '/agreements', query: pageAfter(listKey.optional()), answer: list },
  /**
   * The newest version of an agreement of ours, with its signed statement; as an Article for whoever asks for an
   * activity.
   */
  own: { ...own, ...ours },
  /** One version of ours. */
  ownVersion: { ...own, ...oneOfOurs },
  /** The newest version of a partner's agreement that is shown here, as it was checked when it came. */
  partners: { ...partners, ...theirs },
  /** One version of a partner's. */
  partnersVersion: { ...partners, ...oneOfTheirs },
  /** The newest version of ours as an agreement file. */
  ownFile: { ...file, ...at(ours, 'agreement.md') },
  /** One version of ours as an agreement file. */
  ownVersionFile: { ...file, ...at(oneOfOurs, 'agreement.md') },
  /** The newest version of a partner's as an agreement file. */
  partnersFile: { ...file, ...at(theirs, 'agreement.md') },
  /** One version of a partner's as an agreement file. */
  partnersVersionFile: { ...file, ...at(oneOfTheirs, 'agreement.md') },
  /** The words of the newest version of ours, with the id of exactly these words. */
  ownWords: { ...words, ...at(ours, 'agreement.json') },
  /** The words of one version of ours. */
  ownVersionWords: { ...words, ...at(oneOfOurs, 'agreement.json') },
  /** The words of the newest version of a partner's. */
  partnersWords: { ...words, ...at(theirs, 'agreement.json') },
  /** The words of one version of a partner's. */
  partnersVersionWords: { ...words, ...at(oneOfTheirs, 'agreement.json') },
  /** The signed statement of the newest version of ours. */
  ownStatement: { ...statement, ...at(ours, 'statement') },
  /** The signed statement of one version of ours. */
  ownVersionStatement: { ...statement, ...at(oneOfOurs, 'statement') },
  /** The signed statement of the newest version of a partner's. */
  partnersStatement: { ...statement, ...at(theirs, 'statement') },
  /** The signed statement of one version of a partner's. */
  partnersVersionStatement: { ...statement, ...at(oneOfTheirs, 'statement') },
  /** The signed statement with which a partner withdrew an agreement that was shown here. */
  partnersWithdrawal: { ...withdrawal, ...at(theirs, 'withdrawal') },
  /**
   * A partner's newest version, or one clause of it, as the file of a draft of ours: anew, or added to an agreement of
   * ours.
   */
  adapted: { ...adapted, ...at(theirs, 'adapted.md') },
  /** One version of a partner's, or one clause of it, as the file of such a draft. */
  adaptedVersion: { ...adapted, ...at(oneOfTheirs, 'adapted.md') },
} satisfies Contracts;
