import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../../src/database/schema.ts';
import { uuidv7 } from '../../src/platform/ids.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { underKey } from '../support/under-key.ts';
import { day, earlier, hour } from './clock.ts';
import { ofProposals } from './erased-proposals.ts';
import type { Erased } from './erased-rows.ts';

/** The rows of a table that were put under names which begin so. */
export async function namesIn(
  db: Kysely<Database>,
  { table, column }: Pick<Erased, 'table' | 'column'>,
  begin: string,
): Promise<string[]> {
  const names = sql<{ name: string }>`select ${sql.ref(column)} as name from ${sql.table(table)}
    where ${sql.ref(column)} like ${`${begin}%`} order by 1`;
  return (await names.execute(db)).rows.map(({ name }) => name);
}

type Ledger = { kind: string; state: 'sent' | 'failed'; audience?: 'peer' | 'follower' };

function putDelivery(
  db: Kysely<Database>,
  name: string,
  created: Date,
  { kind, state, audience = 'peer' }: Ledger,
): Promise<unknown> {
  const times = { created, next_at: created, give_up: created, sent: state === 'sent' ? created : null };
  const to = { host: 'https://x.test', recipient: 'https://x.test/actor', inbox: 'https://x.test/inbox' };
  const receipt = kind === 'receipt' ? ('stored' as const) : null;
  const row = { ...times, ...to, id: uuidv7(created), kind, state, item: name, object: name, receipt_event: receipt };
  return db
    .insertInto('deliveries')
    .values({ ...row, lane: 'ordinary', audience })
    .execute();
}

type Announced = { state: 'refused' | 'pending'; received: Date };

function putAnnounced(db: Kysely<Database>, object: string, { state, received }: Announced): Promise<unknown> {
  const row = { id: uuidv7(received), actor: 'https://x.test/actor', object, url: object, digest: object, received };
  return db
    .insertInto('agreements_received')
    .values({ ...row, state, next_try: new Date(received.getTime() + 3000 * day) })
    .execute();
}

async function putRound(db: Kysely<Database>, id: string, member: string, at: Date, closed: Date | null) {
  const outcome = closed ? ({ stage: 'outcome', outcome: 'not_adopted' } as const) : ({ stage: 'questions' } as const);
  const round = { id, text: null, series: id, body: 'Us', method: 'consent_round', ...outcome, proposal: 1 } as const;
  await db
    .insertInto('rounds')
    .values({ ...round, opened: at, opened_by: member, closed })
    .execute();
  const proposal = { round: id, number: 1, content: '{}', base: null, member, at };
  await db.insertInto('round_proposals').values(proposal).execute();
  const entry = { round: id, seq: 1, proposal: 1, kind: 'question', words: 'Why?', member, at } as const;
  await db.insertInto('round_entries').values(entry).execute();
}

const sealed = { edition: 1, kind: 'alert', header: '{}', body: 'body', cipher: 'cipher' };

function putConsent(db: Kysely<Database>, delivery: string, peer: string, over: Date): Promise<unknown> {
  const consent = { delivery, peer, header: '{}', locator_hash: delivery, drop_commit: delivery, drop_after: over };
  const granted = earlier(over, 90 * day);
  return db
    .insertInto('consents')
    .values({ ...consent, state: 'granted', granted, send_after: granted })
    .execute();
}

type Sent = { delivery: string; peer: string; kind: string; dropAfter: Date };

async function putOutgoing(db: Kysely<Database>, { delivery, peer, kind, dropAfter }: Sent): Promise<unknown> {
  const header = JSON.stringify({ dropAfter: timeOf(dropAfter) });
  const handed_in = earlier(dropAfter, day);
  const row = { ...sealed, delivery, peer, kind, header, box: 'box', draft: null, handed_in };
  return db
    .insertInto('outgoing')
    .values(await underKey(db, row, 'body'))
    .execute();
}

