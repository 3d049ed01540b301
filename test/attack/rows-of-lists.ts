import { underNewKey } from '../../src/database/row-keys.ts';
import { uuidv7 } from '../../src/platform/ids.ts';
import { b64u, randomId, sha256 } from '../../src/protocol/encoding.ts';
import { draftEnvelope } from '../../src/protocol/envelope.ts';
import { agreementOf } from '../agreements/words.ts';
import { type Collective, shareAlert } from '../protocol/cast.ts';

/* Rows of the tables behind lists, as they would be there after so many came. */

const hashOf = (at: number, of: string) => sha256(Buffer.from(`${of}${at}`));
const idOf = (at: number, of = '') => b64u(hashOf(at, of));
const shortOf = (at: number, of = '') => b64u(hashOf(at, of).subarray(0, 16));
export const at = (second: number) => new Date(Date.UTC(2026, 10, 1) + second * 1000);

/** The row with that number of each table: ours, of a partner's items, until now. */
export function rowsOfLists({ own, peer, now }: { own: Collective; peer: Collective; now: Date }) {
  const { header } = shareAlert(peer, own);
  const by = own.people.rosa!.member;
  /** No list reads it. */
  const under = underNewKey('A'.repeat(2_000));
  const said = { envelope: JSON.stringify(draftEnvelope('agreement', agreementOf(own))) };
  const incoming = (n: number) => {
    const delivery = shortOf(n);
    const what = { delivery, edition: 1, kind: 'alert', drop_commit: header.dropCommit };
    const bytes = { header: JSON.stringify({ ...header, delivery }), body: under.text, cipher: idOf(n) };
    return { peer: peer.id, ...what, ...bytes, row_key: under.id, drop_after: at(300 * 86_400), received: now };
  };
  return {
    peers: (n: number) => {
      const origin = `https://n${n}.test`;
      const where = { actor: `${origin}/actor`, inbox: `${origin}/inbox`, origin, handle: `@n${n}` };
      return { peer: idOf(n), ...where, name: `n${n}`, state: 'pinned', pinned: at(n), changed: at(n) };
    },
    followers: (n: number) => {
      const actor = `https://n${n}.test/users/x`;
      return { actor, inbox: `${actor}/inbox`, convive: false, follow: `${actor}#f`, followed: at(n), domain: `n${n}` };
    },
    follows: (n: number) => {
      const actor = `https://n${n}.test/users/x`;
      return { actor, inbox: `${actor}/inbox`, follow: `https://maguey.test/follows/${randomId()}`, asked: at(n) };
    },
    incoming,
    record: (n: number) => {
      const what = { actor: 'node', action: 'peers.paused', subject: idOf(n) };
      return { seq: n + 1, at: at(n), ...what, prev: idOf(n - 1), hash: idOf(n) };
    },
    drafts: (n: number) => {
      const sealed = { ciphertext: under.text, row_key: under.id };
      return {
        ...{ draft: shortOf(n), revision: 1, ...sealed, updated: at(n) },
        ...{ made_by: by, stored_by: by, worked_on_by: [by] },
      };
    },
    agreement_drafts: (n: number) => ({
      ...said,
      ...{ id: idOf(n), series: shortOf(n), version: 1, created: at(n), made_by: by, lapsed: null },
    }),
    agreements: (n: number) => ({ ...said, id: idOf(n), series: shortOf(n), version: 1, published: at(n) }),
    agreements_received: (n: number) => ({
      ...{
        id: uuidv7(at(n)),
        actor: 'https://n0.test/users/x',
        object: `https://n0.test/${n}`,
        url: 'https://n0.test',
      },
      ...{
        digest: idOf(n),
        state: 'shown',
        peer: peer.id,
        series: shortOf(n),
        version: 1,
        statement: idOf(n, 'theirs'),
      },
      ...{ ...said, next_try: at(n), received: at(n), shown: at(n) },
    }),
    own_lists: (n: number) => ({ peer: idOf(n), id: idOf(n, 'list'), envelope, issued: at(n) }),
    recusals: (n: number) => ({ peer: peer.id, delivery: shortOf(n), member: shortOf(n), said_by: by, since: at(n) }),
    reseals: (n: number) => ({
      ...{ peer: peer.id, delivery: shortOf(n), edition: 1, cipher: idOf(n), expected: idOf(n), body: null },
      ...{ row_key: null, proposed_by: by, recused: [], proposed: at(n), confirmed: at(n), lapsed: null },
    }),
  };
}

const envelope = JSON.stringify({
  payloadType: 'application/vnd.convive.live.v1+json',
  payload: 'e30',
  signatures: [],
});

export type Seeded = keyof ReturnType<typeof rowsOfLists>;

/** Lists that have pages, each with the table behind it, and one that must be filled as well. */
export const measured: readonly [path: string, table: Seeded, beside?: Seeded][] = [
  ['/peers', 'peers'],
  ['/followers', 'followers'],
  ['/follows', 'follows'],
  ['/notices', 'incoming'],
  ['/record', 'record'],
  ['/drafts', 'drafts'],
  ['/lists', 'own_lists'],
  ['/reseals', 'recusals'],
  ['/reseals', 'reseals', 'incoming'],
  ['/agreements', 'agreements_received', 'follows'],
  ['/agreements', 'agreements'],
  // Reading the signed words of each takes longest: as many of them both times.
  ['/agreements/drafts?limit=10', 'agreement_drafts'],
];
