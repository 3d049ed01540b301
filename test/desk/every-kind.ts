import { type StatementKind, type StatementOf, schemaOf, statementKinds } from '../../schemas/statements.ts';
import type { CheckedAcknowledgement } from '../../src/client/agreements/acknowledge.ts';
import { foundedOf } from '../../src/client/desk/begin/setting-up.ts';
import { saidOf } from '../../src/client/desk/sign/manifest.ts';
import type { Renewal } from '../../src/client/keyring/renew.ts';
import { changesIn } from '../../src/client/keyring/rotation-review.ts';
import { FirstManifest } from '../../src/client/pages/desk/begin/first-manifest.tsx';
import type { Step } from '../../src/client/pages/desk/begin/step.ts';
import { Fields } from '../../src/client/pages/desk/sign/reading.tsx';
import { acknowledgementLines } from '../../src/client/say/acknowledge.ts';
import { agreementDraftLines, withdrawalLines } from '../../src/client/say/agreements.ts';
import { alertFields, alertText } from '../../src/client/say/alert.ts';
import { calledText } from '../../src/client/say/called.ts';
import { comparedLines, comparedParts } from '../../src/client/say/compared-parts.ts';
import { witnessText, yesLines } from '../../src/client/say/consent.ts';
import { releaseText, releaseTitle } from '../../src/client/say/desk-release.ts';
import { renewalSaid } from '../../src/client/say/keyring.ts';
import { nextManifestLines } from '../../src/client/say/manifest.ts';
import { heardQuestion, nameSignedText, standQuestion, waitingDecisionText } from '../../src/client/say/peers.ts';
import { foundingLines } from '../../src/client/say/set-up.ts';
import { begunText, standingLines, standingTitle } from '../../src/client/say/to-sign.ts';
import { filled } from './every-leaf.ts';
import { onScreen } from './on-screen.ts';
import {
  alikeOnBoth,
  citedOf,
  draftOf,
  hashOfShown,
  i18n,
  id16,
  id32,
  kind,
  ours,
  partner,
  reading,
  type Shows,
  wordsNameIt,
} from './readings.ts';

/*
 * Everything that somebody signs is shown before: each field of each statement, on the desk and on the command line. A
 * field that is not stands here with the reason; a new one, or a new kind, fails until somebody decided.
 */

const agreement = kind<'agreement'>({
  desk: (statement) =>
    reading({ lines: agreementDraftLines(i18n, draftOf(statement)), parts: comparedParts(i18n, statement, null) }),
  commandLine: (statement) =>
    [
      ...agreementDraftLines(i18n, draftOf(statement)),
      ...comparedLines(i18n, comparedParts(i18n, statement, null)),
    ].join('\n'),
  notShown: {
    issuer: ours,
    series: 'the version before is looked up by it, and compared part by part; a first one begins a new series',
    prev: 'the version with that hash is compared part by part, and signing refuses where another one stands',
    ...Object.fromEntries(
      ['contacts', 'clauses', 'belonging', 'procedures'].map((group) => [
        `${group}[].id`,
        'the part of the version before that has the same one is compared with it: under another it is new',
      ]),
    ),
  },
  given: {
    languages: [
      ['es', 'en', 'ca'],
      ['es', 'en', 'ca', 'eu'],
    ],
    'clauses[].fromStep': [id16('s'), id16('t')],
    'ladder[].id': [id16('s')],
    'ladder[].second.id': [id16('t')],
  },
});

const about = filled(schemaOf.agreement).value as StatementOf<'agreement'>;
const clauses = ['c', 'd', 'e'].map((letter) => ({
  ...about.clauses[0]!,
  ...{ id: id16(letter), text: { en: `canary ${letter}` } },
}));

const acknowledged = (statement: StatementOf<'acknowledgement'>): CheckedAcknowledgement => ({
  envelope: null as never,
  statement,
  about: { ...about, clauses },
  called: partner(id32('p')),
});

