import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeliveryKind, Header } from '../../../schemas/delivery.ts';
import { receiveDelivery } from '../../../src/notices/receive.ts';
import { sweep } from '../../../src/notices/sweep.ts';
import { daysAfter } from '../../../src/protocol/calendar.ts';
import { cipherOf } from '../../../src/protocol/delivery.ts';
import { dateOf, randomId, timeOf } from '../../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, idOf } from '../../../src/protocol/envelope.ts';
import type { Holding, Lease } from '../../../src/protocol/item-deadlines.ts';
import { next, startHolding } from '../../../src/protocol/item-state.ts';
import { collective, refOf, sealUnchecked, shareAlert, signedBy } from '../../protocol/cast.ts';
import { know, later, openHouse } from '../houses.ts';
import { itemsHere } from '../standing.ts';

/* What the tables hold after random days of lists, recalls and sweeps is what the machine of src/protocol says. */

const [ceiba, maguey] = [await collective('ceiba'), await collective('maguey')];
const seed = Number(process.env.PROPERTY_SEED ?? Date.now() % 2 ** 31);

type Step = { gap: number; act: 'arrive' | 'list' | 'recall'; issued: number; named: number; which: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    gap: fc.constantFrom(0.01, 0.5, 1, 3, 7, 14),
    act: fc.constantFrom('arrive', 'list', 'list', 'list', 'recall'),
    issued: fc.constantFrom(0, 0, -0.005, -2, -20),
    named: fc.nat(255),
    which: fc.nat(7),
  }),
  { minLength: 30, maxLength: 30 },
);

test.each(fc.sample(steps, { numRuns: 3, seed }).map((story) => ({ story })))(
  `the tables agree with the machine (seed ${seed})`,
  { timeout: 120_000 },
  async ({ story }) => {
    await using house = await openHouse(maguey);
    await know(house, ceiba);
    const now = () => house.clock.time;
    const bring = async (kind: DeliveryKind, body: string | Envelope, header: Partial<Header>) => {
      const ids = {
        delivery: randomId(),
        edition: 1,
        from: ceiba.id,
        to: maguey.id,
        dropCommit: null,
        dropAfter: null,
      };
      const delivery = { header: { v: 1, kind, ...ids, ...header }, body };
      const activity = `https://ceiba.test/activities/${randomId()}`;
      const arrived = { peer: ceiba.id, actor: 'https://ceiba.test/actor', activity, delivery };
      expect((await receiveDelivery(house.runtime, arrived)).status).toBe(202);
    };
    const items = new Map<string, Holding>();
    let newest: Lease | null = null;
    for (const { gap, act, issued, named, which } of story.filter((_, at) => daysBefore(story, at) < 170)) {
      later([house], gap);
      house.clock.time = dateOf(timeOf(now()));
      const known = [...items.keys()];
      const deliveries = known.filter((_, at) => (named >> (at % 8)) & 1);
      const hear = (event: (delivery: string) => Parameters<typeof next>[1]) => {
        for (const [delivery, holding] of items) items.set(delivery, next(holding, event(delivery), now()));
      };
      if (act === 'arrive') {
        const terms = { notBefore: timeOf(now()), notAfter: timeOf(daysAfter(now(), 365)) };
        const { header, alert, consent } = shareAlert(ceiba, maguey, { terms });
        const { body } = await sealUnchecked(header, [alert, consent], maguey.box.recipient);
        await bring('alert', body, header);
        const first = { edition: 1, cipher: cipherOf(body), dropAfter: dateOf(header.dropAfter!) };
        items.set(header.delivery, startHolding(first, { leased: true, live: newest, compromisedIn: 0 }, now()));
      } else if (act === 'list') {
        const issuedAt = dateOf(timeOf(daysAfter(now(), issued)));
        const live = {
          issuer: ceiba.id,
          audience: maguey.id,
          issuedAt: timeOf(issuedAt),
          manifest: refOf(ceiba.chain),
        };
        const nextBy = daysAfter(issuedAt, 30);
        const draft = draftEnvelope('live', { type: 'live', ...live, nextBy: timeOf(nextBy), deliveries });
        const lease: Lease = { issuedAt, nextBy, id: idOf(draft) };
        await bring('live', signedBy(draft, ceiba.people.rosa!), {});
        hear((delivery) => ({ type: 'live', live: lease, lists: deliveries.includes(delivery) }));
        if (!newest || newest.issuedAt < issuedAt) newest = lease;
      } else {
        const gone = known[which];
        if (gone === undefined) continue;
        const fields = { issuer: ceiba.id, audience: maguey.id, deliveries: [gone], at: timeOf(now()) };
        const draft = draftEnvelope('recall', { type: 'recall', ...fields });
        await bring('recall', signedBy(draft, ceiba.people.rosa!, ceiba.people.marisol!), {});
        hear((delivery) => (delivery === gone ? { type: 'recall' } : { type: 'tick' }));
      }
      await sweep(house.runtime);
      hear(() => ({ type: 'tick' }));
      const here = await itemsHere(house);
      const rows = here.map(({ delivery, holding: { suspended } }) => ({ delivery, suspended }));
      const said = [...items].flatMap(([delivery, one]) => (one.held ? [{ delivery, suspended: one.suspended }] : []));
      const byId = (a: { delivery: string }, b: { delivery: string }) => (a.delivery < b.delivery ? -1 : 1);
      expect(rows.sort(byId)).toEqual(said.sort(byId));
    }
    expect(items.size).toBeGreaterThan(0);
  },
);

const daysBefore = (story: readonly Step[], at: number) =>
  story.slice(0, at + 1).reduce((sum, { gap }) => sum + gap, 0);
