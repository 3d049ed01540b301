import { type Kysely, sql } from 'kysely';
import type { Agreement } from '../../schemas/agreement.ts';
import type { OthersWork } from '../../schemas/contract.ts';
import { agreementsContract } from '../../schemas/routes/agreements.ts';
import { deskContract } from '../../schemas/routes/desk.ts';
import { membersContract } from '../../schemas/routes/members.ts';
import { noticesContract } from '../../schemas/routes/notices.ts';
import { noticesDraftsContract } from '../../schemas/routes/notices-drafts.ts';
import { peersContract } from '../../schemas/routes/peers.ts';
import { type Api, connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signingSecret } from '../../src/client/keyring/keyring.ts';
import { invitePerson, keyringFor, offerKeys } from '../../src/client/keyring/rotation.ts';
import { ownChain } from '../../src/collective/store.ts';
import { unwrap } from '../../src/database/row-keys.ts';
import type { Database } from '../../src/database/schema.ts';
import { insertPeerManifest } from '../../src/peers/store.ts';
import { cipherOf } from '../../src/protocol/delivery.ts';
import { b64u, random, randomId, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, idOf, signEnvelope } from '../../src/protocol/envelope.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { agreementOf } from '../agreements/words.ts';
import { madeUp, releaseBy } from '../desk/said.ts';
import { drafting, madeUpKeyring, newDevice, signing, working } from '../members/people.ts';
import { collective as cast, nextManifest } from '../protocol/cast.ts';
import { type AtPages, atPages, hiddenIn } from '../support/member-pages.ts';
import { agreementText } from '../support/trust.ts';
import { underKey } from '../support/under-key.ts';
import { type Collective, found } from '../support/world.ts';

/* A node at which several people have work under way: what nobody else may lose or confirm in its place. */

const tono = 2;
export const [rosa, marisol, lu] = [0, 1, 3] as const;

/**
 * What Lu does by one route: what it can do to work of others, as the contract or form says; where it may be lost, why;
 * and how the lines begin of what is gone afterwards.
 */
export type Deed = {
  work: OthersWork;
  by: (house: AtWork) => Promise<unknown>;
  why?: string;
  gone?: (house: AtWork) => string[];
};

/** Sealed bytes, as far as a node can tell. */
export const age = (text: string): string => Buffer.from(`age-encryption.org/v1\n${text}`).toString('base64url');

/** What others have made and not settled, each as one line; a line that is gone is work that is lost. */
export async function worksIn(db: Kysely<Database>): Promise<Set<string>> {
  const lines = sql<{ line: string }>`
    select 'rotation ' || id || ' ' || shares || ' ' || proposed_by as line from manifest_rotations
    union all select 'rotation ' || id || ' ' || (one ->> 'keyid') from manifest_rotations,
      jsonb_array_elements(envelope::jsonb -> 'signatures') as one
    union all select 'offer ' || public_key || ' ' || member from key_offers
    union all select 'offered ' || keyid || ' ' || revision from offered_keyrings
    union all select 'invitation ' || code_hash from invitations
    union all select 'reseal ' || cipher || ' ' || coalesce(body, '') || ' ' || proposed_by from reseals
    union all select 'recusal ' || delivery || ' ' || member from recusals
    union all select 'item ' || delivery || ' ' || body from incoming
    union all select 'sent ' || delivery || ' ' || body from outgoing
    union all select 'consent ' || delivery || ' ' || header from consents
    union all select 'agreement ' || id || ' ' || made_by from agreement_drafts
    union all select 'agreement ' || id || ' ' || (one ->> 'keyid') from agreement_drafts,
      jsonb_array_elements(envelope::jsonb -> 'signatures') as one
    union all select 'published ' || id || ' ' || envelope || coalesce(withdrawn::text, '') from agreements
    union all select 'said ' || id || ' ' || (one ->> 'keyid') from acknowledgement_drafts,
      jsonb_array_elements(envelope::jsonb -> 'signatures') as one
    union all select 'release ' || id || ' ' || (one ->> 'keyid') from desk_release_drafts,
      jsonb_array_elements(envelope::jsonb -> 'signatures') as one
    union all select 'part ' || text || ' ' || part || ' ' || revision || ' ' || coalesce(content, '') from text_parts
    union all select 'typed ' || place || ' ' || member || ' ' || content from typed
    union all select 'proposal ' || round || ' ' || number || ' ' || content from round_proposals
    union all select 'entry ' || round || ' ' || seq || ' ' || kind || ' ' || member from round_entries
    union all select 'statement ' || id || ' ' || (one ->> 'keyid') from peer_statements,
      jsonb_array_elements(envelope::jsonb -> 'signatures') as one
    union all select 'list ' || peer || ' ' || envelope from own_lists
    union all select 'peer ' || peer || ' ' || state from peers
    union all select 'seal-key ' || member || ' ' || envelope from seal_keys
    union all select 'share ' || member || ' ' || ciphertext from box_shares
    union all select 'keyring ' || keyid || ' ' || revision || ' ' || member from keyrings
    union all select 'session ' || token_hash from sessions
    union all select 'follow ' || follow from follows`;
  return new Set([...(await lines.execute(db)).rows.map(({ line }) => line), ...(await draftsIn(db))]);
}

