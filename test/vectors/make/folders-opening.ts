import type { Header, SealedKind } from '../../../schemas/delivery.ts';
import type { StatementKind, StatementOf } from '../../../schemas/statements.ts';
import { canonical } from '../../../src/protocol/canonical.ts';
import { bundleFor } from '../../../src/protocol/delivery.ts';
import { draftEnvelope, type Envelope, idOf } from '../../../src/protocol/envelope.ts';
import type { GivenRoot } from '../judge-deliveries.ts';
import type { World } from '../vector.ts';
import type { Draft } from './cases.ts';
import { castOf } from './cast.ts';
import { inquiryAnswer } from './kinds/inquiry.ts';
import { processStatus } from './kinds/process-status.ts';
import { retraction } from './kinds/retraction.ts';
import { withdrawal } from './kinds/withdrawal.ts';
import { bucketFor, type Sealer } from './seal.ts';
import { id16, id32, inDays } from './seeds.ts';
import { alertFields, type SharedAlert, sharedAlert } from './shared.ts';
import type { KindSpec } from './statement.ts';
import { type Signer, signedBy } from './world.ts';

type Changes = {
  header?: Partial<Header>;
  root?: Partial<GivenRoot>;
  now?: string;
  stored?: { version: number; id: string };
  identity?: string;
};

