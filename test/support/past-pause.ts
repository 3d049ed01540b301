import { noticesContract, type SealedFile } from '../../schemas/routes/notices.ts';
import { listDrafts } from '../../src/client/alerts/drafts.ts';
import { type HandedIn, sendSealed } from '../../src/client/alerts/seal.ts';
import { type Waits, waitsOf, whereDraft } from '../../src/client/alerts/where.ts';
import type { Api } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signingSecret } from '../../src/client/keyring/keyring.ts';
import { atWork, type Party } from '../../src/commands/scripted-steps.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, signEnvelope } from '../../src/protocol/envelope.ts';

/** Two accompaniers sign that a delivery cannot wait, whatever its alert says: it goes out, and no test waits a day. */
async function pastPause(party: Party, { delivery, edition }: Waits, line?: Api): Promise<void> {
  const api = line ?? (await atWork(party, 0)).api;
  const said = draftEnvelope('hurry', { type: 'hurry', delivery, edition, at: timeOf(new Date()) });
  const hurry = [0, 1].reduce((signed, who) => signEnvelope(signed, signingSecret(party.keyrings[who]!)), said);
  await call(api, noticesContract.signHurry, { params: { delivery }, body: { hurry } });
}

/** Lets everything go out that waits at a node. */
export async function pastPauses(party: Party): Promise<void> {
  const { desk } = await atWork(party, 0);
  for (const { draft } of await listDrafts(desk))
    for (const one of await whereDraft(desk.api, draft)) {
      const waits = waitsOf(one);
      if (waits) await pastPause(party, waits, desk.api);
    }
}

/** Hands a sealed alert in, and lets it go out at once. */
export async function handedOver(party: Party, file: SealedFile, line?: Api): Promise<HandedIn> {
  const api = line ?? (await atWork(party, 0)).api;
  const handedIn = await sendSealed(api, file);
  if (handedIn.goesOut !== null) await pastPause(party, handedIn, api);
  return handedIn;
}