/** Every revision of every draft: one that is stored over keeps its bytes, under another key. */
async function draftsIn(db: Kysely<Database>): Promise<string[]> {
  const lines: string[] = [];
  for (const table of ['drafts', 'draft_revisions'] as const) {
    const rows = await db
      .selectFrom(table)
      .innerJoin('row_keys', 'row_keys.id', 'row_key')
      .select(['draft', 'ciphertext', 'key'])
      .execute();
    for (const { draft, ciphertext, key } of rows) lines.push(`draft ${draft} ${unwrap(ciphertext, key)}`);
  }
  return lines;
}

/** What others have under way at a node, by name, and Lu, who may do everything that a role allows. */
export type AtWork = Awaited<ReturnType<typeof houseAtWork>>;

/** Founds a collective of four and lets three of them begin all that takes more than one person. */
export async function houseAtWork() {
  const ceiba: Collective & AsyncDisposable = await found('Ceiba');
  const device = await newDevice(ceiba, ceiba.keyrings[marisol]!, { member: null, roles: ['steward', 'accompanier'] });
  await drafting(ceiba, ceiba.keyrings[marisol]!, { join: [device.keyring.member] });
  ceiba.keyrings[lu] = (await signing(ceiba, device.keyring, device.code)).keyring;
  await signing(ceiba, ceiba.keyrings[tono]!);
  const { db } = ceiba.node!.app.runtime;
  const apis: Api[] = [];
  for (const keyring of ceiba.keyrings) apis.push((await working(ceiba, keyring)).api);
  const as = (who: number) => apis[who]!;
  const secret = (who: number) => signingSecret(ceiba.keyrings[who]!);
  const member = (who: number) => ceiba.keyrings[who]!.member;
  const collective = ceiba.keyrings[rosa]!.collective!;

  await call(as(rosa), membersContract.keepKeyring, { body: await madeUpKeyring(as(rosa), secret(rosa)) });

  const until = (days: number) => timeOf(new Date(Date.now() + days * 86_400_000));
  const manifest = async (who: number, days: number): Promise<Envelope> => {
    const own = (await ownChain(db))!;
    return signEnvelope(nextManifest(own, { issuedAt: until(0), expires: until(days) }), secret(who));
  };
  const proposed = await manifest(marisol, 200);
  await call(as(marisol), membersContract.draftNext, { body: { envelope: proposed, boxShares: [] } });
  await invitePerson(as(tono), { member: null, roles: ['steward'] });
  const joining = await newDevice(ceiba, ceiba.keyrings[tono]!, { member: null, roles: ['steward'] });
  const offered = await invitePerson(as(tono), { member: null, roles: ['accompanier'] });
  const phrase = wordsOf(newSecret(), 'es');
  const inBrowser = connect(ceiba.origin, `Invite ${offered.code}`);
  await offerKeys(inBrowser, await keyringFor(inBrowser, phrase), new Date(), phrase);

  const draft = randomId();
  await call(as(rosa), noticesDraftsContract.addDraft, { body: { draft, ciphertext: age('text') } });
  const attested = { ciphertext: age('text, attested') };
  await call(as(marisol), noticesDraftsContract.changeDraft, { params: { draft }, body: attested, ifMatch: 1 });

  const spare = randomId();
  await call(as(rosa), noticesDraftsContract.addDraft, { body: { draft: spare, ciphertext: age('spare') } });
  const words = (title: string, series: string): Agreement => ({
    ...agreementOf({ id: collective }),
    series,
    title: { es: title },
  });
  const drafted = async (who: number, title: string, series: string) => {
    const body = { statement: words(title, series) };
    const { id, envelope } = await call(as(who), agreementsContract.importDraft, { body });
    return { id, envelope: envelope as Envelope, series };
  };
  const signDraft = (who: number, one: { id: string; envelope: Envelope }) =>
    call(as(who), agreementsContract.sign, {
      params: { id: one.id },
      body: { envelope: signEnvelope({ ...one.envelope, signatures: [] }, secret(who)) },
    });
  const toSign = await drafted(marisol, 'De Marisol', randomId());
  await signDraft(rosa, toSign);
  const standing = await drafted(rosa, 'La que vale', randomId());
  for (const who of [rosa, marisol]) await signDraft(who, standing);
  await call(as(rosa), agreementsContract.publish, { params: { id: standing.id }, body: {} });

  const partner = await putPartner(db);
  const notice = { peer: partner.peer, delivery: partner.delivery, edition: 1 };
  await call(as(rosa), noticesContract.proposeReseal, {
    params: notice,
    body: { expected: partner.cipher, body: age('sealed anew by Rosa'), recused: [] },
  });
  await as(rosa).send('POST', '/follows', { peer: partner.peer });
  const own = (await ownChain(db))!.newest;
  const compared = (who: number, at = until(0)): Envelope => {
    const manifests = { own: { version: own.version, id: own.id }, peer: partner.newest };
    const said = { type: 'comparison', own: collective, peer: partner.peer, method: 'words', manifests, at } as const;
    return signEnvelope(draftEnvelope('comparison', said), secret(who));
  };
  await call(as(rosa), peersContract.compare, {
    params: { peer: partner.peer },
    body: { envelope: compared(rosa) },
  });
  const decided = (who: number, accepts: ('agreements' | 'alerts')[], at = until(0)) => {
    const said = { issuer: collective, audience: partner.peer, accepts, sends: [], attest: 2, reviewBy: until(90) };
    const [one, other] = [{ ...said, type: 'standing' as const, ended: null, at }, { type: 'standing-offer' as const }];
    return {
      standing: signEnvelope(draftEnvelope('standing', one), secret(who)),
      offer: signEnvelope(draftEnvelope('standing-offer', { ...one, ...other }), secret(who)),
    };
  };
  await call(as(rosa), peersContract.stand, { params: { peer: partner.peer }, body: decided(rosa, ['agreements']) });
  const listed = (who: number, days = 0): Envelope => {
    const said = { issuer: collective, audience: partner.peer, issuedAt: until(days), nextBy: until(days + 20) };
    const manifest = { version: own.version, id: own.id };
    const list = { type: 'live' as const, ...said, manifest, deliveries: [partner.sent] };
    return signEnvelope(draftEnvelope('live', list), secret(who));
  };
  await call(as(rosa), noticesContract.renewList, { body: { list: listed(rosa) } });
  const say = (who: number, clauses: string[]): Envelope => {
    const stance = clauses.length > 0 ? ('differs' as const) : ('compatible' as const);
    const said = {
      type: 'acknowledgement' as const,
      agreement: partner.agreement,
      issuer: collective,
      stance,
      clauses,
    };
    return signEnvelope(draftEnvelope('acknowledgement', { ...said, at: until(0) }), secret(who));
  };
  await call(as(rosa), agreementsContract.acknowledge, { body: { envelope: say(rosa, []) } });
  const release = (who: number, byte: number): Envelope =>
    releaseBy({ issuer: collective, sha256: madeUp(byte) }, ceiba.keyrings[who]!);
  await call(as(rosa), deskContract.sign, { body: { envelope: release(rosa, 1) } });

  const pages: AtPages[] = [];
  for (const who of [rosa, marisol, tono, lu]) pages.push(await atPages(ceiba, who));
  const write = async () => {
    const markdown = agreementText('ceiba-v1.es.md');
    return (await pages[marisol]!.post('/agreements/writing', { from: 'markdown', markdown })).to!;
  };
  const text = await write();
  const ready = await write();
  const wording = hiddenIn((await pages[rosa]!.get(`${ready}/decide`)).text, 'open', 'wording');
  const round = (await pages[rosa]!.post(`${ready}/decide`, { do: 'open', wording, body: 'La asamblea' })).to!;
  await pages[marisol]!.post(round, { do: 'say', kind: 'question', proposal: '1', words: '¿Por qué?' });

  return {
    ...{ ceiba, db, as, secret, member, collective, manifest },
    ...{ proposed, joining, offered, draft, drafted, signDraft, toSign },
    ...{ standing, partner, notice, say, release, compared, listed, decided, pages, text, round, write, spare },
    [Symbol.asyncDispose]: () => ceiba[Symbol.asyncDispose](),
  };
}