const everyKind: Record<StatementKind, Shows | string> = {
  agreement,
  acknowledgement: kind<'acknowledgement'>({
    desk: (statement) => reading({ says: acknowledgementLines(i18n, acknowledged(statement)) }),
    commandLine: (statement) => acknowledgementLines(i18n, acknowledged(statement)).join('\n'),
    notShown: {
      issuer: ours,
      agreement: 'title, version and collective are read from the words that have this hash',
    },
    given: { 'clauses[]': [id16('c'), id16('d')], stance: ['differs', 'compatible'] },
  }),
  'agreement-withdrawal': kind<'agreement-withdrawal'>({
    desk: ({ at }) => reading({ says: withdrawalLines(i18n, { ...withdrawn, at }) }),
    commandLine: ({ at }) => withdrawalLines(i18n, { ...withdrawn, at }).join('\n'),
    notShown: {
      issuer: ours,
      series: 'the title is read from the signed words that stand under it',
      version: 'the client refuses every other than the version that stands, which is shown',
      agreement: 'the client refuses every other than the words that stand, whose title and version are shown',
    },
  }),
  standing: kind<'standing'>({
    desk: (statement) =>
      reading({
        title: standingTitle(i18n, partner(statement.audience)),
        lines: [begunText(i18n, 'x', statement.at)],
        says: standingLines(i18n, statement),
      }),
    commandLine: (statement) =>
      [
        waitingDecisionText(i18n, { id: id32('w'), standing: statement, signers: [] }),
        standQuestion(i18n, partner(statement.audience), statement),
      ].join('\n'),
    notShown: { issuer: ours },
  }),
  comparison: kind<'comparison'>({
    desk: ({ peer, shown }) => `${calledText(i18n, partner(peer, shown?.host))} ${shown?.name}`,
    commandLine: ({ peer, shown }) =>
      [heardQuestion(i18n, partner(peer, shown?.host)), nameSignedText(i18n, shown?.name ?? '')].join('\n'),
    notShown: {
      own: ours,
      method: 'this client signs only that words were compared',
      'manifests.own.version': 'the twelve words that are compared are made of both',
      'manifests.own.id': 'the twelve words that are compared are made of both',
      'manifests.peer.version': 'the twelve words that are compared are made of both',
      'manifests.peer.id': 'the twelve words that are compared are made of both',
      at: 'the moment of the signature; the client takes none that is ahead',
    },
  }),
  consent: kind<'consent'>({
    desk: (consent) => onScreen(yesLines(i18n, { consent, peer: { called: partner(consent.audience) } as never })),
    commandLine: (consent) =>
      witnessText(i18n, {
        consent,
        peer: { called: partner(consent.audience) },
        alert: filled(schemaOf.alert).value,
        clauses: [],
      } as never),
    notShown: {
      purpose: 'the client shows its witness only a consent to a warning',
      notice: hashOfShown,
      issuer: ours,
      delivery: 'the client refuses another than that of the header beside it, before anything is sealed',
      caseKey: 'nobody can read it; the words on the person’s paper make it, and its signature is checked',
      dropCommit: 'nobody can read it; the words on the person’s paper make it',
    },
    given: {
      grantedBy: ['person', 'delegate'],
      delegate: [null, id16('d'), id16('e')],
    },
  }),
  alert: kind<'alert'>({
    desk: (alert) => onScreen(Fields({ fields: alertFields(i18n, alert, citedOf(alert, clauses)) })),
    commandLine: (alert) => alertText(i18n, alert, citedOf(alert, clauses)),
    notShown: {
      noticeId: 'names this alert for whoever holds it; an earlier text that it takes the place of is said',
      supersedes: 'that it takes the place of an earlier text is said by its version; the rules tie both',
      issuer: ours,
      'manifest.version': 'the client refuses one that our own chain does not have',
      'manifest.id': 'the client refuses one that our own chain does not have',
      'clauses[].agreement': 'the words of the clause are read from the agreement with that hash',
    },
    given: { 'clauses[].clause': [id16('c'), id16('d')], 'clauses[].second.clause': [id16('e')] },
  }),
  'desk-release': kind<'desk-release'>({
    desk: (release) =>
      reading({ title: releaseTitle(i18n, { release } as never), says: [releaseText(i18n, { release } as never)] }),
    commandLine: (release) => [releaseTitle, releaseText].map((say) => say(i18n, { release } as never)).join('\n'),
    notShown: { issuer: ours },
  }),
  manifest: kind<'manifest'>({
    desk: (next) => reading(saidOf(i18n, reviewed(next))),
    commandLine: (next) => nextManifestLines(i18n, reviewed(next), '').join('\n'),
    notShown: {
      collective: ours,
      prev: 'the client refuses every other than the newest',
      issuedAt: 'the client refuses one before the newest or ahead',
      revoked: 'the client refuses one that leaves out what the newest has',
      'revoked[].at': 'nothing goes by it: what a key signed is judged by when it came',
    },
  }),
  'standing-offer': 'the same fields as the standing that is signed with it, told to the partner',
  'seal-key': 'made by the client of the member’s own keyring; says nothing of anybody else',
  'sign-in': 'made by the client, with the address that it dialled',
  withdrawal: 'made of the person’s twelve words, for the deliveries whose holders they were shown',
  receipt: 'signed by a node',
  'record-head': 'signed by a node',
  hurry: 'made by the client for the edition that waits, beside the whole text and when it goes out',
  level: 'nothing signs it yet',
  live: 'made by the client of what was handed in and not taken back',
  'mediation-request': 'nothing signs it yet',
  'process-reference': 'nothing signs it yet',
  'process-status': 'nothing signs it yet',
  recall: 'nothing signs it yet',
  'reference-revocations': 'nothing signs it yet',
  reply: 'nothing signs it yet',
  dispute: 'nothing signs it yet',
  retraction: 'nothing signs it yet',
  inquiry: 'nothing signs it yet',
  'inquiry-answer': 'nothing signs it yet',
};

