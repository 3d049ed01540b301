import { describe, expect, it } from 'vitest';
import { checkAcknowledgement, verifyAcknowledgement } from '../../src/protocol/acknowledgement.ts';
import { checkAgreementWithdrawal, verifyAgreementWithdrawal } from '../../src/protocol/agreement-withdrawal.ts';
import { checkComparison, verifyComparison } from '../../src/protocol/comparison-words.ts';
import { checkDeskRelease, verifyDeskRelease } from '../../src/protocol/desk-release.ts';
import { draftEnvelope, type Envelope, readUnverified } from '../../src/protocol/envelope.ts';
import { checkHurry, hurried, verifyHurry } from '../../src/protocol/hurry.ts';
import {
  checkInquiry,
  checkInquiryAnswer,
  verifyInquiry,
  verifyInquiryAnswer,
} from '../../src/protocol/inquiry-statements.ts';
import { extendChain, judgeNext } from '../../src/protocol/manifest.ts';
import { checkSignedAlert, verifyAlert } from '../../src/protocol/notice.ts';
import { checkReference, verifyReference } from '../../src/protocol/process-reference.ts';
import { checkStatus, verifyStatus } from '../../src/protocol/process-status.ts';
import { checkRecall, checkRetraction, verifyRecall, verifyRetraction } from '../../src/protocol/retraction.ts';
import { attesting, attestingAtLeast, hasQuorum, requireQuorum, rotating } from '../../src/protocol/signers.ts';
import { checkStanding, checkStandingOffer, verifyStanding, verifyStandingOffer } from '../../src/protocol/standing.ts';
import { checkLevel, verifyLevel } from '../../src/protocol/stated-level.ts';
import { alertOf, comparisonOf, nextManifest, now, type Person, signedBy, standingOf } from './cast.ts';
import { refuses } from './refusals.ts';
import { ceiba, inquiryId, maguey, type Name, of, outsider, type Spoken, say, spoken } from './spoken.ts';

const { chain } = ceiba;
const asked = { inquiryId, month: '2026-11' };
const spokenBy =
  (kind: Spoken) =>
  (...people: Person[]): Envelope =>
    say(kind, {}, ...people);
const again =
  (signed: Envelope) =>
  (...people: Person[]): Envelope =>
    signedBy({ ...signed, signatures: [] }, ...people);
const standing = standingOf(ceiba, maguey);
const offer = draftEnvelope('standing-offer', {
  ...readUnverified('standing', standing).statement,
  type: 'standing-offer',
});

type Read = { signers: ReadonlySet<string> };
type Rules = {
  kind: string;
  by: (...people: Person[]) => Envelope;
  check: (envelope: Envelope) => Read;
  verify: (envelope: Envelope) => unknown;
  two: [Name, Name];
};

const kinds: Rules[] = [
  {
    kind: 'an acknowledgement',
    by: spokenBy('acknowledgement'),
    check: (envelope) => checkAcknowledgement(envelope, chain, now),
    verify: (envelope) => verifyAcknowledgement(envelope, chain, now),
    two: ['rosa', 'lu'],
  },
  {
    kind: 'a withdrawal of an agreement',
    by: spokenBy('agreement-withdrawal'),
    check: (envelope) => checkAgreementWithdrawal(envelope, chain, now),
    verify: (envelope) => verifyAgreementWithdrawal(envelope, chain, now),
    two: ['rosa', 'lu'],
  },
  {
    kind: 'a release of the desk',
    by: spokenBy('desk-release'),
    check: (envelope) => checkDeskRelease(envelope, chain, now),
    verify: (envelope) => verifyDeskRelease(envelope, chain, now),
    two: ['rosa', 'lu'],
  },
  {
    kind: 'an alert',
    by: again(draftEnvelope('alert', alertOf(ceiba))),
    check: (envelope) => checkSignedAlert(envelope, chain, now),
    verify: (envelope) => verifyAlert(envelope, chain, 1, now),
    two: ['rosa', 'itzel'],
  },
  {
    kind: 'a comparison',
    by: again(comparisonOf(ceiba, maguey)),
    check: (envelope) => checkComparison(envelope, chain, now),
    verify: (envelope) => verifyComparison(envelope, chain, now),
    two: ['lu', 'itzel'],
  },
  {
    kind: 'a standing',
    by: again(standing),
    check: (envelope) => checkStanding(envelope, chain, now),
    verify: (envelope) => verifyStanding(envelope, chain, now),
    two: ['lu', 'espe'],
  },
  {
    kind: 'an offer',
    by: again(offer),
    check: (envelope) => checkStandingOffer(envelope, chain, maguey.id, now),
    verify: (envelope) => verifyStandingOffer(envelope, chain, maguey.id, now),
    two: ['lu', 'espe'],
  },
  {
    kind: 'a retraction',
    by: spokenBy('retraction'),
    check: (envelope) => checkRetraction(envelope, chain, now),
    verify: (envelope) => verifyRetraction(envelope, chain, now),
    two: ['rosa', 'itzel'],
  },
  {
    kind: 'a recall',
    by: spokenBy('recall'),
    check: (envelope) => checkRecall(envelope, chain, maguey.id, now),
    verify: (envelope) => verifyRecall(envelope, chain, maguey.id, now),
    two: ['rosa', 'itzel'],
  },
  {
    kind: 'a level',
    by: spokenBy('level'),
    check: (envelope) => checkLevel(envelope, chain, now),
    verify: (envelope) => verifyLevel(envelope, chain, now),
    two: ['rosa', 'itzel'],
  },
  {
    kind: 'an inquiry',
    by: spokenBy('inquiry'),
    check: (envelope) => checkInquiry(envelope, chain, maguey.id, now),
    verify: (envelope) => verifyInquiry(envelope, chain, maguey.id, now),
    two: ['rosa', 'itzel'],
  },
  {
    kind: 'an answer',
    by: spokenBy('inquiry-answer'),
    check: (envelope) => checkInquiryAnswer(envelope, chain, asked, now),
    verify: (envelope) => verifyInquiryAnswer(envelope, chain, asked, now),
    two: ['rosa', 'itzel'],
  },
  {
    kind: 'a hurry',
    by: spokenBy('hurry'),
    check: (envelope) => checkHurry(envelope, chain, spoken.hurry, now),
    verify: (envelope) => verifyHurry(envelope, chain, spoken.hurry, now),
    two: ['rosa', 'itzel'],
  },
  {
    kind: 'a process status',
    by: spokenBy('process-status'),
    check: (envelope) => checkStatus(envelope, chain, now),
    verify: (envelope) => verifyStatus(envelope, chain, now),
    two: ['rosa', 'espe'],
  },
  {
    kind: 'a card',
    by: spokenBy('process-reference'),
    check: (envelope) => checkReference(envelope, chain, null, now),
    verify: (envelope) => verifyReference(envelope, chain, null, now),
    two: ['espe', 'nahui'],
  },
];