/** A partner that was compared, with an agreement of theirs that is shown here and an item that they sent. */
async function putPartner(db: Kysely<Database>) {
  const at = 'https://maguey.test';
  const { id: peer, chain } = await cast('maguey', at);
  const [delivery, now] = [randomId(), new Date()];
  const who = {
    peer,
    actor: `${at}/actor`,
    inbox: `${at}/inbox`,
    origin: at,
    name: 'Maguey',
    handle: '@m@maguey.test',
  };
  await db
    .insertInto('peers')
    .values({ ...who, state: 'trusted', pinned: now, changed: now })
    .execute();
  const { version, id, envelope: manifest } = chain.newest;
  const first = { version, id, envelope: JSON.stringify(manifest) };
  await db.transaction().execute((tx) => insertPeerManifest(tx, peer, first, now));
  const body = age('as it came');
  const cipher = cipherOf(body);
  const ends = new Date(now.getTime() + 60 * 86_400_000);
  const row = { peer, delivery, edition: 1, kind: 'alert', header: '{}', body, cipher, drop_commit: null };
  await db
    .insertInto('incoming')
    .values(await underKey(db, { ...row, drop_after: ends, received: now }, 'body'))
    .execute();
  const statement = agreementOf({ id: peer });
  const envelope = draftEnvelope('agreement', statement);
  const agreement = idOf(envelope);
  const named = { actor: who.actor, object: `${at}/agreements/a`, url: `${at}/agreements/a`, digest: 'd' };
  const shown = {
    state: 'shown',
    peer,
    series: statement.series,
    version: 1,
    statement: agreement,
    shown: now,
  } as const;
  await db
    .insertInto('agreements_received')
    .values({
      ...named,
      ...shown,
      id: crypto.randomUUID(),
      envelope: JSON.stringify(envelope),
      next_try: now,
      received: now,
    })
    .execute();
  const sent = randomId();
  const held = { delivery: sent, peer, header: '{}', locator_hash: b64u(random(32)), drop_commit: b64u(random(32)) };
  await db
    .insertInto('consents')
    .values({ ...held, drop_after: ends, state: 'granted', granted: now })
    .execute();
  return { peer, delivery, cipher, agreement, clause: statement.clauses[0]!.id, newest: { version, id }, sent };
}
