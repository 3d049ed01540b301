import { describe, it } from 'vitest';
import type { RefusalCode } from '../../schemas/codes.ts';
import type { Header } from '../../schemas/delivery.ts';
import { b64u } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, readUnverified } from '../../src/protocol/envelope.ts';
import { openDelivery } from '../../src/protocol/opening.ts';
import type { Root } from '../../src/protocol/root.ts';
import { rootFor } from '../../src/protocol/root.ts';
import { caseKeyOf } from '../../src/protocol/secrets.ts';
import {
  alertOf,
  type Collective,
  collective,
  comparisonOf,
  inDays,
  marksOf,
  now,
  person,
  refOf,
  sealUnchecked,
  shareAlert,
  signedBy,
  standingOf,
} from './cast.ts';
import { refuses } from './refusals.ts';

const ceiba = await collective('ceiba');
const maguey = await collective('maguey');
const elsewhere = b64u(new Uint8Array(32).fill(9));
const { rosa, marisol, tono, itzel } = ceiba.people as Record<string, Person>;
type Person = Collective['people'][string];
const outsider = person('outsider', []);

/** One thing wrong in a delivery, each caught by a later check than the one before. */
type Wrong =
  | 'identity'
  | 'header'
  | 'comparison'
  | 'standing'
  | 'expired'
  | 'future-manifest'
  | 'signer'
  | 'rule'
  | 'threshold'
  | 'member-key'
  | 'issuer'
  | 'content'
  | 'audience'
  | 'delivery'
  | 'window'
  | 'retention'
  | 'purpose'
  | 'person'
  | 'witness'
  | 'stored';

const inOrder: [Wrong, RefusalCode][] = [
  ['identity', 'unseal'],
  ['header', 'bundle'],
  ['comparison', 'unverified-peer'],
  ['standing', 'not-accepted'],
  ['expired', 'manifest-expired'],
  ['future-manifest', 'need-manifest'],
  ['signer', 'signature'],
  ['rule', 'notice-rule'],
  ['threshold', 'attest-threshold'],
  ['member-key', 'case-key-is-member'],
  ['issuer', 'consent-issuer'],
  ['content', 'consent-content'],
  ['audience', 'consent-audience'],
  ['delivery', 'consent-delivery'],
  ['window', 'consent-window'],
  ['retention', 'drop-after'],
  ['purpose', 'consent-purpose'],
  ['person', 'consent-person-signature'],
  ['witness', 'consent-witnesses'],
  ['stored', 'notice-rollback'],
];

function statements(has: (wrong: Wrong) => boolean): { alert: Envelope; consent: Envelope; header: Header } {
  const shared = shareAlert(ceiba, maguey);
  const alert = alertOf(ceiba, {
    manifest: has('future-manifest') ? { version: 2, id: elsewhere } : refOf(ceiba.chain),
    severity: has('rule') ? 'micro' : 'serious',
  });
  const attesters = [rosa!, ...(has('threshold') ? [] : [marisol!]), ...(has('signer') ? [outsider] : [])];
  const signedAlert = signedBy(draftEnvelope('alert', alert), ...attesters);
  const { statement } = readUnverified('consent', shared.consent);
  const draft = draftEnvelope('consent', {
    ...statement,
    notice: has('content') ? elsewhere : readUnverified('alert', signedAlert).id,
    issuer: has('issuer') ? elsewhere : ceiba.id,
    audience: has('audience') ? elsewhere : maguey.id,
    delivery: has('delivery') ? b64u(new Uint8Array(16)) : statement.delivery,
    caseKey: has('member-key') ? itzel!.publicKey : statement.caseKey,
    notBefore: has('window') ? inDays(1) : statement.notBefore,
    purpose: has('purpose') ? 'inquiry_match' : 'warn',
  });
  const signers = [
    ...(has('person') ? [] : [caseKeyOf(shared.secret, statement.delivery)]),
    ...(has('witness') ? [] : [tono!]),
    ...(has('person') && has('witness') ? [ceiba.people.lu!] : []),
  ];
  const dropAfter = has('retention') ? '2027-03-01T00:00:00Z' : shared.header.dropAfter;
  return { alert: signedAlert, consent: signedBy(draft, ...signers), header: { ...shared.header, dropAfter } };
}

function rootWith(has: (wrong: Wrong) => boolean): Root {
  const root = rootFor(
    {
      own: maguey.chain,
      peer: ceiba.chain,
      comparison: has('comparison') ? null : comparisonOf(maguey, ceiba),
      standing: standingOf(maguey, ceiba, has('standing') ? [] : ['alerts']),
    },
    marksOf(maguey),
    now,
  );
  if (!has('expired') || !root.peer) return root;
  const { newest } = root.peer;
  const over = { ...newest, statement: { ...newest.statement, expires: inDays(-1) } };
  return { ...root, peer: { ...root.peer, newest: over } };
}

async function opens(wrongs: readonly Wrong[]): Promise<unknown> {
  const has = (wrong: Wrong) => wrongs.includes(wrong);
  const { alert, consent, header } = statements(has);
  const { body } = await sealUnchecked(header, [alert, consent], maguey.box.recipient);
  return await openDelivery({
    header: has('header') ? { ...header, edition: 2 } : header,
    body,
    identities: has('identity') ? [] : [maguey.box.identity],
    root: rootWith(has),
    stored: () => (has('stored') ? { version: 2, id: elsewhere } : null),
    now,
  });
}

describe('the order of the client’s checks', () => {
  it('lets pass what has nothing wrong', async () => {
    await opens([]);
  });

  it.each(inOrder)('meets %s before everything that comes after it', async (wrong, code) => {
    const later = inOrder.slice(inOrder.findIndex(([one]) => one === wrong)).map(([one]) => one);
    await refuses(code, () => opens(later));
  });

  it.each(inOrder)('meets %s also when it stands alone', async (wrong, code) => {
    await refuses(code, () => opens([wrong]));
  });
});
