import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertFrom } from '../../src/client/alerts/compose.ts';
import type { Api } from '../../src/client/api/api.ts';
import { formFor } from '../../src/client/desk/care/composing.ts';
import { renewals } from '../../src/client/keyring/renew.ts';
import { checkPeer, peerNamed } from '../../src/client/peers/peers.ts';
import { adopt, atWork } from '../../src/commands/scripted-steps.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { verifyStandingOffer } from '../../src/protocol/standing.ts';
import { drafting, newDevice, signing } from '../members/people.ts';
import { alertWords } from '../support/alert-words.ts';
import { agreementText, trustForAlerts } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';

const [rosa, marisol, tono] = [0, 1, 2];

/** A node that shows as adopted what one steward had signed. */
const withoutOneSignature = (api: Api): Api => ({
  ...api,
  async send(method, path, ...rest) {
    const text = await api.send(method, path, ...rest);
    if (!/^\/agreements\/[^/?]+$/.test(path)) return text;
    const { envelope, ...more } = JSON.parse(text);
    return JSON.stringify({ ...more, envelope: { ...envelope, signatures: envelope.signatures.slice(1) } });
  },
});

describe('two people lose their devices one after the other', () => {
  let ceiba: Collective & AsyncDisposable;
  let maguey: Collective & AsyncDisposable;
  let agreement: Awaited<ReturnType<typeof adopt>>;
  let magueyId = '';

  beforeAll(async () => {
    ceiba = await found('Ceiba');
    maguey = await found('Maguey');
    agreement = await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    magueyId = await trustForAlerts(ceiba, maguey);
  });
  afterAll(async () => {
    await ceiba?.[Symbol.asyncDispose]();
    await maguey?.[Symbol.asyncDispose]();
  });

  const replaced = async (who: number, by: number) => {
    const { member } = ceiba.keyrings[who]!;
    const device = await newDevice(ceiba, ceiba.keyrings[tono]!, { member, roles: [] });
    ceiba.keyrings[by] = (await drafting(ceiba, ceiba.keyrings[by]!, { replace: [member] })).keyring;
    await signing(ceiba, ceiba.keyrings[tono]!);
    const last = await signing(ceiba, device.keyring, device.code);
    expect(last.accepted).toBe(true);
    ceiba.keyrings[who] = last.keyring;
  };
  const believed = async () => {
    const here = await atWork(ceiba, rosa);
    return (await checkPeer(here, magueyId)).root;
  };
  /** What Maguey's clients can check of what Ceiba told them. */
  const told = async () => {
    const there = await atWork(maguey, rosa);
    const { detail, chain } = await checkPeer(there, (await peerNamed(there.api, ceiba.origin)).peer);
    try {
      return verifyStandingOffer(detail.offer!, chain, magueyId, new Date()).sends;
    } catch {
      return null;
    }
  };

  it('and sign again what both had signed, each what was theirs, whoever comes first', async () => {
    expect(await told()).toEqual(['alerts']);
    await replaced(rosa, marisol);
    await replaced(marisol, rosa);
    expect((await believed()).comparison).toBeNull();
    await eventually(told, (seen) => seen === null);

    // One steward alone had signed it, says the node: nobody is asked to be the second.
    const here = await atWork(ceiba, rosa);
    const alone = await renewals({ ...here, api: withoutOneSignature(here.api) });
    expect(alone.map(({ kind }) => kind)).toEqual(['comparison', 'standing']);

    // Pages say the same as clients, here and at the partner.
    const facts = async (host: string, path: string) =>
      /<dl class="facts">.*?<dd>(.*?)<\/dd>/.exec(await (await fetch(`${host}${path}`)).text())?.[1] ?? '';
    const none = /No key of \S+ that counts today has signed these words\. It takes 2/;
    const own = `/agreements/${agreement.series}`;
    expect(await facts(ceiba.origin, own)).toMatch(none);
    const copy = `/partners/${ceiba.keyrings[rosa]!.collective}${own}`;
    expect(
      await eventually(
        () => facts(maguey.origin, copy),
        (page) => none.test(page),
      ),
    ).toMatch(none);

    // An alert can be begun all the same, and whoever does reads what is missing.
    const form = async () => formFor({ desk: (await atWork(ceiba, rosa)).desk, i18n: i18nFor('en') });
    const points = async () => (await form()).pages.flat().find(({ name }) => name === 'clauses')?.options?.length;
    expect((await form()).notes).toEqual([expect.stringContaining('does not count here now')]);
    expect(await points()).toBe(0);
    await expect(alertFrom((await atWork(ceiba, rosa)).desk, alertWords('Gritó.'))).rejects.toMatchObject({
      code: 're-attest',
    });

    for (const who of [rosa, marisol]) {
      expect((await believed()).comparison).toBeNull();
      const again = await renewals(await atWork(ceiba, who));
      expect(again.map(({ kind }) => kind)).toEqual(['comparison', 'standing', 'agreement']);
      for (const one of again) await one.sign();
    }
    expect((await form()).notes).toEqual([]);
    expect(await points()).toBeGreaterThan(0);
    for (const who of [rosa, marisol, tono]) expect(await renewals(await atWork(ceiba, who))).toEqual([]);
    expect(await believed()).toMatchObject({ refusal: null, comparison: { peer: magueyId }, standing: {} });
    await eventually(told, (seen) => seen?.[0] === 'alerts');
    const two = /2 people who hold keys of \S+ signed exactly these words\.$/;
    for (const [host, path] of [
      [ceiba.origin, own],
      [maguey.origin, copy],
    ] as const)
      expect(
        await eventually(
          () => facts(host, path),
          (page) => two.test(page),
        ),
      ).toMatch(two);
  });

  it('while the node goes on as before: nothing was decided anew', async () => {
    const { api } = await atWork(ceiba, rosa);
    expect((await peerNamed(api, maguey.origin)).state).toBe('trusted');
    expect((await peerNamed((await atWork(maguey, rosa)).api, ceiba.origin)).state).toBe('trusted');
  });
});
