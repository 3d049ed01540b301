import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { addDraft, eraseForPerson, loadDraft } from '../../src/client/alerts/drafts.ts';
import { openNotice } from '../../src/client/alerts/open-notice.ts';
import { whereDelivery } from '../../src/client/alerts/where.ts';
import { lookUp, withdrawAll } from '../../src/client/alerts/withdraw.ts';
import { connect } from '../../src/client/api/api.ts';
import { adopt, attested, atWork, sealed } from '../../src/commands/scripted-steps.ts';
import { cipherOf } from '../../src/protocol/delivery.ts';
import { fromB64u } from '../../src/protocol/encoding.ts';
import { dropTokenOf, locatorOf, newSecret, secretFrom, wordsOf } from '../../src/protocol/secrets.ts';
import { alertWords, canary } from '../support/alert-words.ts';
import { sayAtEveryDoor, tokenOf } from '../support/doors.ts';
import { broke } from '../support/gate.ts';
import { foundProcess, type NodeProcess } from '../support/node-process.ts';
import { type Places, placesOf, tracesByPlace } from '../support/places.ts';
import { phraseTraces, secretTraces, type Trace, tracesIn, tracesOf } from '../support/traces.ts';
import { agreementText, sharedAlert, trustForAlerts } from '../support/trust.ts';
import { eventually } from '../support/world.ts';

/** Stands in the public agreement and in the sentence about Ceiba: whoever searches well finds it. */
const control = 'xochimilcojacaranda';

