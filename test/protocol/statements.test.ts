import { describe, expect, it } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import type { StatementOf } from '../../schemas/statements.ts';
import { verifyAcknowledgement } from '../../src/protocol/acknowledgement.ts';
import { requireEnds, verifyAgreementWithdrawal } from '../../src/protocol/agreement-withdrawal.ts';
import { verifyDeskRelease } from '../../src/protocol/desk-release.ts';
import { b64u, randomId, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, readUnverified } from '../../src/protocol/envelope.ts';
import { verifyHurry } from '../../src/protocol/hurry.ts';
import { verifyInquiry, verifyInquiryAnswer } from '../../src/protocol/inquiry-statements.ts';
import { verifyMediationRequest } from '../../src/protocol/mediation-request.ts';
import { verifyReference, verifyRevocations } from '../../src/protocol/process-reference.ts';
import { verifyStatus } from '../../src/protocol/process-status.ts';
import { verifyDispute, verifyReply } from '../../src/protocol/reply.ts';
import { verifyRecall, verifyRetraction } from '../../src/protocol/retraction.ts';
import { verifyLevel } from '../../src/protocol/stated-level.ts';
import { inDays, now } from './cast.ts';
import { refuses } from './refusals.ts';
import { ceiba, inquiryId, maguey, type Name, of, outsider, type Spoken, say, spoken } from './spoken.ts';

const { chain } = ceiba;
const later = (days: number) => new Date(inDays(days));
const asked = { inquiryId, month: '2026-11' };

/** How each kind is verified, who suffices, and who is one too few or of the wrong role. */
const kinds: {
  kind: Exclude<Spoken, 'live'>;
  verify: (envelope: Envelope, at?: Date) => unknown;
  enough: Name[];
  tooFew: Name[][];
}[] = [
  {
    kind: 'acknowledgement',
    verify: (envelope) => verifyAcknowledgement(envelope, chain, now),
    enough: ['rosa', 'lu'],
    tooFew: [['rosa'], ['rosa', 'itzel'], ['espe', 'nahui']],
  },
  {
    kind: 'agreement-withdrawal',
    verify: (envelope) => verifyAgreementWithdrawal(envelope, chain, now),
    enough: ['rosa', 'lu'],
    tooFew: [['rosa'], ['rosa', 'itzel'], ['espe', 'nahui']],
  },
  {
    kind: 'desk-release',
    verify: (envelope) => verifyDeskRelease(envelope, chain, now),
    enough: ['rosa', 'lu'],
    tooFew: [['rosa'], ['rosa', 'itzel'], ['espe', 'nahui']],
  },
  {
    kind: 'process-status',
    verify: (envelope) => verifyStatus(envelope, chain, now),
    enough: ['rosa', 'espe'],
    tooFew: [['espe'], ['espe', 'lu']],
  },
  {
    kind: 'level',
    verify: (envelope) => verifyLevel(envelope, chain, now),
    enough: ['rosa', 'itzel'],
    tooFew: [['rosa'], ['rosa', 'lu'], ['rosa', 'espe']],
  },
  { kind: 'reply', verify: (envelope) => verifyReply(envelope, chain, now), enough: ['espe'], tooFew: [['lu']] },
  { kind: 'dispute', verify: (envelope) => verifyDispute(envelope, chain, now), enough: ['rosa'], tooFew: [['lu']] },
  {
    kind: 'retraction',
    verify: (envelope) => verifyRetraction(envelope, chain, now),
    enough: ['rosa', 'marisol'],
    tooFew: [['rosa'], ['rosa', 'lu'], ['rosa', 'espe']],
  },
  {
    kind: 'recall',
    verify: (envelope) => verifyRecall(envelope, chain, maguey.id, now),
    enough: ['rosa', 'marisol'],
    tooFew: [['rosa'], ['rosa', 'lu'], ['rosa', 'espe']],
  },
  {
    kind: 'hurry',
    verify: (envelope) => verifyHurry(envelope, chain, spoken.hurry, now),
    enough: ['rosa', 'itzel'],
    tooFew: [['rosa'], ['rosa', 'lu']],
  },
  {
    kind: 'mediation-request',
    verify: (envelope) => verifyMediationRequest(envelope, chain, maguey.id, now),
    enough: ['itzel'],
    tooFew: [['lu']],
  },
  {
    kind: 'inquiry',
    verify: (envelope) => verifyInquiry(envelope, chain, maguey.id, now),
    enough: ['rosa', 'itzel'],
    tooFew: [['rosa'], ['rosa', 'espe']],
  },
  {
    kind: 'inquiry-answer',
    verify: (envelope) => verifyInquiryAnswer(envelope, chain, asked, now),
    enough: ['rosa', 'itzel'],
    tooFew: [['rosa'], ['rosa', 'espe']],
  },
  {
    kind: 'process-reference',
    verify: (envelope) => verifyReference(envelope, chain, null, now),
    enough: ['espe', 'nahui'],
    tooFew: [['espe'], ['espe', 'rosa']],
  },
  {
    kind: 'reference-revocations',
    verify: (envelope) => verifyRevocations(envelope, chain, null, now),
    enough: ['espe'],
    tooFew: [['lu']],
  },
];

