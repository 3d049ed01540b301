import { describe, expect, it } from 'vitest';
import { clearKinds, type Delivery, type Header, sealedKinds } from '../../schemas/delivery.ts';
import { canonical } from '../../src/protocol/canonical.ts';
import {
  bundleFor,
  cipherOf,
  deliveryContent,
  headerWithoutConsent,
  kindsNeedingStanding,
  parseDelivery,
} from '../../src/protocol/delivery.ts';
import { b64u, randomId, timeOf } from '../../src/protocol/encoding.ts';
import { type Facts, judgeDelivery } from '../../src/protocol/receiving.ts';
import { dropCommitOf, dropTokenOf } from '../../src/protocol/secrets.ts';
import { collective, inDays, now, sealUnchecked, shareAlert } from './cast.ts';
import { refuses } from './refusals.ts';

const ceiba = await collective('ceiba');
const maguey = await collective('maguey');
const hawthorn = await collective('hawthorn');
const shared = shareAlert(ceiba, maguey);
const { header } = shared;
const { body } = await sealUnchecked(header, [shared.alert, shared.consent], maguey.box.recipient);
const other = await sealUnchecked(header, [shared.alert, shared.consent], maguey.box.recipient);
const facts: Facts = {
  me: maguey.id,
  peer: ceiba.chain,
  accepts: ['alerts'],
  row: null,
  tombstone: null,
  pendingTombstones: 0,
};
const { dropCommit } = header;
const row: Facts['row'] = { kind: 'alert', edition: 1, cipher: cipherOf(body), dropCommit };
const judge = (changes: Partial<Header> = {}, known: Partial<Facts> = {}, bytes: Delivery['body'] = body) =>
  judgeDelivery({ header: { ...header, ...changes }, body: bytes }, { ...facts, ...known }, now);

const clearHeader = (kind: Header['kind'], delivery = randomId()): Partial<Header> => ({
  kind,
  delivery,
  edition: 1,
  dropCommit: null,
  dropAfter: null,
});
const token = b64u(dropTokenOf(shared.secret, header.delivery));
const wrong = b64u(new Uint8Array(16));
const drop = (bytes: string, known: Partial<Facts> = {}) => judge(clearHeader('drop', header.delivery), known, bytes);

