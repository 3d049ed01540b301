import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attestAlert, reviewAlert } from '../../src/client/alerts/attest.ts';
import { listDrafts, loadDraft } from '../../src/client/alerts/drafts.ts';
import { listNotices, openNotice } from '../../src/client/alerts/open-notice.ts';
import { forgetOldBoxes, resealDrafts, resealWaiting, waitingToReseal } from '../../src/client/alerts/reseal.ts';
import { connect } from '../../src/client/api/api.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import type { Keyring } from '../../src/client/keyring/keyring.ts';
import { renewals } from '../../src/client/keyring/renew.ts';
import { readRotation } from '../../src/client/keyring/rotation.ts';
import { checkPeer, peerNamed } from '../../src/client/peers/peers.ts';
import { adopt, attested, atWork, consented, sealed } from '../../src/commands/scripted-steps.ts';
import { boxOf } from '../../src/protocol/manifest.ts';
import { drafting, newDevice, signing, underCode } from '../members/people.ts';
import { alertWords } from '../support/alert-words.ts';
import { handedOver, pastPauses } from '../support/past-pause.ts';
import { agreementText, readyAlert, sharedAlert, trustForAlerts } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';

const code = (code: string) => expect.objectContaining({ code });
const [rosa, marisol, tono] = [0, 1, 2];

