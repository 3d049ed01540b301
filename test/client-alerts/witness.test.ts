import { expect, test } from 'vitest';
import { attestAlert, reviewAlert } from '../../src/client/alerts/attest.ts';
import { type AlertWords, composeAlert } from '../../src/client/alerts/compose.ts';
import { keepYes, readConsent, readForWitness, sayYes, type Terms } from '../../src/client/alerts/consent.ts';
import { changeDraft } from '../../src/client/alerts/drafts.ts';
import { draftEnvelope, readUnverified } from '../../src/protocol/envelope.ts';
import { caseKeyOf } from '../../src/protocol/secrets.ts';
import { know, openHouse } from '../notices/houses.ts';
import { collective, signedBy } from '../protocol/cast.ts';
import { deskOf, openOffice } from './office.ts';

const text: AlertWords = {
  ...{ purpose: 'preventive', identifiers: [{ kind: 'handle', value: '@somebody@social.test' }] },
  ...{ violence: ['digital'], axes: [], severity: 'serious', immediacy: 'recent', period: '2026-Q3', region: 'Valle' },
  ...{ conduct: 'Mandó mensajes.', asks: ['ask_us'], basis: 'account_of_person_affected', languages: ['es'] },
  clauses: ['digital'],
};
const terms: Terms = { days: 90, handling: 'accompaniers', mayAskAgain: true, delegate: null };

test('a witness reads the points that the alert cites, and is shown no consent to anything but a warning', async () => {
  await using house = await openHouse(await collective('ceiba'));
  const ceiba = await openOffice(house);
  const maguey = await collective('maguey');
  await know(house, maguey);
  const [rosa, marisol, tono] = ['rosa', 'marisol', 'tono'].map((name) => deskOf(ceiba, name));
  const { draft } = (await composeAlert(rosa!, text)).file;
  await attestAlert(marisol!, await reviewAlert(marisol!, draft));
  const yes = sayYes(rosa!, await readConsent(rosa!, draft, maguey.id, terms), terms, null);
  expect(yes.reading.clauses.map(({ id }) => id)).toEqual([ceiba.clause]);
  await keepYes(rosa!, yes);
  expect((await readForWitness(tono!, draft, maguey.id)).clauses).toEqual(yes.reading.clauses);
  await changeDraft(rosa!, draft, (file) => ({
    ...file,
    consents: file.consents.map((one) => {
      const said = { ...readUnverified('consent', one.consent).statement, purpose: 'inquiry_match' as const };
      return { ...one, consent: signedBy(draftEnvelope('consent', said), caseKeyOf(yes.secret, said.delivery)) };
    }),
  }));
  await expect(readForWitness(tono!, draft, maguey.id)).rejects.toMatchObject({ code: 'consent-purpose' });
});