describe('a sealed delivery at the server', () => {
  it('is stored when everything is in order', () => {
    expect(judge()).toEqual({ outcome: 'store', cipher: cipherOf(body), replaces: false });
  });

  // rows 28 and 40
  it('is refused from a stranger, in another’s name, and without standing', async () => {
    await refuses('unknown-issuer', () => judge({}, { peer: null }));
    await refuses('from-mismatch', () => judge({}, { peer: hawthorn.chain }));
    await refuses('not-accepted', () => judge({}, { accepts: [] }));
    await refuses('not-accepted', () =>
      judge({}, { accepts: ['status', 'agreements', 'directory', 'inquiries', 'mediation'] }),
    );
  });

  it('is refused in another version, or for somebody else', async () => {
    await refuses('version', () => judge({ v: 2 }));
    await refuses('not-for-me', () => judge({}, { me: hawthorn.id }));
  });

  // row 14
  it('that comes again changes nothing', () => {
    expect(judge({}, { row })).toEqual({ outcome: 'repeat', cipher: cipherOf(body) });
  });

  // row 53
  it('with other bytes under a used edition is refused', async () => {
    await refuses('delivery-reuse', () => judge({}, { row }, other.body));
  });

  it('goes forward by editions of the same thing only', async () => {
    const store = { outcome: 'store', cipher: cipherOf(other.body), replaces: true };
    expect(judge({ edition: 2 }, { row }, other.body)).toEqual(store);
    await refuses('edition-rollback', () => judge({}, { row: { ...row!, edition: 2 } }, other.body));
    await refuses('delivery-reuse', () => judge({ edition: 2, dropCommit: dropCommitOf(wrong) }, { row }, other.body));
    await refuses('delivery-reuse', () =>
      judge({ edition: 2 }, { row: { ...row!, kind: 'process-status' } }, other.body),
    );
  });

  // row 16
  it('that was taken back never comes in again', async () => {
    const tombstone = { pending: false, dropCommit: null };
    await refuses('tombstone', () => judge({}, { tombstone }));
    await refuses('tombstone', () => judge({ edition: 2 }, { tombstone }));
    await refuses('tombstone', () => judge({}, { tombstone: { pending: false, dropCommit: dropCommitOf(wrong) } }));
  });

  it('that was recalled before it came does not come in, whatever its token', async () => {
    await refuses('tombstone', () => judge({}, { tombstone: { pending: true, dropCommit: null } }));
  });

  // row 18
  it('that was dropped before it came does not come in, while another under its id does', async () => {
    await refuses('tombstone', () => judge({}, { tombstone: { pending: true, dropCommit } }));
    expect(judge({}, { tombstone: { pending: true, dropCommit: dropCommitOf(wrong) } }).outcome).toBe('store');
  });

  it('is refused after its end', async () => {
    await refuses('expired', () => judge({ dropAfter: timeOf(now) }));
    await refuses('expired', () => judge({ dropAfter: inDays(-1) }));
  });

  it('without consent may stay sixty days, needs no standing, and a peer that was ended may send it', async () => {
    const plain = headerWithoutConsent('withdrawal', ceiba.id, maguey.id, now);
    expect(judge(plain, { accepts: [] }).outcome).toBe('store');
    expect(judge({ ...plain, dropAfter: inDays(60) }).outcome).toBe('store');
    await refuses('drop-after', () => judge({ ...plain, dropAfter: inDays(61) }));
    await refuses('drop-token', () => drop(token, { row: { ...row!, kind: 'withdrawal', dropCommit: null } }));
  });

  it('of a kind that this version does not read is refused', async () => {
    const unread = [
      'process-status',
      'retraction',
      'level',
      'reply',
      'dispute',
      'mediation-request',
      'inquiry',
      'inquiry-answer',
    ];
    const accepts = ['alerts', 'status', 'inquiries', 'mediation'] as const;
    for (const kind of unread as Header['kind'][]) {
      await refuses('not-accepted', () => judge({ kind }, { accepts }));
    }
  });
});

describe('a drop', () => {
  // rows 17 and 18
  it('with the right token erases, with a wrong one does not', async () => {
    expect(drop(token, { row })).toEqual({ outcome: 'erase' });
    await refuses('drop-token', () => drop(wrong, { row }));
  });

  it('that comes again is answered again', () => {
    expect(drop(token, { tombstone: { pending: false, dropCommit: null } })).toEqual({ outcome: 'tombstone-again' });
    expect(drop(token, { tombstone: { pending: true, dropCommit } })).toEqual({ outcome: 'tombstone-again' });
    expect(drop(token, { tombstone: { pending: true, dropCommit: null } })).toEqual({ outcome: 'tombstone-again' });
  });

  it('for what has not come waits for it, up to a thousand per peer', async () => {
    expect(drop(token)).toEqual({ outcome: 'pending-tombstone', dropCommit });
    expect(drop(token, { pendingTombstones: 999 }).outcome).toBe('pending-tombstone');
    await refuses('too-many', () => drop(token, { pendingTombstones: 1000 }));
    await refuses('drop-token', () => drop(wrong, { tombstone: { pending: true, dropCommit } }));
  });

  it('needs no standing, but a known sender', async () => {
    expect(drop(token, { row, accepts: [] })).toEqual({ outcome: 'erase' });
    await refuses('from-mismatch', () => drop(token, { row, peer: hawthorn.chain }));
  });
});

describe('the order of the server’s checks', () => {
  it('is that of the protocol, each refusal before the next', async () => {
    const token = wrong;
    const wrongs: [Parameters<typeof refuses>[0], Partial<Header>, Partial<Facts>][] = [
      ['unknown-issuer', {}, { peer: null }],
      ['from-mismatch', {}, { peer: hawthorn.chain }],
      ['not-accepted', {}, { accepts: [] }],
      ['version', { v: 0 }, {}],
      ['not-for-me', { to: hawthorn.id }, {}],
      ['tombstone', {}, { tombstone: { pending: false, dropCommit: null } }],
      ['delivery-reuse', {}, { row: { ...row!, cipher: dropCommitOf(token) } }],
      ['expired', { dropAfter: inDays(-1) }, {}],
    ];
    for (let at = 0; at < wrongs.length; at++) {
      const later = wrongs.slice(at);
      const headers = Object.assign({}, ...later.map((one) => one[1]).reverse());
      const known = Object.assign({}, ...later.map((one) => one[2]).reverse());
      await refuses(wrongs[at]![0], () => judge(headers, known));
    }
  });
});

