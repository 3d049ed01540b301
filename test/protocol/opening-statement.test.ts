import { describe, expect, it } from 'vitest';
import type { Header } from '../../schemas/delivery.ts';
import { sealStatement } from '../../src/protocol/compose-sealed.ts';
import { headerWithoutConsent } from '../../src/protocol/delivery.ts';
import { openAnswer, openStatement, type PlainKind } from '../../src/protocol/opening-statement.ts';
import type { Root } from '../../src/protocol/root.ts';
import { type Collective, now, sealUnchecked, shareAlert, standingOf, trust } from './cast.ts';
import { refuses } from './refusals.ts';
import { ceiba, inquiryId, maguey, type Name, of, say } from './spoken.ts';

const kinds: { kind: PlainKind; people: Name[]; standing: boolean }[] = [
  { kind: 'retraction', people: ['rosa', 'marisol'], standing: false },
  { kind: 'level', people: ['rosa', 'marisol'], standing: false },
  { kind: 'reply', people: ['espe'], standing: false },
  { kind: 'dispute', people: ['espe'], standing: false },
  { kind: 'mediation-request', people: ['itzel'], standing: true },
  { kind: 'inquiry', people: ['rosa', 'itzel'], standing: true },
];

const scopes = ['inquiries', 'mediation'] as const;
const both = (own: Collective, peer: Collective) => trust(own, peer, { standing: standingOf(own, peer, [...scopes]) });
const identities = [maguey.box.identity];

describe.each(kinds)('a sealed $kind', ({ kind, people, standing }) => {
  const item = say(kind, {}, ...of(ceiba, ...people));
  const header = headerWithoutConsent(kind, ceiba.id, maguey.id, now);
  const opens = (given: { header: Header; body: string }, root: Root = both(maguey, ceiba)) =>
    openStatement({ ...given, identities, root, now }, kind);

  it('is sealed to the compared box and opened by who holds it', async () => {
    const { body, box } = await sealStatement(header, item, both(ceiba, maguey), now);
    expect(box).toBe(maguey.box.recipient);
    const { statement, signers } = await opens({ header, body });
    expect(statement.type).toBe(kind);
    expect(signers.size).toBe(people.length);
  });

  it('is refused with fewer signers, in a bundle of two, and under a header of another kind', async () => {
    const lone = say(kind, {}, ...of(ceiba, 'lu'));
    await refuses('attest-threshold', async () => opens(await sealUnchecked(header, [lone], maguey.box.recipient)));
    await refuses('bundle', async () => opens(await sealUnchecked(header, [item, item], maguey.box.recipient)));
    const { body } = await sealUnchecked(header, [item], maguey.box.recipient);
    await refuses('bundle', () => opens({ header: { ...header, kind: 'withdrawal' }, body }), 'kind');
  });

  it(standing ? 'needs standing' : 'needs no standing, only that it was compared', async () => {
    const sealed = await sealUnchecked(header, [item], maguey.box.recipient);
    const without = trust(maguey, ceiba, { standing: null });
    if (standing) await refuses('not-accepted', () => opens(sealed, without));
    else expect((await opens(sealed, without)).statement.type).toBe(kind);
    await refuses('unverified-peer', () => opens(sealed, trust(maguey, ceiba, { comparison: null })));
  });
});

describe('a sealed inquiry-answer', () => {
  const header = headerWithoutConsent('inquiry-answer', ceiba.id, maguey.id, now);
  const root = both(maguey, ceiba);

  it('opens for the question that it answers, and for no other', async () => {
    const item = say('inquiry-answer', {}, ...of(ceiba, 'rosa', 'itzel'));
    const { body } = await sealStatement(header, item, both(ceiba, maguey), now);
    const given = { header, body, identities, root, now };
    expect((await openAnswer({ ...given, asked: { inquiryId, month: '2026-11' } })).statement.tags).toHaveLength(256);
    await refuses('statement-rule', () => openAnswer({ ...given, asked: { inquiryId, month: '2026-12' } }), 'month');
  });
});

describe('sealing without consent', () => {
  // row 57
  it('is refused for what travels with consent, and in another collective’s name', async () => {
    const shared = shareAlert(ceiba, maguey);
    const root = trust(ceiba, maguey);
    await refuses('bundle', () => sealStatement(shared.header, shared.alert, root, now), 'kind');
    const header = headerWithoutConsent('dispute', maguey.id, ceiba.id, now);
    await refuses('from-mismatch', () => sealStatement(header, say('dispute', {}, ...of(ceiba, 'rosa')), root, now));
  });
});