type Held = { delivery: string; peer: string; received: Date; dropAfter: Date };

async function putIncoming(db: Kysely<Database>, { delivery, peer, received, dropAfter }: Held): Promise<unknown> {
  const row = { ...sealed, delivery, peer, drop_commit: delivery, drop_after: dropAfter, received };
  return db
    .insertInto('incoming')
    .values(await underKey(db, row, 'body'))
    .execute();
}

function putTombstone(db: Kysely<Database>, delivery: string, ending: 'withdrawn' | 'pending', ended: Date) {
  return db.insertInto('tombstones').values({ direction: 'in', peer: 'x', delivery, ending, ended }).execute();
}

const signIns = { chore: 'sign-ins', everyMs: hour, because: 'they ended' } as const;
const sweep = { chore: 'sweep', everyMs: hour } as const;

const putReceived = (db: Kysely<Database>, actor: string, activity: string, received: Date) =>
  db.insertInto('received_activities').values({ actor, activity, received }).execute();

const ofFederation: Erased[] = [
  {
    table: 'received_activities',
    column: 'activity',
    chore: 'dedupe',
    everyMs: day,
    because: 'they came 366 days ago',
    put: (db, activity, over) => putReceived(db, 'x', activity, earlier(over, 366 * day)),
  },
  {
    table: 'received_activities',
    column: 'actor',
    chore: 'signatures',
    everyMs: hour,
    because: 'they ended or began a follow two hours ago',
    put: (db, actor, over) => putReceived(db, actor, 'signature:x', earlier(over, 2 * hour)),
    putStaying: (db, actor, over) => putReceived(db, actor, 'https://x.test/1', earlier(over, 2 * hour)),
  },
  {
    table: 'kv',
    column: 'key',
    chore: 'keys',
    everyMs: day,
    because: 'they ended',
    put: (db, key, over) => db.insertInto('kv').values({ key, value: 'key', expires: over }).execute(),
  },
];

const putLane = (db: Kysely<Database>, host: string, lease: Date, peer: boolean) =>
  db.insertInto('lanes').values({ host, lane: 'ordinary', next_at: null, lease, peer }).execute();

const ofLanes: Erased = {
  table: 'lanes',
  column: 'host',
  chore: 'lanes',
  everyMs: hour,
  because: 'nothing is left in them, and nobody works them any more',
  put: (db, host, over) => putLane(db, host, over, false),
  putStaying: (db, host, over) => putLane(db, host, over, true),
};

const ofDeliveries: Erased = {
  table: 'deliveries',
  column: 'item',
  chore: 'receipts',
  everyMs: hour,
  because: 'they were sent a day ago and say nothing more',
  put: (db, item, over) => putDelivery(db, item, earlier(over, day), { kind: 'receipt', state: 'sent' }),
  putStaying: async (db, item, over) => {
    await putDelivery(db, item, earlier(over, day), { kind: 'receipt', state: 'failed' });
    await putDelivery(db, `${item}-agreement`, earlier(over, day), { kind: 'agreement', state: 'sent' });
  },
};

const article = { kind: 'article', audience: 'follower' } as const;

const ofStrangers: Erased = {
  table: 'deliveries',
  column: 'item',
  chore: 'strangers',
  everyMs: hour,
  because: 'they were given up a week ago, and their recipient follows no more',
  put: (db, item, over) => putDelivery(db, item, earlier(over, 7 * day), { ...article, state: 'failed' }),
  putStaying: (db, item, over) => putDelivery(db, item, earlier(over, 7 * day), { ...article, state: 'sent' }),
};