describe('a delivery on the wire', () => {
  const content = deliveryContent(header, body);
  const changed = (changes: object) => canonical({ header: { ...header, ...changes }, body });

  it('is one ASCII string that reads back as it was', () => {
    expect(content).toMatch(/^[!-~]+$/);
    expect(parseDelivery(content)).toEqual({ header, body });
    expect(parseDelivery(changed({ edition: 2 })).header.edition).toBe(2);
    for (const bytes of ['AAA', 'AAAA', 'AAAAAA']) {
      expect(parseDelivery(canonical({ header, body: bytes })).body).toBe(bytes);
    }
    expect(parseDelivery(deliveryContent({ ...header, ...clearHeader('drop') } as Header, token)).body).toBe(token);
  });

  // rows 24 to 26
  it('is refused in another version before anything else about its form', async () => {
    await refuses('version', () => parseDelivery(changed({ v: 2, novelty: true })));
    await refuses('version', () => parseDelivery('{"header":{"v":7}}'));
    await refuses('schema', () => parseDelivery(changed({ novelty: true })));
  });

  it('in another version of the same form is read, so that its sender is judged first', async () => {
    const later = parseDelivery(changed({ v: 2 }));
    await refuses('unknown-issuer', () => judgeDelivery(later, { ...facts, peer: null }, now));
    await refuses('version', () => judgeDelivery(later, facts, now));
  });

  it.each(['null', '[]', '{}', '"x"', '{"header":null}', '{"header":[]}'])('is refused when it is %s', async (text) => {
    await refuses('schema', () => parseDelivery(text));
  });

  it('is refused when not canonical', async () => {
    await refuses('canonical', () => parseDelivery(` ${content}`));
    await refuses('canonical', () => parseDelivery(content.replace('{"body"', '{"body":"AA","body"')));
  });

  it.each([
    ['an alert without a drop commitment', { dropCommit: null }],
    ['an alert without an end', { dropAfter: null }],
    ['a withdrawal with a drop commitment', { kind: 'withdrawal' }],
    ['a drop with an end', { kind: 'drop', dropCommit: null }],
    ['a clear kind with a later edition', { ...clearHeader('drop'), edition: 2 }],
    ['a clear kind with sealed bytes', clearHeader('receipt')],
    ['a kind of nobody', { kind: 'gossip' }],
    ['a kind from the prototype', { kind: '__proto__' }],
  ])('is refused as %s', async (_name, changes) => {
    await refuses('schema', () => parseDelivery(changed(changes)));
  });

  it('is refused with an envelope where bytes belong, and with bytes that are none', async () => {
    await refuses('schema', () => parseDelivery(canonical({ header, body: shared.alert })));
    await refuses('encoding', () => parseDelivery(canonical({ header, body: 'AAAAA' })));
    await refuses('encoding', () => parseDelivery(canonical({ header: { ...header, ...clearHeader('drop') }, body })));
    await refuses('encoding', () => parseDelivery(changed({ dropAfter: '2027-02-30T00:00:00Z' })));
  });

  it('knows for each kind of the protocol whether it needs standing', () => {
    expect(Object.keys(kindsNeedingStanding).sort()).toEqual([...sealedKinds, ...clearKinds].sort());
    const needing = Object.entries(kindsNeedingStanding).filter(([, scope]) => scope !== null);
    expect(Object.fromEntries(needing)).toEqual({
      alert: 'alerts',
      'process-status': 'status',
      inquiry: 'inquiries',
      'inquiry-answer': 'inquiries',
      'mediation-request': 'mediation',
    });
  });

  it('seals nothing of a clear kind', async () => {
    await refuses('bundle', () => bundleFor({ ...header, kind: 'drop' }, []));
  });
});