describe.each(kinds)('$kind', ({ kind, verify, enough, tooFew }) => {
  it('counts when enough people of the right role signed it', () => {
    expect(verify(say(kind, {}, ...of(ceiba, ...enough)))).toBeTruthy();
  });

  it.each(tooFew.map((people) => [people.join(' and '), people] as const))(
    'does not count from %s',
    async (_, people) => {
      await refuses('attest-threshold', () => verify(say(kind, {}, ...of(ceiba, ...people))));
    },
  );

  it('counts members, never signatures', async () => {
    const [first] = of(ceiba, enough[0]!);
    const signed = say(kind, {}, first!);
    const twice = { ...signed, signatures: [...signed.signatures, ...signed.signatures] };
    if (enough.length > 1) await refuses('attest-threshold', () => verify(twice));
  });

  it('is refused with an outsider’s signature beside the right ones', async () => {
    await refuses('signature', () => verify(say(kind, {}, ...of(ceiba, ...enough), outsider)));
  });

  it('is refused under another type', async () => {
    const other = kind === 'level' ? 'dispute' : 'level';
    await refuses('payload-type', () => verify(say(other, {}, ...of(ceiba, ...enough))));
  });

  it('is refused in another collective’s name, for another collective, or dated ahead', async () => {
    const signed = (changes: object) => say(kind, changes, ...of(ceiba, ...enough));
    const fields = spoken[kind];
    if ('issuer' in fields) await refuses('from-mismatch', () => verify(signed({ issuer: maguey.id })), 'issuer');
    if ('audience' in fields) await refuses('not-for-me', () => verify(signed({ audience: ceiba.id })), 'audience');
    const ahead = timeOf(new Date(now.getTime() + 601_000));
    if ('at' in fields) await refuses('future', () => verify(signed({ at: ahead })), 'at');
    if ('issuedAt' in fields) await refuses('future', () => verify(signed({ issuedAt: ahead })), 'issuedAt');
    const near = timeOf(new Date(now.getTime() + 599_000));
    if ('at' in fields) expect(verify(signed({ at: near }))).toBeTruthy();
  });

  it('says which field does not fit, and never what stands in it', () => {
    const canary = 'zarigueya-morada';
    const broken = { ...draftEnvelope(kind, { type: kind, ...spoken[kind] } as never) };
    const statement = JSON.parse(Buffer.from(broken.payload, 'base64url').toString());
    for (const field of Object.keys(statement).filter((name) => name !== 'type')) {
      const hostile = JSON.stringify(sorted({ ...statement, [field]: { [canary]: canary } }));
      const read = () => readUnverified(kind, { ...broken, payload: b64u(new TextEncoder().encode(hostile)) });
      expect(read).toThrow(Refusal);
      expect(read).toThrow(new RegExp(`^schema \\(${field}`));
      expect(read).not.toThrow(canary);
    }
  });
});

const sorted = (value: object) => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

const signs =
  <K extends Spoken>(kind: K, ...names: Name[]) =>
  (changes: Partial<StatementOf<K>>) =>
    say(kind, changes, ...of(ceiba, ...names));

describe('an acknowledgement', () => {
  const acknowledged = signs('acknowledgement', 'rosa', 'lu');
  it('names the clauses on which we differ, and none when it fits', async () => {
    const verify = (changes: object) => () => verifyAcknowledgement(acknowledged(changes), chain, now);
    await refuses('statement-rule', verify({ clauses: [] }), 'clauses');
    await refuses('statement-rule', verify({ stance: 'compatible' }), 'clauses');
    expect(verify({ stance: 'compatible', clauses: [] })().statement.stance).toBe('compatible');
    const one = randomId();
    await refuses('statement-rule', verify({ clauses: [one, one] }), 'clauses');
  });
});

