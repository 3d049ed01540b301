import { Hono } from 'hono';
import type { Agreement } from '../../schemas/agreement.ts';
import type { RefusalCode } from '../../schemas/codes.ts';
import { agreementsRoutes } from '../../src/agreements/routes.tsx';
import { type Api, ApiRefusal } from '../../src/client/api/api.ts';
import type { Desk } from '../../src/client/api/desk.ts';
import type { Keyring } from '../../src/client/keyring/keyring.ts';
import { collectiveRoutes } from '../../src/collective/routes.tsx';
import { askedRoutes } from '../../src/notices/ours/asked-routes.tsx';
import { draftsRoutes } from '../../src/notices/ours/draft-routes.tsx';
import { consentsRoutes } from '../../src/notices/ours/routes.tsx';
import { noticesRoutes } from '../../src/notices/theirs/routes.tsx';
import { peersRoutes } from '../../src/peers/routes.tsx';
import { b64u, randomId } from '../../src/protocol/encoding.ts';
import { draftEnvelope, idOf } from '../../src/protocol/envelope.ts';
import { answerError, answerNotFound } from '../../src/web/errors.tsx';
import { session } from '../../src/web/session.ts';
import type { House } from '../notices/houses.ts';
import { inDays, now, type Person, signedBy } from '../protocol/cast.ts';

/**
 * A house with its JSON routes, and the id of a clause about digital violence. `seen` keeps every body that went in and
 * came out, as the node saw it.
 */
export type Office = { house: House; app: Hono; rooms: Hono[]; seen: string[]; clause: string };

/** Opens the routes over a house, and publishes an agreement with two clauses there. */
export async function openOffice(house: House): Promise<Office> {
  const { runtime, own } = house;
  const node = { name: own.name, links: () => [] };
  const app = new Hono();
  const members = new Map(
    Object.values(own.people).map(({ member, roles }) => [member, { member, roles, plain: false }]),
  );
  // The token is the member's id: signing in has tests of its own.
  app.use(session(async (token) => members.get(token) ?? null, runtime.origin, ['accompanier']));
  app.onError(answerError(node, (error) => house.logged.push(String(error))));
  app.notFound(answerNotFound(node));
  const rooms = [
    collectiveRoutes(runtime),
    peersRoutes(runtime),
    agreementsRoutes(runtime, node, () => 'this-machine'),
    draftsRoutes(runtime),
    noticesRoutes(runtime),
    consentsRoutes(runtime),
    askedRoutes(runtime, node),
  ];
  for (const routes of rooms) app.route('/', routes);
  const clauses = [clauseOf('digital'), clauseOf('verbal')];
  await publish(house, clauses);
  return { house, app, rooms, seen: [], clause: clauses[0]!.id };
}

type Clause = Agreement['clauses'][number];

/** A clause of an agreement. */
export const clauseOf = (violence: 'digital' | 'verbal', changes: Partial<Clause> = {}): Clause => ({
  id: randomId(),
  violence,
  ownName: {},
  axes: [],
  severity: 'serious',
  stance: 'not_tolerated',
  fromStep: null,
  text: { es: 'Nadie persigue a nadie.' },
  examples: {},
  responses: {},
  support: {},
  ...changes,
});

/** Publishes an agreement with these clauses. */
export async function publish(
  { runtime, own }: House,
  clauses: Clause[],
  changes: Partial<Agreement> = {},
): Promise<{ id: string; agreement: Agreement }> {
  const agreement: Agreement = {
    type: 'agreement',
    issuer: own.id,
    series: randomId(),
    version: 1,
    prev: null,
    adaptedFrom: [],
    scope: {},
    contacts: [],
    ladder: [],
    procedures: [],
    title: { es: 'Acuerdo de convivencia' },
    languages: ['es'],
    summary: {},
    clauses,
    belonging: [],
    protects: {},
    adopted: { body: 'Asamblea', method: 'consent_round', at: '2026-10-01' },
    reviewBy: '2027-10-01',
    licence: 'CC0-1.0',
    issuedAt: inDays(-5),
    ...changes,
  };
  const envelope = signedBy(draftEnvelope('agreement', agreement), own.people.rosa!, own.people.lu!);
  const { series, version } = agreement;
  const id = idOf(envelope);
  const row = { id, series, version, envelope: JSON.stringify(envelope), published: now };
  await runtime.db.insertInto('agreements').values(row).execute();
  return { id, agreement };
}

/** A node without a port, as `connect` would reach it. */
export function apiOf({ app, house, seen }: Office, token?: string): Api {
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    seen.push(`${method} ${path} ${sent.body ?? ''}`);
    const answer = await app.request(`${house.runtime.origin}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...sent,
    });
    const text = await answer.text();
    seen.push(`${answer.status} ${text}`);
    if (answer.ok) return text;
    const told = JSON.parse(text) as { code: RefusalCode; where?: string };
    throw new ApiRefusal(told.code, answer.status, told.where);
  };
  return {
    origin: house.runtime.origin,
    send: (method, path, body, ifMatch) =>
      call(method, path, body, ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
  };
}

/** One person of a house at their own device. */
export function deskOf(office: Office, name: string, changes: Partial<Keyring> = {}): Desk {
  const { own, clock } = office.house;
  const person = own.people[name] as Person;
  const { version, id } = own.chain.newest;
  const keyring: Keyring = {
    v: 1,
    member: person.member,
    roles: person.roles,
    signing: b64u(person.secret),
    identity: own.box.identity,
    recipient: own.box.recipient,
    phrase: own.box.recipient,
    passkeys: [],
    wordsTyped: null,
    boxes: person.roles.includes('accompanier') ? [own.box] : [],
    collective: own.id,
    manifest: { version, id },
    peers: {},
    sealKeys: {},
    standings: {},
    desk: null,
    contacts: null,
    ...changes,
  };
  return { api: apiOf(office, person.member), keyring, own: own.chain, now: clock.time };
}