const ofMembers: Erased[] = [
  {
    ...signIns,
    table: 'sessions',
    column: 'token_hash',
    put: (db, token_hash, expires, { member }) =>
      db.insertInto('sessions').values({ token_hash, member, kind: 'program', began: expires, expires }).execute(),
  },
  {
    ...signIns,
    table: 'used_nonces',
    column: 'nonce',
    put: (db, nonce, expires) => db.insertInto('used_nonces').values({ nonce, expires }).execute(),
  },
  {
    ...signIns,
    table: 'entries',
    column: 'code_hash',
    put: (db, code_hash, expires, { member }) =>
      db.insertInto('entries').values({ code_hash, member, expires }).execute(),
  },
  {
    ...signIns,
    table: 'invitations',
    column: 'code_hash',
    put: (db, code_hash, expires, { member }) =>
      db.insertInto('invitations').values({ code_hash, member, roles: [], made_by: member, expires }).execute(),
  },
];

const ofAgreements: Erased[] = [
  {
    table: 'agreements_received',
    column: 'object',
    chore: 'refused',
    everyMs: day,
    because: 'they were announced 30 days ago and refused',
    put: (db, object, over) => putAnnounced(db, object, { state: 'refused', received: earlier(over, 30 * day) }),
    putStaying: (db, object, over) => putAnnounced(db, object, { state: 'pending', received: earlier(over, 30 * day) }),
  },
  {
    table: 'rounds',
    column: 'id',
    chore: 'rounds',
    everyMs: day,
    because: 'they closed 366 days ago',
    put: (db, id, over, { member }) => putRound(db, id, member, earlier(over, 400 * day), earlier(over, 366 * day)),
    putStaying: (db, id, over, { member }) => putRound(db, id, member, earlier(over, 400 * day), null),
  },
];

const ofNotices: Erased[] = [
  {
    ...sweep,
    table: 'consents',
    column: 'delivery',
    because: 'what the person said yes to is over',
    put: (db, delivery, over, { peer }) => putConsent(db, delivery, peer, over),
  },
  {
    ...sweep,
    table: 'outgoing',
    column: 'delivery',
    because: 'their consent is over',
    put: async (db, delivery, over, { peer }) => {
      const consented = `${delivery}-alert`;
      await putConsent(db, consented, peer, over);
      await putOutgoing(db, { delivery: consented, peer, kind: 'alert', dropAfter: over });
    },
  },
  {
    ...sweep,
    table: 'outgoing',
    column: 'delivery',
    because: 'they are withdrawals that nobody will take any more',
    put: (db, delivery, over, { peer }) => putOutgoing(db, { delivery, peer, kind: 'withdrawal', dropAfter: over }),
    putStaying: (db, delivery, over, { peer }) =>
      putOutgoing(db, { delivery, peer, kind: 'withdrawal', dropAfter: earlier(over, -30 * day) }),
  },
  {
    ...sweep,
    table: 'incoming',
    column: 'delivery',
    because: 'they are past dropAfter',
    put: (db, delivery, over, { peer }) =>
      putIncoming(db, { delivery, peer, received: earlier(over, day), dropAfter: over }),
  },
  {
    ...sweep,
    table: 'incoming',
    column: 'delivery',
    because: 'their partner has been silent for 90 days',
    put: (db, delivery, over, { peer }) =>
      putIncoming(db, { delivery, peer, received: earlier(over, 90 * day), dropAfter: earlier(over, -200 * day) }),
  },
  {
    ...sweep,
    table: 'tombstones',
    column: 'delivery',
    because: 'no consent under them could still last after 732 days',
    put: (db, delivery, over) => putTombstone(db, delivery, 'withdrawn', earlier(over, 732 * day)),
  },
  {
    ...sweep,
    table: 'tombstones',
    column: 'delivery',
    because: 'they have waited for 366 days for what never came',
    put: (db, delivery, over) => putTombstone(db, delivery, 'pending', earlier(over, 366 * day)),
  },
];

/** Every table of which rows go by a chore, and each reason that a design page gives for it. */
export const erased: readonly Erased[] = [
  ...ofFederation,
  ofDeliveries,
  ofStrangers,
  ofLanes,
  ...ofMembers,
  ...ofProposals,
  ...ofAgreements,
  ...ofNotices,
];