/** What a receiver's client judges when it opens (checks 5 to 14), and the issuer's client before it seals. */
export async function openingFolder(world: World, { seal }: Sealer): Promise<{ about: string; drafts: Draft[] }> {
  const [ceiba, maguey, hawthorn] = [castOf(world, 'ceiba'), castOf(world, 'maguey'), castOf(world, 'hawthorn')];
  const shared = sharedAlert(world);
  const { alert, alertId, consent, header, person } = shared;
  const root: GivenRoot = {
    own: 'maguey',
    peer: 'ceiba',
    comparison: 'maguey compared ceiba',
    standing: 'maguey trusts ceiba',
    marks: { collective: maguey.id, own: maguey.manifest, peer: null },
  };
  const put = async (name: string, of: Header, items: Envelope[]) => {
    const text = canonical(bundleFor(of, items));
    return seal(name, maguey.box, { text, size: bucketFor(text) });
  };
  const open = (
    name: string,
    file: string,
    expect: Draft['expect'] = 'ok',
    changes: Changes = {},
    kind: SealedKind = 'alert',
    of = header,
    extra: object = {},
  ): Draft => ({
    name,
    check: 'open',
    given: {
      kind,
      header: { ...of, ...changes.header },
      file,
      identity: changes.identity ?? maguey.box.identity,
      root: { ...root, ...changes.root },
      ...(changes.stored && { stored: changes.stored }),
      ...(changes.now && { now: changes.now }),
      ...extra,
    },
    expect,
  });
  const holding = async (name: string, items: Envelope[], expect: Draft['expect'], changes: Changes = {}) =>
    open(name, await put(name, header, items), expect, changes);
  const good = await put('alert', header, [alert, consent]);
  const alone = signedBy({ ...alert, signatures: [] }, ...ceiba.by('rosa'));
  const resealed = { ...header, delivery: id16('resealed') };
  const toHawthorn = regranted(shared, { audience: hawthorn.id }, [person, ...ceiba.by('tono')]);
  const other = regranted(shared, { notice: id32('another text') }, [person, ...ceiba.by('tono')]);
  const unwitnessed = regranted(shared, {}, [person]);
  const later = regranted(shared, { notBefore: inDays(1) }, [person, ...ceiba.by('tono')]);
  const beyond = signedBy(
    draftEnvelope('alert', { type: 'alert', ...alertFields(ceiba), severity: 'micro' }),
    ...ceiba.by('rosa', 'marisol'),
  );
  const held = (version: number, id: string) => ({ stored: { version, id } });
  return {
    about:
      'Opening (checks 5 to 14), in the order of PROTOCOL §5; whom the client believes is named by chains, envelopes ' +
      'and the marks of its keyring.',
    drafts: [
      open('an alert', good),
      open('that was sealed for another box', await elsewhere(), 'unseal'),
      open("with another collective's identity", good, 'unseal', { identity: hawthorn.box.identity }),
      open('under another edition than was sealed', good, 'bundle', { header: { edition: 2 } }),
      open('under another delivery than was sealed', good, 'bundle', {
        header: { delivery: id16('another delivery') },
      }),
      open('from another than was sealed', good, 'bundle', { header: { from: hawthorn.id } }),
      open('relabelled as a kind without consent', good, 'bundle', {}, 'withdrawal', {
        ...header,
        kind: 'withdrawal',
        dropCommit: null,
      }),
      open('for another collective', good, 'not-for-me', {
        root: { own: 'hawthorn', marks: { collective: hawthorn.id, own: hawthorn.manifest, peer: null } },
      }),
      await holding('without a consent', [alert], 'bundle'),
      await holding('with its items in the other order', [consent, alert], 'bundle'),
      open('from a peer that nobody compared', good, 'unverified-peer', { root: { comparison: null } }),
      open('from a peer that the server marked compared', good, 'unverified-peer', {
        root: { comparison: 'ceiba compared maguey' },
      }),
      open('without standing', good, 'not-accepted', { root: { standing: null } }),
      open('with standing for something else', good, 'not-accepted', {
        root: { standing: 'maguey trusts ceiba without alerts' },
      }),
      open('with a chain shorter than was compared', good, 'manifest-rollback', {
        root: { comparison: 'maguey compared ceiba version 2' },
      }),
      open('with a chain shorter than the keyring has seen', good, 'manifest-rollback', {
        root: { marks: { ...root.marks, peer: 2 } },
      }),
      open('with an own chain shorter than the keyring has seen', good, 'manifest-rollback', {
        root: { marks: { ...root.marks, own: { version: 2, id: id32('own 2') } } },
      }),
      open('with an own chain beside what the keyring has seen', good, 'equivocation', {
        root: { marks: { ...root.marks, own: { version: 1, id: id32('own fork') } } },
      }),
      open('when the manifest of the issuer is over', good, 'manifest-expired', { now: inDays(301) }),
      open('after a manifest that changed nobody', good, 'ok', { root: { peer: 'ceiba-v2' } }),
      open('after an attester left', good, 're-attest', { root: { peer: 'ceiba-without-marisol' } }),
      await holding(
        'micro',
        [beyond, regranted(shared, { notice: idOf(beyond) }, [person, ...ceiba.by('tono')])],
        'notice-rule',
      ),
      await holding('attested by one alone', [alone, consent], 'attest-threshold'),
      open("below the receiver's own threshold", good, 'attest-threshold', {
        root: { standing: 'maguey trusts ceiba with three signatures' },
      }),
      await holding('with a consent to another text', [alert, other], 'consent-content'),
      await holding('with a consent to another audience', [alert, toHawthorn], 'consent-audience'),
      open(
        'sealed again under another delivery',
        await put('sealed again under another delivery', resealed, [alert, consent]),
        'consent-delivery',
        {},
        'alert',
        resealed,
      ),
      open('with the drop commitment swapped', good, 'consent-delivery', { header: { dropCommit: id32('commit') } }),
      open('kept longer than the consent allows', good, 'drop-after', {
        header: { dropAfter: '2027-02-22T00:00:00Z' },
      }),
      await holding('with a consent that begins later', [alert, later], 'consent-window'),
      open('after the consent is over', good, 'consent-window', { now: inDays(90) }),
      await holding('with a consent that nobody witnessed', [alert, unwitnessed], 'consent-witnesses'),
      open('once more', good, 'ok', held(1, alertId)),
      open('over a later version', good, 'notice-rollback', held(2, id32('version 2'))),
      open('beside another text of the same version', good, 'notice-equivocation', held(1, id32('fork'))),
      ...(await others()),
      ...seals(),
    ],
  };

  async function elsewhere(): Promise<string> {
    const text = canonical(bundleFor(header, [alert, consent]));
    return seal('alert for hawthorn', hawthorn.box, { text, size: bucketFor(text) });
  }

  async function others(): Promise<Draft[]> {
    const plain = (kind: SealedKind): Header => ({
      ...header,
      kind,
      delivery: id16(`${kind} delivery`),
      dropCommit: null,
      dropAfter: '2027-01-18T00:00:00Z',
    });
    const said = <K extends StatementKind>(kind: K, spec: KindSpec<K>, signers: Signer[] = spec.enough) =>
      signedBy(draftEnvelope(kind, { type: kind, ...spec.statement } as unknown as StatementOf<K>), ...signers);
    const status = said('process-status', processStatus(world));
    const grant = regranted(
      shared,
      { purpose: 'status', notice: { noticeId: id16('notice'), statuses: ['under_way', 'closed'] } },
      [person, ...ceiba.by('tono')],
    );
    const ofStatus: Header = { ...header, kind: 'process-status' };
    const taken = withdrawal(world);
    const back = retraction(world);
    const answer = inquiryAnswer(world);
    const withdrawn = await put('a withdrawal', plain('withdrawal'), [said('withdrawal', taken)]);
    const retracted = await put('a retraction', plain('retraction'), [said('retraction', back)]);
    return [
      open(
        'a process status',
        await put('a process status', ofStatus, [status, grant]),
        'ok',
        {},
        'process-status',
        ofStatus,
      ),
      open(
        'a process status with a consent to warn',
        await put('a process status with a consent to warn', ofStatus, [status, consent]),
        'consent-content',
        {},
        'process-status',
        ofStatus,
      ),
      open(
        'a withdrawal, without standing',
        withdrawn,
        'ok',
        { root: { standing: null } },
        'withdrawal',
        plain('withdrawal'),
        { caseKeys: taken.given?.caseKeys },
      ),
      open('a withdrawal of what we do not hold', withdrawn, 'no-such-consent', {}, 'withdrawal', plain('withdrawal')),
      open(
        'a retraction, without standing',
        retracted,
        'ok',
        { root: { standing: null } },
        'retraction',
        plain('retraction'),
      ),
      open(
        'a retraction by one accompanier',
        await put('a retraction by one accompanier', plain('retraction'), [said('retraction', back, ceiba.by('rosa'))]),
        'attest-threshold',
        {},
        'retraction',
        plain('retraction'),
      ),
      open(
        'an inquiry answer',
        await put('an inquiry answer', plain('inquiry-answer'), [said('inquiry-answer', answer)]),
        'ok',
        {},
        'inquiry-answer',
        plain('inquiry-answer'),
        { asked: answer.given?.asked },
      ),
    ];
  }

  function seals(): Draft[] {
    const issuer: GivenRoot = {
      own: 'ceiba',
      peer: 'maguey',
      comparison: 'ceiba compared maguey',
      standing: 'ceiba trusts maguey',
      marks: { collective: ceiba.id, own: ceiba.manifest, peer: null },
    };
    const sealing = (
      name: string,
      expect: Draft['expect'],
      changes: { header?: Partial<Header>; items?: Envelope[]; root?: Partial<GivenRoot>; now?: string } = {},
    ): Draft => ({
      name: `sealing ${name}`,
      check: 'seal',
      given: {
        header: { ...header, ...changes.header },
        items: changes.items ?? [alert, consent],
        root: { ...issuer, ...changes.root },
        ...(changes.now && { now: changes.now }),
      },
      expect,
    });
    return [
      sealing('an alert', 'ok'),
      sealing('what one alone attested', 'attest-threshold', { items: [alone, consent] }),
      sealing('with a consent to another text', 'consent-content', { items: [alert, other] }),
      sealing('without a witness', 'consent-witnesses', { items: [alert, unwitnessed] }),
      sealing('an alert as something that needs no consent', 'bundle', { items: [alert] }),
      sealing('in the name of another collective', 'from-mismatch', { header: { from: hawthorn.id } }),
      sealing('for a peer that nobody compared', 'unverified-peer', { root: { comparison: null } }),
      sealing('for a peer without standing', 'not-accepted', { root: { standing: null } }),
      sealing('for another peer than was consented to', 'consent-audience', { header: { to: hawthorn.id } }),
    ];
  }
}

function regranted({ fields }: SharedAlert, changes: Partial<SharedAlert['fields']>, signers: Signer[]): Envelope {
  return signedBy(draftEnvelope('consent', { type: 'consent', ...fields, ...changes }), ...signers);
}