describe('what is signed by fewer than it takes', () => {
  it.each(kinds)('is read and not verified: $kind', async ({ by, check, verify, two }) => {
    const [one, other] = of(ceiba, ...two);
    expect(check(by()).signers).toEqual(new Set());
    expect(check(by(one!)).signers).toEqual(new Set([one!.member]));
    expect(check(by(one!, other!)).signers).toEqual(new Set([one!.member, other!.member]));
    await refuses('attest-threshold', () => verify(by()));
    await refuses('attest-threshold', () => verify(by(one!)));
    expect(() => verify(by(one!, other!))).not.toThrow();
  });

  it.each(kinds)('is not read either once a stranger signed it: $kind', async ({ by, check }) => {
    await refuses('signature', () => check(by(outsider)));
  });

  it('is a manifest that waits, by the rules of one that stands', async () => {
    const [rosa, lu, itzel] = of(ceiba, 'rosa', 'lu', 'itzel');
    const next = nextManifest(chain, {});
    for (const few of [next, signedBy(next, rosa!), signedBy(next, rosa!, itzel!)]) {
      expect(judgeNext(chain, few, now)).toEqual({ waiting: 'rotate-threshold-old' });
      await refuses('rotate-threshold-old', () => extendChain(chain, few, now));
    }
    const whole = signedBy(next, rosa!, lu!);
    expect(judgeNext(chain, whole, now)).toEqual({ complete: extendChain(chain, whole, now) });
  });
});

describe('a quorum', () => {
  const signers = (count: number) => ({ signers: new Set(Array.from({ length: count }, (_, at) => `member ${at}`)) });

  it('is what the newest manifest demands', async () => {
    for (const demand of [rotating, attesting]) {
      expect(hasQuorum(signers(1), chain, demand)).toBe(false);
      expect(hasQuorum(signers(2), chain, demand)).toBe(true);
    }
    const enough = signers(2);
    expect(requireQuorum(enough, chain, attesting)).toBe(enough);
    await refuses('attest-threshold', () => requireQuorum(signers(1), chain, attesting));
  });

  it('is never less than its issuer or its receiver demands', () => {
    expect(hasQuorum(signers(2), chain, attestingAtLeast(3))).toBe(false);
    expect(hasQuorum(signers(3), chain, attestingAtLeast(3))).toBe(true);
    expect(hasQuorum(signers(1), chain, attestingAtLeast(1))).toBe(false);
  });
});

it('a hurry has been signed by enough once two accompaniers have', () => {
  const read = (...names: ('rosa' | 'itzel' | 'lu')[]) =>
    hurried(checkHurry(spokenBy('hurry')(...of(ceiba, ...names)), chain, spoken.hurry, now), chain);
  expect(read('rosa')).toBe(false);
  expect(read('rosa', 'itzel')).toBe(true);
});
