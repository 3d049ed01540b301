import { expect, it } from 'vitest';
import { type StatementOf, schemaOf } from '../../schemas/statements.ts';
import { acknowledgementOf } from '../../src/client/agreements/acknowledge.ts';
import { versionBefore } from '../../src/client/agreements/standing-version.ts';
import type { Api } from '../../src/client/api/api.ts';
import { draftEnvelope, idOf } from '../../src/protocol/envelope.ts';
import { collective, signedBy } from '../protocol/cast.ts';
import { filled } from './every-leaf.ts';

/* What is signed is compared with words that a node hands over, or is about them: believed as far as signed. */

const [ceiba, maguey, nopal] = await Promise.all(['ceiba', 'maguey', 'nopal'].map((name) => collective(name)));
const { rosa, lu } = ceiba!.people;
const whole = filled(schemaOf.agreement).value as StatementOf<'agreement'>;

/** A node that answers each path that begins so with that. */
const node = (answers: Record<string, unknown>): Api => ({
  origin: 'https://ceiba.test',
  async send(_method, path) {
    const found = Object.keys(answers).find((one) => path.startsWith(one));
    if (found === undefined) throw new Error(`nobody answers ${path}`);
    return JSON.stringify(answers[found]);
  },
});

it('compares an agreement with no version that our members did not sign', async () => {
  const before = draftEnvelope('agreement', { ...whole, issuer: ceiba!.id });
  const next = { ...whole, issuer: ceiba!.id, version: 3, prev: idOf(before) };
  const asked = (...by: { secret: Uint8Array }[]) => {
    const api = node({ [`/agreements/${whole.series}/statement`]: signedBy(before, ...by) });
    return versionBefore({ api, chain: ceiba!.chain }, next);
  };
  expect((await asked(rosa!, lu!))?.version).toBe(whole.version);
  await expect(asked(rosa!)).rejects.toMatchObject({ code: 'attest-threshold' });
  await expect(asked(rosa!, maguey!.people.rosa!)).rejects.toMatchObject({ code: 'signature' });
});

it('says of no agreement that it is a partner’s which another collective wrote', async () => {
  const statement = signedBy(draftEnvelope('agreement', { ...whole, issuer: nopal!.id }), nopal!.people.rosa!);
  const { series, version, title, languages, adopted, reviewBy } = whole;
  const place = `/partners/${maguey!.id}/agreements/${series}/versions/${version}`;
  const listed = {
    ...{ id: idOf(statement), url: `https://ceiba.test${place}`, peer: maguey!.id, name: 'Maguey', original: '' },
    ...{ takenDown: null, series, version, title, languages, adopted, reviewBy },
  };
  const api = node({
    '/acknowledgements/drafts': { drafts: [] },
    [`${place}/statement`]: statement,
    '/agreements': { agreements: [], partners: [listed], next: null },
  });
  const said = acknowledgementOf({ api, keyring: null as never, chain: ceiba!.chain }, listed.id, []);
  await expect(said).rejects.toMatchObject({ code: 'from-mismatch', where: 'issuer' });
});
