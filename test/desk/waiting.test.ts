import { expect, it } from 'vitest';
import { importAgreement } from '../../src/client/agreements/agreements.ts';
import { deskTasks } from '../../src/client/desk/tasks.ts';
import { adopt, attested, atWork, consented, meet, sealed } from '../../src/commands/scripted-steps.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { alertWords } from '../support/alert-words.ts';
import { movedIn } from '../support/moved-in.ts';
import { handedOver } from '../support/past-pause.ts';
import { agreementText, trustForAlerts } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';

/** The desk of one of a party's people. */
async function deskAt(party: Collective, who: number) {
  const desk = deskTasks(party.origin, i18nFor('en'));
  await desk.unlock(await movedIn(party, who));
  return desk;
}
const saidTo = async (desk: Awaited<ReturnType<typeof deskAt>>) =>
  (await desk.waits()).map(({ area, says }) => `${area}: ${says}`);

const signs = 'sign: An agreement waits for your signature.';
const second = 'partners: A colleague compared words with a partner. A second one compares them too.';
const decide = 'sign: What a partner may do waits for a second signature.';

it('says what waits for a signature, and no more once this member signed', { timeout: 120_000 }, async () => {
  await using ceiba = await found('Ceiba');
  await using maguey = await found('Maguey');
  const [one, other] = [await deskAt(ceiba, 0), await deskAt(ceiba, 1)];
  expect([await saidTo(one), await saidTo(other)]).toEqual([[], []]);
  const { api, root } = await atWork(ceiba, 0);
  const file = { file: 'ceiba.md', markdown: agreementText('ceiba-v1.es.md'), series: null };
  await importAgreement({ api, chain: root.chain }, { ...file, language: 'es' });
  expect([await saidTo(one), await saidTo(other)]).toEqual([[signs], [signs]]);
  const [line] = await one.toSign();
  await one.sign((await one.read(line!)).opening);
  expect([await saidTo(one), await saidTo(other)]).toEqual([[], [signs]]);

  const id = await meet(ceiba, maguey);
  const { opening, words } = await one.partner(id);
  await one.compareWith({ opening, heard: words });
  expect([await saidTo(one), await saidTo(other)]).toEqual([[], [signs, second]]);
  const here = await other.partner(id);
  await other.compareWith({ opening: here.opening, heard: here.words });
  expect(await saidTo(other)).toEqual([signs]);
  const deciding = { accepts: ['agreements'] as const, sends: [], days: 90 };
  await one.decide({ opening: (await one.partner(id)).opening, deciding });
  expect([await saidTo(one), await saidTo(other)]).toEqual([[], [signs, decide]]);
});

it('says that something came which nobody opened, until one of them did', { timeout: 120_000 }, async () => {
  await using ceiba = await found('Ceiba');
  await using maguey = await found('Maguey');
  for (const party of [ceiba, maguey]) await adopt(party, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
  const peer = await trustForAlerts(ceiba, maguey);
  const lu = await deskAt(maguey, 0);
  expect(await saidTo(lu)).toEqual([]);
  const draft = await attested(ceiba, alertWords());
  const worked = [await deskAt(ceiba, 0), await deskAt(ceiba, 1)];
  const drafts = 'drafts: A colleague worked last on an alert that you prepare. See whether it waits for you.';
  expect((await Promise.all(worked.map(saidTo))).toSorted((a, b) => a.length - b.length)).toEqual([[], [drafts]]);
  await consented(ceiba, draft, peer);
  await handedOver(ceiba, await sealed(ceiba, draft, peer));
  // What went out waits for nobody.
  for (const one of worked)
    await eventually(
      () => saidTo(one),
      (lines) => lines.length === 0,
    );
  const came = 'incoming: A partner sent something that nobody of you has opened yet.';
  await eventually(
    () => saidTo(lu),
    (lines) => lines.includes(came),
  );
  for (const item of (await lu.incoming()).items) await lu.openItem(item);
  expect(await saidTo(lu)).toEqual([]);
});