describe('a withdrawal of an agreement', () => {
  const withdrawal = spoken['agreement-withdrawal'];
  const { series, version, agreement: id } = withdrawal;
  const ends = (changes: object) => () => requireEnds(withdrawal, { series, version, id, ...changes });

  it('ends the version that it names, and those before it', () => {
    expect(ends({})).not.toThrow();
    expect(ends({ version: 1, id: ceiba.id })).not.toThrow();
  });

  it('ends no version after it, no other text under its number, and no other series', async () => {
    await refuses('agreement-rollback', ends({ version: 3, id: ceiba.id }), 'version');
    await refuses('equivocation', ends({ id: ceiba.id }), 'agreement');
    await refuses('statement-rule', ends({ series: randomId() }), 'series');
  });
});

describe('a process status', () => {
  const status = signs('process-status', 'rosa', 'espe');
  const verify = (changes: object) => () => verifyStatus(status(changes), chain, now);

  it('says how it closed when it closed, and only then', async () => {
    await refuses('notice-rule', verify({ status: 'closed' }), 'how');
    await refuses('notice-rule', verify({ how: 'concluded' }), 'how');
    expect(verify({ status: 'closed', how: 'concluded' })().statement.how).toBe('concluded');
  });

  it('is reviewed after it was said and within six months', async () => {
    await refuses('notice-rule', verify({ reviewBy: timeOf(now) }), 'reviewBy');
    await refuses('notice-rule', verify({ reviewBy: '2027-05-22T12:00:01Z' }), 'reviewBy');
    expect(verify({ reviewBy: '2027-05-22T12:00:00Z' })()).toBeTruthy();
  });

  it('names each step once', async () => {
    await refuses('statement-rule', verify({ stepsReached: ['repair_made', 'repair_made'] }), 'stepsReached');
  });
});

describe('a reply', () => {
  const reply = signs('reply', 'espe');
  const verify = (changes: object) => () => verifyReply(reply(changes), chain, now);

  it('is a text or a deferral, never both and never neither', async () => {
    await refuses('statement-rule', verify({ deferredUntil: inDays(10) }), 'text');
    await refuses('statement-rule', verify({ text: null }), 'text');
    expect(verify({ text: null, deferredUntil: inDays(10) })().statement.deferredUntil).toBe(inDays(10));
  });

  it('is deferred to a day ahead, six months at most', async () => {
    const deferred = (deferredUntil: string) => verify({ text: null, deferredUntil });
    await refuses('statement-rule', deferred(timeOf(now)), 'deferredUntil');
    await refuses('statement-rule', deferred('2027-05-22T12:00:01Z'), 'deferredUntil');
    expect(deferred('2027-05-22T12:00:00Z')()).toBeTruthy();
  });
});

describe('a recall', () => {
  it('names each delivery once', async () => {
    const one = randomId();
    const twice = signs('recall', 'rosa', 'marisol')({ deliveries: [one, one] });
    await refuses('statement-rule', () => verifyRecall(twice, chain, maguey.id, now), 'deliveries');
  });
});

describe('hurrying', () => {
  it('is about the one edition of a delivery that both named', async () => {
    const hurry = signs('hurry', 'rosa', 'itzel')({});
    await refuses(
      'consent-delivery',
      () => verifyHurry(hurry, chain, { delivery: randomId(), edition: 1 }, now),
      'delivery',
    );
    await refuses('lapsed', () => verifyHurry(hurry, chain, { ...spoken.hurry, edition: 2 }, now), 'edition');
  });
});

describe('a request for mediation', () => {
  it('is over on its day', async () => {
    const request = signs('mediation-request', 'itzel')({});
    await refuses('expired', () => verifyMediationRequest(request, chain, maguey.id, later(30)), 'until');
    expect(verifyMediationRequest(request, chain, maguey.id, later(29))).toBeTruthy();
  });
});

describe('an inquiry', () => {
  it('belongs to the month in which it was asked', async () => {
    const asks = signs('inquiry', 'rosa', 'itzel')({ month: '2026-10' });
    await refuses('statement-rule', () => verifyInquiry(asks, chain, maguey.id, now), 'month');
  });

  it('is answered by an answer to itself, in its month, with no tag twice', async () => {
    const answer = signs('inquiry-answer', 'rosa', 'itzel');
    const verify = (changes: object) => () => verifyInquiryAnswer(answer(changes), chain, asked, now);
    await refuses('statement-rule', verify({ inquiryId: randomId() }), 'inquiryId');
    await refuses('statement-rule', verify({ month: '2026-12' }), 'month');
    const tags = [...spoken['inquiry-answer'].tags.slice(1), spoken['inquiry-answer'].tags[1]!];
    await refuses('statement-rule', verify({ tags }), 'tags');
  });
});