describe('Rosa loses her device', () => {
  let ceiba: Collective & AsyncDisposable;
  let maguey: Collective & AsyncDisposable;
  let magueyId = '';
  let lost: Keyring;
  let before: Awaited<ReturnType<typeof readyAlert>>;

  beforeAll(async () => {
    ceiba = await found('Ceiba');
    maguey = await found('Maguey');
    await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    magueyId = await trustForAlerts(ceiba, maguey);
    // Attested and consented to before the loss, not handed in yet.
    before = await readyAlert(ceiba, magueyId);
    lost = ceiba.keyrings[rosa]!;
  });
  afterAll(async () => {
    await ceiba?.[Symbol.asyncDispose]();
    await maguey?.[Symbol.asyncDispose]();
  });

  const ofCeibaAtMaguey = async () => {
    const there = await atWork(maguey, rosa);
    const { peer, state } = await peerNamed(there.api, ceiba.origin);
    const { chain, root } = await checkPeer(there, peer);
    return { state, root, newest: chain.newest };
  };

  it('and gets a new key: two stewards and the key itself sign; one of them alone is not enough', async () => {
    const session = await atWork(ceiba, rosa);
    const device = await newDevice(ceiba, ceiba.keyrings[marisol]!, { member: lost.member, roles: [] });
    const drafted = await drafting(ceiba, ceiba.keyrings[marisol]!, { replace: [lost.member] });
    ceiba.keyrings[marisol] = drafted.keyring;
    const proof = await signing(ceiba, device.keyring, device.code);
    expect(proof.state.proposals[0]?.waiting).toBe('rotate-threshold-old');
    expect((await ofCeibaAtMaguey()).newest.version).toBe(1);
    const { accepted } = await signing(ceiba, ceiba.keyrings[tono]!);
    expect(accepted).toBe(true);
    ceiba.keyrings[rosa] = proof.keyring;

    await expect(listNotices(session.desk)).rejects.toEqual(code('not-found'));
    await expect(signIn(connect(ceiba.origin), lost)).rejects.toEqual(code('signature'));
    await expect(readRotation(underCode(ceiba, device.code))).rejects.toEqual(code('invitation'));
    expect((await atWork(ceiba, rosa)).root.chain.newest.version).toBe(2);
  });

  it('and the partner follows the chain without new words', async () => {
    const { newest, state, root } = await eventually(ofCeibaAtMaguey, (seen) => seen.newest.version === 2);
    expect(state).toBe('trusted');
    expect(newest.statement.revoked).toMatchObject([{ reason: 'rotated' }]);
    expect(root).toMatchObject({ refusal: null, comparison: { peer: newest.statement.collective } });
  });

  it('and what the old key had signed for the alert counts no more: she reads and signs again', async () => {
    await expect(sealed(ceiba, before.draft, magueyId)).rejects.toEqual(code('unseal'));
    // A colleague seals the drafts to the new box: the new device never had the old one.
    expect(await resealDrafts((await atWork(ceiba, marisol)).desk)).toBe(1);
    const here = await atWork(ceiba, rosa);
    const again = await renewals(here);
    expect(again.map(({ kind }) => kind)).toEqual(['comparison', 'standing', 'agreement']);
    for (const one of again) await one.sign();
    expect(await renewals(await atWork(ceiba, rosa))).toEqual([]);
    expect(await renewals(await atWork(ceiba, marisol))).toEqual([]);
    await expect(sealed(ceiba, before.draft, magueyId)).rejects.toEqual(code('re-attest'));
  });

  it('and an alert of the new key opens at the partner', async () => {
    const draft = await attested(ceiba, alertWords());
    await consented(ceiba, draft, magueyId);
    const { delivery } = await handedOver(ceiba, await sealed(ceiba, draft, magueyId));
    const reader = await atWork(maguey, rosa);
    const notices = () => listNotices(reader.desk);
    const [notice] = await eventually(notices, (seen) => seen.some(({ header }) => header.delivery === delivery));
    const shown = await openNotice(reader.desk, notice!.peer, delivery);
    expect(shown).toMatchObject({ kind: 'alert', opened: { facts: { care: { accompaniers: 2 } } } });
  });

  it('and an alert that the old key attested is refused there, until she attests it anew', async () => {
    // The file was sealed before the loss; Ceiba's server cannot read it and sends it.
    await handedOver(ceiba, before.file);
    const reader = await atWork(maguey, rosa);
    const own = async () => (await listNotices(reader.desk)).find(({ header }) => header.delivery === before.delivery);
    const notice = await eventually(own, (seen) => seen !== undefined);
    await expect(openNotice(reader.desk, notice!.peer, before.delivery)).rejects.toEqual(code('re-attest'));

    const { desk } = await atWork(ceiba, rosa);
    expect(await attestAlert(desk, await reviewAlert(desk, before.draft))).toMatchObject({ needed: 2 });
    const again = await sealed(ceiba, before.draft, magueyId);
    expect(again.header).toMatchObject({ edition: 2, dropCommit: before.file.header.dropCommit });
    await handedOver(ceiba, again);
    await eventually(own, (seen) => seen?.header.edition === 2);
    expect((await openNotice(reader.desk, notice!.peer, before.delivery)).kind).toBe('alert');
  });

  it('and what the partner could not open is sealed again with one command', async () => {
    const { delivery } = await sharedAlert(ceiba, magueyId);
    const reader = await atWork(maguey, rosa);
    const own = async () => (await listNotices(reader.desk)).find(({ header }) => header.delivery === delivery);
    const notice = await eventually(own, (seen) => seen !== undefined);
    const without = { ...reader.desk, keyring: { ...reader.keyring, boxes: [] } };
    await expect(openNotice(without, notice!.peer, delivery)).rejects.toEqual(code('unseal'));
    const waiting = async () => waitingToReseal((await atWork(ceiba, marisol)).desk);
    const seen = await eventually(waiting, ({ length }) => length > 0);
    expect(seen).toMatchObject([{ delivery, peer: magueyId, why: 'unopenable' }]);

    const { desk, root } = await atWork(ceiba, marisol);
    const { done } = await resealWaiting(desk, root.recipients);
    expect(done).toMatchObject({ sent: [{ delivery }], refused: [] });
    // Nobody knows what could not be opened: what takes its place has a day of its own.
    await pastPauses(ceiba);
    await eventually(own, (one) => one?.header.edition === 2);
    expect((await openNotice(reader.desk, notice!.peer, delivery)).kind).toBe('alert');
    expect(await waiting()).toEqual([]);
  });

  it('and when somebody else may hold a key, the box that it could open is forgotten at the next unlock', async () => {
    const stolen = ceiba.keyrings[marisol]!;
    const device = await newDevice(ceiba, ceiba.keyrings[tono]!, { member: stolen.member, roles: [] });
    const wanted = { replace: [stolen.member], because: 'compromised' as const };
    ceiba.keyrings[rosa] = (await drafting(ceiba, ceiba.keyrings[rosa]!, wanted)).keyring;
    await signing(ceiba, ceiba.keyrings[tono]!);
    const last = await signing(ceiba, device.keyring, device.code);
    expect(last.accepted).toBe(true);
    ceiba.keyrings[marisol] = last.keyring;

    const { desk, root } = await atWork(ceiba, rosa);
    expect(desk.keyring.boxes).toHaveLength(2);
    const unlocked = await forgetOldBoxes(desk, root.recipients);
    expect(unlocked.boxes).toEqual([expect.objectContaining({ recipient: boxOf(root.chain, new Date()) })]);
    ceiba.keyrings[rosa] = unlocked;
    // Nothing was lost with it: every draft opens with the new box alone, for her and on the new device.
    for (const who of [rosa, marisol]) {
      const { desk: there } = await atWork(ceiba, who);
      const drafts = await listDrafts(there);
      expect(drafts.length).toBeGreaterThan(2);
      for (const { draft } of drafts) await loadDraft(there, draft);
    }
    const seen = await eventually(ofCeibaAtMaguey, ({ newest }) => newest.version === 3);
    expect(seen.newest.statement.revoked.map(({ reason }) => reason)).toEqual(['rotated', 'compromised']);
    expect(seen.state).toBe('trusted');
  });
});
