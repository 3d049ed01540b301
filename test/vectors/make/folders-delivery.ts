import type { Header } from '../../../schemas/delivery.ts';
import type { StatementOf } from '../../../schemas/statements.ts';
import { canonical } from '../../../src/protocol/canonical.ts';
import { bundleFor, cipherOf } from '../../../src/protocol/delivery.ts';
import { draftEnvelope, type Envelope } from '../../../src/protocol/envelope.ts';
import type { Came, GivenFacts } from '../judge-deliveries.ts';
import type { World } from '../vector.ts';
import type { Draft } from './cases.ts';
import { castOf } from './cast.ts';
import { live } from './kinds/live.ts';
import { recall } from './kinds/recall.ts';
import { bucketFor, type Sealer } from './seal.ts';
import { id16, id32, inDays } from './seeds.ts';
import { sharedAlert } from './shared.ts';
import type { KindSpec } from './statement.ts';
import { nextManifest, signedBy } from './world.ts';

/** What a receiver's server judges (checks 0 to 4): a delivery, and the facts that the server knows. */
export async function deliveryFolder(
  world: World,
  { files, seal }: Sealer,
): Promise<{ about: string; drafts: Draft[] }> {
  const [ceiba, maguey, hawthorn] = [castOf(world, 'ceiba'), castOf(world, 'maguey'), castOf(world, 'hawthorn')];
  const { alert, consent, header, token } = sharedAlert(world);
  const text = canonical(bundleFor(header, [alert, consent]));
  const file = { file: await seal('alert', maguey.box, { text, size: bucketFor(text) }) };
  const { dropCommit } = header;
  const cipher = cipherOf(files.alert!.file);
  const facts: GivenFacts = {
    me: maguey.id,
    peer: 'ceiba',
    accepts: ['alerts'],
    row: null,
    tombstone: null,
    pendingTombstones: 0,
  };
  const row = { kind: 'alert' as const, edition: 1, cipher, dropCommit };
  const judge = (
    name: string,
    delivery: Came,
    known: Partial<GivenFacts> = {},
    expect: Draft['expect'] = 'ok',
    now?: string,
  ): Draft => ({
    name,
    check: 'delivery-judge',
    given: { delivery, facts: { ...facts, ...known }, ...(now && { now }) },
    expect,
  });
  const sealed = (changes: Partial<Header> = {}): Came => ({ header: { ...header, ...changes }, body: file });
  const clear = (kind: Header['kind'], body: string | Envelope, changes: Partial<Header> = {}): Came => ({
    header: {
      ...header,
      kind,
      delivery: id16(`${kind} delivery`),
      edition: 1,
      dropCommit: null,
      dropAfter: null,
      ...changes,
    },
    body,
  });
  const drop = (body: string) => clear('drop', body, { delivery: header.delivery });
  const wrong = id16('another token');
  const recalled = { pending: true, dropCommit: null };
  const spoken = <K extends 'recall' | 'live'>(kind: K, spec: KindSpec<K>, signers = spec.enough) =>
    clear(
      kind,
      signedBy(draftEnvelope(kind, { type: kind, ...spec.statement } as unknown as StatementOf<K>), ...signers),
    );
  const gone = { pending: false, dropCommit: null };
  const receipt = (signer = ceiba.asReceipts) =>
    clear(
      'receipt',
      signedBy(
        draftEnvelope('receipt', {
          type: 'receipt',
          delivery: header.delivery,
          cipher: id32('cipher'),
          event: 'stored',
          date: '2026-11-22',
        }),
        ...signer,
      ),
    );
  const offer = (audience: string, ...signers: Parameters<typeof ceiba.by>) =>
    clear(
      'standing-offer',
      signedBy(
        draftEnvelope('standing-offer', {
          type: 'standing-offer',
          issuer: ceiba.id,
          audience,
          accepts: ['alerts'],
          sends: ['alerts'],
          attest: 2,
          reviewBy: inDays(180),
          ended: null,
          at: inDays(-1),
        }),
        ...ceiba.by(...signers),
      ),
    );
  const rotation = (...signers: Parameters<typeof ceiba.by>) =>
    clear('manifest', signedBy(nextManifest(world.chains.ceiba!, {}), ...ceiba.by(...signers)));
  const content = canonical({ header: { ...header, kind: 'drop', dropCommit: null, dropAfter: null }, body: token });
  const parse = (name: string, given: string, expect: Draft['expect'] = 'ok'): Draft => ({
    name,
    check: 'delivery-parse',
    given: { content: given },
    expect,
  });
  const parts = (name: string, given: Came, expect: Draft['expect']): Draft => ({
    name,
    check: 'delivery-parse',
    given: { ...given },
    expect,
  });
  return {
    about:
      "Deliveries at the receiver's server: shape first, then checks 0 to 4 over given facts. A body `{file}` is a " +
      'file of the folder sealed.',
    drafts: [
      parse('the very text of a drop', content),
      parse('with white space', content.replace(':', ': '), 'canonical'),
      parse('of version 2', content.replace('"v":1', '"v":2')),
      parse('of another version and with more in its header', content.replace('"v":1', '"v":2,"w":1'), 'version'),
      parse('with more in its header', content.replace('"v":1', '"v":1,"w":1'), 'schema'),
      parse('of no kind', content.replace('"kind":"drop"', '"kind":"gossip"'), 'schema'),
      parts('an alert without a drop commitment', sealed({ dropCommit: null }), 'schema'),
      parts('an alert without a last day', sealed({ dropAfter: null }), 'schema'),
      parts('a withdrawal with a drop commitment', sealed({ kind: 'withdrawal' }), 'schema'),
      parts(
        'a drop of edition 2',
        { ...drop(token), header: { ...header, kind: 'drop', edition: 2, dropCommit: null, dropAfter: null } } as Came,
        'schema',
      ),
      parts('a drop with a token of another length', drop('AAAA'), 'encoding'),
      parts('a drop that holds an envelope', clear('drop', alert), 'schema'),
      parts('a receipt that holds text', clear('receipt', token), 'schema'),
      judge('an alert', sealed()),
      judge('an alert of a stranger', sealed(), { peer: null }, 'unknown-issuer'),
      judge("an alert in another's name", sealed(), { peer: 'hawthorn' }, 'from-mismatch'),
      judge('an alert without standing', sealed(), { accepts: ['status', 'agreements'] }, 'not-accepted'),
      judge('an alert for somebody else', sealed(), { me: hawthorn.id }, 'not-for-me'),
      judge('an alert in version 2', sealed({ v: 2 }), {}, 'version'),
      judge('an alert that comes again', sealed(), { row }),
      judge(
        'other bytes under the same edition',
        sealed(),
        { row: { ...row, cipher: id32('other bytes') } },
        'delivery-reuse',
      ),
      judge('the next edition', sealed({ edition: 2 }), { row: { ...row, cipher: id32('other bytes') } }),
      judge('an earlier edition', sealed(), { row: { ...row, edition: 2 } }, 'edition-rollback'),
      judge(
        'the next edition under another drop commitment',
        sealed({ edition: 2, dropCommit: id32('commit') }),
        { row },
        'delivery-reuse',
      ),
      judge(
        'the next edition of another kind',
        sealed({ edition: 2 }),
        { row: { ...row, kind: 'process-status' } },
        'delivery-reuse',
      ),
      judge('an alert that was withdrawn', sealed(), { tombstone: gone }, 'tombstone'),
      judge('an alert whose drop came before it', sealed(), { tombstone: { pending: true, dropCommit } }, 'tombstone'),
      judge('an alert beside a pending tombstone that it does not match', sealed(), {
        tombstone: { pending: true, dropCommit: id32('commit') },
      }),
      judge('an alert whose last day is over', sealed(), {}, 'expired', '2027-02-15T00:00:00Z'),
      judge(
        'a withdrawal, without standing',
        sealed({ kind: 'withdrawal', dropCommit: null, dropAfter: '2027-01-18T00:00:00Z' }),
        { accepts: [] },
      ),
      judge(
        'a withdrawal kept longer than sixty days',
        sealed({ kind: 'withdrawal', dropCommit: null, dropAfter: '2027-01-25T00:00:00Z' }),
        { accepts: [] },
        'drop-after',
      ),
      judge('a drop of a row', drop(token), { row, accepts: [] }),
      judge('a drop with another token', drop(wrong), { row }, 'drop-token'),
      judge('a drop once more', drop(token), { tombstone: gone }),
      judge('a drop of what has not come', drop(token)),
      judge('a drop of what has not come, once more', drop(token), { tombstone: { pending: true, dropCommit } }),
      judge(
        'a drop of what has not come, with another token',
        drop(wrong),
        { tombstone: { pending: true, dropCommit } },
        'drop-token',
      ),
      judge('the thousandth pending tombstone', drop(token), { pendingTombstones: 999 }),
      judge('a thousand pending tombstones already', drop(token), { pendingTombstones: 1_000 }, 'too-many'),
      judge('a drop from a stranger', drop(token), { row, peer: null }, 'unknown-issuer'),
      judge('an alert that was recalled before it came', sealed(), { tombstone: recalled }, 'tombstone'),
      judge('a drop of what was recalled before it came', drop(token), { tombstone: recalled }),
      judge('a recall', spoken('recall', recall(world)), { accepts: [] }),
      judge('a recall by one accompanier', spoken('recall', recall(world), ceiba.by('rosa')), {}, 'attest-threshold'),
      judge('a list of what is live', spoken('live', live(world)), { accepts: [] }),
      judge(
        'a list of what is live, by a steward',
        spoken('live', live(world), ceiba.by('lu')),
        {},
        'attest-threshold',
      ),
      judge('a receipt', receipt()),
      judge('a receipt that members signed', receipt(ceiba.by('rosa', 'lu')), {}, 'signature'),
      judge('a standing offer', offer(maguey.id, 'rosa', 'lu'), { accepts: [] }),
      judge('a standing offer for somebody else', offer(hawthorn.id, 'rosa', 'lu'), {}, 'not-for-me'),
      judge('a standing offer by one member', offer(maguey.id, 'rosa'), {}, 'attest-threshold'),
      judge('the next manifest', rotation('rosa', 'lu'), { accepts: [] }),
      judge('the next manifest by one steward', rotation('rosa'), {}, 'rotate-threshold-old'),
    ],
  };
}