describe('what only she and the two care teams may read', { timeout: 180_000 }, () => {
  let ceiba: NodeProcess;
  let maguey: NodeProcess;
  let hawthorn: NodeProcess;
  let ceibaId = '';
  let hawthornId = '';
  let alert: Awaited<ReturnType<typeof sharedAlert>>;
  let places: Places;
  const nodes = () => [ceiba, maguey, hawthorn];

  beforeAll(async () => {
    [ceiba, maguey, hawthorn] = await Promise.all([
      foundProcess('Ceiba', `Una casa. ${control}`),
      foundProcess('Maguey'),
      foundProcess('Hawthorn'),
    ]);
    const text = agreementText('ceiba-v1.es.md').replace('Ceiba es una casa', `Ceiba, ${control}, es una casa`);
    await adopt(ceiba, 'ceiba-v1.es.md', text);
    const magueyId = await trustForAlerts(ceiba, maguey);
    hawthornId = await trustForAlerts(ceiba, hawthorn);
    ceibaId = (await atWork(ceiba, 0)).root.chain.collective;
    alert = await sharedAlert(ceiba, magueyId);
    await said('alert', 'stored');
  }, 300_000);
  afterAll(async () => {
    for (const node of nodes()) await node?.[Symbol.asyncDispose]();
  });

  const said = async (kind: string, word: string) => {
    const { api } = await atWork(ceiba, 0);
    await eventually(
      () => whereDelivery(api, alert.delivery),
      ({ steps }) => steps.some((step) => step.kind === kind && step.acknowledged === word),
      30_000,
    );
  };
  /** The word of the alert, her words, and whatever opens keyrings, boxes and her consent. */
  const guarded = (): Trace[] => [
    ...tracesOf('the word', canary),
    ...phraseTraces('her words', alert.words),
    ...secretTraces('her secret', secretFrom(alert.words)),
    ...nodes().flatMap(({ phrases, keyrings }) => [
      ...phrases.flatMap((phrase) => phraseTraces('the words of a keyring', phrase)),
      ...phrases.flatMap((phrase) => secretTraces('the secret of a keyring', secretFrom(phrase))),
      ...keyrings.flatMap(({ signing }) => secretTraces('a signing key', fromB64u(signing))),
      ...keyrings.flatMap(({ identity }) => tracesOf('an identity', identity)),
      ...keyrings.flatMap(({ boxes }) => boxes.flatMap((box) => tracesOf('the identity of a box', box.identity))),
    ]),
  ];
  /** What a node that has to do with the delivery may know of it. */
  const ofTheDelivery = (): Trace[] => {
    const { body, header, locatorHash } = alert.file;
    const ids = [alert.delivery, alert.draft, cipherOf(body), locatorHash, header.dropCommit ?? ''];
    return [...ids.flatMap((id) => secretTraces('an id', fromB64u(id))), ...pieces(body)];
  };
  const pieces = (body: string): Trace[] =>
    (body.match(/.{64}/g) ?? []).map((piece) => ({ of: 'the sealed alert', bytes: Buffer.from(piece) }));

  it('is in the opened text', async () => {
    const { desk } = await atWork(maguey, 0);
    const shown = await openNotice(desk, ceibaId, alert.delivery);
    expect(tracesIn(Buffer.from(JSON.stringify(shown)), tracesOf('the word', canary))).toEqual(['the word']);
    await said('alert', 'opened');
  });

  it('is in no answer when it is sent where it does not belong', async () => {
    const inside = `http://127.0.0.1:${ceiba.gate.port}`;
    for (const { door, status, bytes } of await sayAtEveryDoor(inside, await tokenOf(ceiba, 0), canary)) {
      expect([door, tracesIn(bytes, tracesOf('the word', canary))]).toEqual([door, []]);
      expect([door, status < 500]).toEqual([door, true]);
    }
  });

  it('stays on her accompanier’s side when a text was changed, or somebody errs in her words', async () => {
    const { desk } = await atWork(ceiba, 0);
    const other = await attested(ceiba, alertWords('Otra cosa.'));
    const { file } = await loadDraft(desk, alert.draft);
    const changed = await loadDraft(desk, other);
    await eraseForPerson(desk, other);
    await addDraft(desk, { ...changed.file, consents: file.consents });
    const audience = alert.file.header.to;
    await expect(sealed(ceiba, other, audience)).rejects.toMatchObject({ code: 'consent-content' });
    await expect(sealed(ceiba, alert.draft, hawthornId)).rejects.toMatchObject({ code: 'no-consent' });
    const api = connect(ceiba.origin);
    const strange = wordsOf(newSecret(), 'es');
    await expect(lookUp(api, strange, new Date())).rejects.toMatchObject({ code: 'no-such-consent' });
    const [first, ...rest] = alert.words.split(' ');
    await expect(lookUp(api, [...rest, first].join(' '), new Date())).rejects.toMatchObject({
      code: expect.any(String),
    });
  });

  it('is in no database, file, log, address, request or answer of any node', async () => {
    places = await placesOf(nodes());
    expect(tracesByPlace(places, guarded())).toEqual({});
    // Her locator passes on the line when she looks; it is kept nowhere.
    const locator = secretTraces('her locator', locatorOf(secretFrom(alert.words), ceibaId));
    expect(tracesByPlace(places, locator)).toEqual({});
  });

  it('would have been found: so is what is public, in each of these places', async () => {
    const found = tracesByPlace(places, tracesOf('the control', control));
    const onDisk = inject('database') === 'embedded' ? ['Ceiba files'] : [];
    const read = ['Ceiba tables', 'Ceiba traffic', 'Maguey tables', 'Maguey traffic', 'Hawthorn tables'];
    expect(Object.keys(found)).toEqual(expect.arrayContaining([...onDisk, ...read]));
    const logs = Object.keys(tracesByPlace(places, tracesOf('an event', 'deliveries.attempted')));
    expect(logs).toEqual(expect.arrayContaining(['Ceiba log', 'Maguey log', 'Hawthorn log']));
    for (const trace of tracesOf('the control', control))
      expect(tracesIn(Buffer.concat([Buffer.alloc(7, 1), trace.bytes, Buffer.alloc(3)]), [trace])).toEqual([trace.of]);
    const ofIt = tracesByPlace(places, ofTheDelivery());
    expect(ofIt['Maguey tables']).toEqual(['an id (encoded)']);
    expect(ofIt['Maguey traffic']).toContain('the sealed alert');
  });

  it('and not even what is sealed lies in a table or a file without its key over it', () => {
    const sealed = Object.keys(tracesByPlace(places, pieces(alert.file.body)));
    expect(sealed.filter((place) => /tables|files$/.test(place))).toEqual([]);
  });

  it('and no byte of the delivery is at the third collective', () => {
    const there = Object.keys(tracesByPlace(places, ofTheDelivery()));
    expect(there.filter((place) => place.startsWith('Hawthorn'))).toEqual([]);
  });

  it('is nowhere after she took it back, and the sealed copies are out of both databases', async () => {
    const code = await lookUp(connect(ceiba.origin), alert.words, new Date());
    await withdrawAll(connect(ceiba.origin), code, new Date());
    await said('drop', 'deleted');
    const after = await placesOf(nodes());
    expect(tracesByPlace(after, guarded())).toEqual({});
    const token = secretTraces('the token', dropTokenOf(secretFrom(alert.words), alert.delivery));
    const commit = secretTraces('the commitment', fromB64u(alert.file.header.dropCommit ?? ''));
    const left = tracesByPlace(after, [...pieces(alert.file.body), ...token, ...commit]);
    expect(Object.keys(left).filter((place) => place.endsWith('tables') || place.startsWith('Hawthorn'))).toEqual([]);
    const failed = nodes().flatMap(({ gate }) => gate.passages.filter(broke));
    expect(failed.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });
});