const withdrawn = { id: id32('w'), envelope: null as never, agreement: about, at: '', proposed: null };
const firstManifest = filled(schemaOf.manifest).value as StatementOf<'manifest'>;
const reviewed = (next: StatementOf<'manifest'>) => ({
  ...{ id: id32('m'), next, waiting: null },
  changes: changesIn(firstManifest, next),
});

/** The first manifest is read on a screen of its own. */
const founding: Shows = kind<'manifest'>({
  desk: (manifest) => {
    const draft = foundedOf(i18n, { ...manifest, profile }, { origin: 'https://ceiba.example', me: '' });
    const drafts = [{ ...draft, id: '', begun: '', words: '', signed: false, waiting: [] }];
    const now = { drafts, refused: [], founding: null } as unknown as Step['now'];
    return onScreen(
      FirstManifest({ ask: null as never, now, take: null as never, stay: null as never, back: () => {} }),
    );
  },
  commandLine: (manifest) =>
    foundingLines(i18n, { ...manifest, profile, origin: 'https://ceiba.example', self: '' }).join('\n'),
  notShown: {
    collective: 'the client refuses any in a first manifest',
    version: 'the client refuses every other than 1',
    prev: 'the client refuses any in a first manifest',
    issuedAt: 'the client refuses one ahead; until when it holds is shown',
    'members[].sign': `${wordsNameIt}; everybody’s client refuses another key than their own`,
    'members[].sign[]': `${wordsNameIt}; everybody’s client refuses another key than their own`,
    box: wordsNameIt,
    'box[].recipient': wordsNameIt,
    'box[].notBefore': 'the client refuses a manifest without a box that holds already',
    'node.actor': 'the client refuses every other than the address that it dialled, which is shown',
    'node.keys': wordsNameIt,
    'node.keys[].id': wordsNameIt,
    'node.keys[].use': wordsNameIt,
    'node.keys[].publicKeyMultibase': wordsNameIt,
    revoked: 'the client refuses any in a first manifest',
    'revoked[].keyid': 'the client refuses any in a first manifest',
    'revoked[].reason': 'the client refuses any in a first manifest',
    'revoked[].at': 'the client refuses any in a first manifest',
  },
});

/** What a next manifest leaves as it was is read too: whoever joins knows nothing of it. */
const unchanged: Shows = kind<'manifest'>({
  desk: (next) => reading(saidOf(i18n, { ...reviewed(next), changes: [] })),
  commandLine: (next) => nextManifestLines(i18n, { ...reviewed(next), changes: [] }, '').join('\n'),
  notShown: {
    ...Object.fromEntries(
      [...new Set(filled(schemaOf.manifest).others.map(({ path }) => path))]
        .filter((path) => /^(collective|prev|issuedAt|box|node|revoked|members\[\]\.sign)/.test(path))
        .map((path) => [path, 'as the manifest before has it, which the client checked; a change is said']),
    ),
  },
});
const profile = { name: 'Ceiba', handle: 'ceiba', summary: 'Somos', language: 'es' };

/** What is signed again after new keys is read once more, on one screen and with one command. */
const again = (renewal: Renewal): string => {
  const { line, says } = renewalSaid(i18n, renewal);
  return [line, ...says].join('\n');
};
const sign = async () => {};
const signedAgain: [string, StatementKind, Shows][] = [
  [
    'standing again',
    'standing',
    alikeOnBoth<'standing'>(
      (standing) => again({ sign, kind: 'standing', about: partner(standing.audience), at: standing.at, standing }),
      { issuer: ours },
    ),
  ],
  [
    'agreement again',
    'agreement',
    alikeOnBoth<'agreement'>(
      (statement) => again({ sign, kind: 'agreement', about: '', at: statement.issuedAt, id: '', statement }),
      agreement.notShown,
      agreement.given,
    ),
  ],
];

/** Everything that somebody reads before they sign, with the schema of what is signed. */
export const signed: [name: string, schema: StatementKind, shows: Shows][] = [
  ...statementKinds.flatMap((name): [string, StatementKind, Shows][] => {
    const shows = everyKind[name];
    return typeof shows === 'string' ? [] : [[name, name, shows]];
  }),
  ['first manifest', 'manifest', founding],
  ['what a next manifest leaves as it was', 'manifest', unchanged],
  ...signedAgain,
];
