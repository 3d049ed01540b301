import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeAlert } from '../../src/client/alerts/compose.ts';
import { addDraft, eraseForPerson, loadDraft } from '../../src/client/alerts/drafts.ts';
import { sealForPeer, sendSealed } from '../../src/client/alerts/seal.ts';
import { whereDraft } from '../../src/client/alerts/where.ts';
import { adopt, attested, atWork, consented, sealed } from '../../src/commands/scripted-steps.ts';
import { alertWords } from '../support/alert-words.ts';
import { agreementText, trustForAlerts } from '../support/trust.ts';
import { type Collective, found } from '../support/world.ts';

type Open = Collective & AsyncDisposable;

describe('without her consent nothing is shared', () => {
  let ceiba: Open;
  let maguey: Open;
  let hawthorn: Open;
  let atMaguey = '';
  let atHawthorn = '';
  let draft = '';
  const queued = async () => whereDraft((await atWork(ceiba, 0)).api, draft);
  const recorded = async (action: string) => {
    const rows = await ceiba.node!.app.runtime.db.selectFrom('record').select(['action', 'subject']).execute();
    return rows.filter((row) => row.action.startsWith(action));
  };

  beforeAll(async () => {
    [ceiba, maguey, hawthorn] = (await Promise.all(['Ceiba', 'Maguey', 'Hawthorn'].map((name) => found(name)))) as [
      Open,
      Open,
      Open,
    ];
    await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    atMaguey = await trustForAlerts(ceiba, maguey);
    atHawthorn = await trustForAlerts(ceiba, hawthorn);
    draft = await attested(ceiba, alertWords());
  });
  afterAll(async () => {
    for (const party of [ceiba, maguey, hawthorn]) await party?.[Symbol.asyncDispose]();
  });

  it('an attested alert is not sealed before she said yes', async () => {
    await expect(sealed(ceiba, draft, atMaguey)).rejects.toMatchObject({ code: 'no-consent' });
    expect(await queued()).toEqual([]);
  });

  it('her yes for one collective is none for another', async () => {
    await consented(ceiba, draft, atMaguey);
    await expect(sealed(ceiba, draft, atHawthorn)).rejects.toMatchObject({ code: 'no-consent' });
    const { desk } = await atWork(ceiba, 0);
    const { file } = await loadDraft(desk, draft);
    const consents = file.consents.map((one) => ({ ...one, header: { ...one.header, to: atHawthorn } }));
    const other = await attested(ceiba, alertWords());
    await eraseForPerson(desk, other);
    await addDraft(desk, { ...file, draft: other, consents });
    await expect(sealForPeer(desk, other, atHawthorn)).rejects.toMatchObject({ code: 'consent-audience' });
    expect(await queued()).toEqual([]);
  });

  it('one character changed after her yes is refused, and the record keeps that it happened, not what it said', async () => {
    const { desk } = await atWork(ceiba, 0);
    const { file } = await loadDraft(desk, draft);
    const other = await attested(ceiba, alertWords('Amenazó a una compañera!'));
    const changed = await loadDraft(desk, other);
    await eraseForPerson(desk, other);
    await addDraft(desk, { ...changed.file, consents: file.consents });
    await expect(sealForPeer(desk, other, atMaguey)).rejects.toMatchObject({ code: 'consent-content' });
    expect(await queued()).toEqual([]);
    expect(await recorded('alert.refused')).toContainEqual({ action: 'alert.refused.consent-content', subject: other });
  });

  it('an alert of one accompanier alone is not consented to', async () => {
    const { file } = await composeAlert((await atWork(ceiba, 0)).desk, alertWords());
    await expect(consented(ceiba, file.draft, atMaguey)).rejects.toMatchObject({ code: 'attest-threshold' });
  });

  it('a bare ciphertext with another header is refused by the node, and nothing is queued', async () => {
    const file = await sealed(ceiba, draft, atMaguey);
    const { api } = await atWork(ceiba, 0);
    await expect(sendSealed(api, { ...file, header: { ...file.header, to: atHawthorn } })).rejects.toMatchObject({
      code: 'recipient',
    });
    expect(await queued()).toEqual([]);
    const rows = await ceiba.node!.app.runtime.db.selectFrom('deliveries').select('kind').execute();
    expect(rows.filter(({ kind }) => kind === 'alert')).toEqual([]);
  });
});
