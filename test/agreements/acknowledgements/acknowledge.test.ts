import { beforeEach, describe, expect, it } from 'vitest';
import { fetchAcknowledgements } from '../../../src/agreements/acknowledgements/fetch.ts';
import { acknowledge } from '../../../src/agreements/acknowledgements/sign.ts';
import { fetchWithdrawals } from '../../../src/agreements/taken-down.ts';
import { acknowledgementActivity } from '../../../src/agreements/wire/activity.ts';
import { fetchPending } from '../../../src/agreements/wire/fetch.ts';
import { nodeKey } from '../../../src/collective/node-keys.ts';
import { signAndPost } from '../../../src/federation/sign-and-post.ts';
import { follow } from '../../../src/following/follow.ts';
import { timeOf } from '../../../src/protocol/encoding.ts';
import { draftEnvelope, idOf } from '../../../src/protocol/envelope.ts';
import { openStranger } from '../../following/stranger.ts';
import type { Node } from '../../peers/nodes.ts';
import { freshNodes } from '../../peers/open-nodes.ts';
import { type Person, signedBy } from '../../protocol/cast.ts';
import { fileOf, publishFile, takeBack } from '../words.ts';

const { ceiba, maguey, network } = await freshNodes('ceiba', 'maguey');
let id: string;
let series: string;
let clauses: { id: string }[];
beforeEach(async () => {
  await follow(maguey.runtime, maguey.people.rosa.member, { actor: ceiba.actor });
  await follow(ceiba.runtime, ceiba.people.rosa.member, { actor: maguey.actor });
  for (const node of [maguey, ceiba, maguey]) await node.drain();
  ({ id, series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md')));
  await ceiba.drain();
  await fetchPending(maguey.runtime);
  ({ clauses } = (
    await (await ceiba.get(`/agreements/${series}/agreement.json`, 'application/json')).json()
  ).agreement);
});

type Words = { agreement?: string; issuer?: string; clauses?: string[]; at?: Date };
const says = ({ clauses: differs = [], at = new Date(), ...changes }: Words = {}) =>
  draftEnvelope('acknowledgement', {
    type: 'acknowledgement',
    agreement: id,
    issuer: maguey.id,
    stance: differs.length > 0 ? 'differs' : 'compatible',
    clauses: differs,
    at: timeOf(at),
    ...changes,
  });
const sign = (draft: ReturnType<typeof says>, one: Person) =>
  acknowledge(maguey.runtime, one.member, signedBy(draft, one));
async function publish(draft: ReturnType<typeof says>) {
  await sign(draft, maguey.people.rosa);
  await sign(draft, maguey.people.lu);
  await arrive();
}
async function arrive() {
  await maguey.drain();
  await fetchAcknowledgements(ceiba.runtime);
}
const shownAt = async (node: Node) => {
  const place = node === ceiba ? `/agreements/${series}` : `/partners/${ceiba.id}/agreements/${series}`;
  const json = await (await node.get(place, 'application/json')).json();
  return json.acknowledgements as { name: string; host: string; stance: string; clauses: string[] }[];
};
const kept = (node: Node) => node.runtime.db.selectFrom('acknowledgements').select('id').execute();

describe('what a collective says of a partner’s agreement', () => {
  it('waits for a second steward, is then served, announced, checked, and shown on both sides', async () => {
    const draft = says({ clauses: [clauses[1]!.id] });
    expect(await sign(draft, maguey.people.rosa)).toMatchObject({ published: false, needed: 2 });
    await arrive();
    expect([await shownAt(ceiba), await shownAt(maguey)]).toEqual([[], []]);
    expect((await maguey.get(`/acknowledgements/${idOf(draft)}`, '*/*')).status).toBe(404);
    expect(await sign(draft, maguey.people.lu)).toMatchObject({ published: true, id: idOf(draft) });
    await arrive();
    const said = { name: 'maguey', host: new URL(maguey.runtime.origin).host, stance: 'differs' };
    for (const node of [ceiba, maguey]) {
      expect(await shownAt(node)).toMatchObject([{ ...said, clauses: [clauses[1]!.id] }]);
      const place = node === ceiba ? `/agreements/${series}` : `/partners/${ceiba.id}/agreements/${series}`;
      const page = await (await node.get(place, 'text/html')).text();
      expect(page).toContain(`maguey (${said.host})`);
      expect(page.split(`#clause-${clauses[1]!.id}`).length).toBeGreaterThan(2);
    }
    expect(await ceiba.runtime.db.selectFrom('acknowledgements_pending').select('id').execute()).toEqual([]);
    expect(await maguey.runtime.db.selectFrom('acknowledgement_drafts').select('id').execute()).toEqual([]);
  });

  it('says it anew: the newest stands, and an older one that comes again changes nothing', async () => {
    const [first, second] = [says({ at: new Date(Date.now() - 60_000) }), says({ clauses: [clauses[0]!.id] })];
    await publish(first);
    expect(await shownAt(ceiba)).toMatchObject([{ stance: 'compatible' }]);
    const { envelope } = await maguey.runtime.db.selectFrom('acknowledgements').selectAll().executeTakeFirstOrThrow();
    await publish(second);
    expect(await shownAt(ceiba)).toMatchObject([{ stance: 'differs' }]);
    await expect(sign(first, maguey.people.rosa)).rejects.toMatchObject({ code: 'edition-rollback' });
    await told(JSON.parse(envelope));
    expect(await kept(ceiba)).toEqual([{ id: idOf(second) }]);
  });

  it('goes with the agreement it is about, on both sides', async () => {
    await publish(says());
    await takeBack(ceiba, series);
    await ceiba.drain();
    await fetchWithdrawals(maguey.runtime);
    expect([await kept(ceiba), await kept(maguey)]).toEqual([[], []]);
  });
});

let count = 0;
/** Maguey's server announces bytes of its choice, and Ceiba looks. */
async function told(envelope: object, changes: { digestOf?: string } = {}): Promise<void> {
  const text = JSON.stringify(envelope);
  const { origin } = maguey.runtime;
  const honest = network.get(origin)!;
  const name = `made-up-${++count}`;
  network.set(origin, async (request) =>
    new URL(request.url).pathname === `/acknowledgements/${name}` ? new Response(text) : honest(request),
  );
  const activity = acknowledgementActivity(origin, {
    activity: `${origin}/activities/${name}`,
    id: name,
    envelope: changes.digestOf ?? text,
    to: ceiba.actor,
  });
  const key = await nodeKey(maguey.runtime, 'http');
  const inbox = `${ceiba.runtime.origin}/actors/self/inbox`;
  await signAndPost(maguey.runtime.egress, { inbox, body: JSON.stringify(activity), ...key }, new Date());
  await fetchAcknowledgements(ceiba.runtime);
}

describe('is refused, and nothing stored:', () => {
  const signed = (changes: Words, ...people: Person[]) => signedBy(says(changes), ...people);
  const both = () => [maguey.people.rosa, maguey.people.lu] as const;

  it.each<[string, () => Parameters<typeof told>]>([
    ['one steward alone', () => [signed({}, maguey.people.rosa)]],
    ['members who are no stewards', () => [signed({}, maguey.people.itzel, maguey.people.tono)]],
    [
      'another collective’s own words',
      () => [signedBy(says({ issuer: ceiba.id }), ceiba.people.rosa, ceiba.people.lu)],
    ],
    ['our name under their keys', () => [signed({ issuer: ceiba.id }, ...both())]],
    ['an agreement that is not ours', () => [signed({ agreement: 'A'.repeat(43) }, ...both())]],
    ['a clause that is not in it', () => [signed({ clauses: ['A'.repeat(22)] }, ...both())]],
    ['the same clause twice', () => [signed({ clauses: [clauses[0]!.id, clauses[0]!.id] }, ...both())]],
    ['a date far ahead', () => [signed({ at: new Date(Date.now() + 3_600_000) }, ...both())]],
    ['other bytes than announced', () => [signed({}, ...both()), { digestOf: 'x' }]],
    ['no envelope at all', () => [{ hello: 1 }]],
  ])('%s', async (_what, given) => {
    await told(...given());
    expect(await kept(ceiba)).toEqual([]);
    expect(await ceiba.runtime.db.selectFrom('acknowledgements_pending').select('id').execute()).toEqual([]);
    await told(signed({}, ...both()));
    expect(await shownAt(ceiba)).toMatchObject([{ stance: 'compatible' }]);
  });

  it('from somebody who is no partner', async () => {
    const lu = await openStranger('social', network);
    const object = acknowledgementActivity(new URL(lu.actor).origin, {
      activity: 'x',
      id: 'A'.repeat(43),
      envelope: '{}',
      to: ceiba.actor,
    }).object;
    expect(await lu.send(ceiba, { type: 'Create', object })).toBe(403);
    expect(await ceiba.runtime.db.selectFrom('acknowledgements_pending').select('id').execute()).toEqual([]);
  });

  it('from our own people: a clause not there, an agreement not shown here, a signer who is no steward', async () => {
    const { rosa, itzel } = maguey.people;
    const code = (expected: string) => ({ code: expected });
    await expect(sign(says({ clauses: ['A'.repeat(22)] }), rosa)).rejects.toMatchObject(code('statement-rule'));
    await expect(sign(says({ agreement: 'A'.repeat(43) }), rosa)).rejects.toMatchObject(code('not-found'));
    await expect(sign(says({ issuer: ceiba.id }), rosa)).rejects.toMatchObject(code('from-mismatch'));
    await expect(sign(says(), itzel)).rejects.toMatchObject(code('not-allowed'));
    expect(await maguey.runtime.db.selectFrom('acknowledgement_drafts').select('id').execute()).toEqual([]);
  });
});
