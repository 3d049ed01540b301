import { agreementsContract } from '../../schemas/routes/agreements.ts';
import { agreementsDifferencesContract } from '../../schemas/routes/agreements-differences.ts';
import { agreementsReadingContract } from '../../schemas/routes/agreements-reading.ts';
import { agreementsSearchContract } from '../../schemas/routes/agreements-search.ts';
import { agreementsTextsContract } from '../../schemas/routes/agreements-texts.ts';
import type { Room } from '../room.ts';
import { fetchAcknowledgements } from './acknowledgements/fetch.ts';
import { pullingAcknowledgements } from './acknowledgements/pull.ts';
import { acknowledgementSender } from './acknowledgements/sign.ts';
import { agreementsTakes } from './inbox.ts';
import { greetFollower } from './publishing/publish.ts';
import { pruneWithdrawals } from './publishing/withdrawal-store.ts';
import { roundForms } from './rounds/sent-forms.ts';
import { pruneRounds } from './rounds/store.ts';
import { agreementsRoutes } from './routes.tsx';
import { readUnread } from './search/reindex.ts';
import { agreementAssets } from './sheet/assets.ts';
import { fetchWithdrawals } from './taken-down.ts';
import { textForms } from './texts/sent-forms.ts';
import { agreementsPath, roundsPath, writingPath } from './versions/addresses.ts';
import { pruneRefused } from './versions/received-store.ts';
import { pruneLapsed } from './versions/store.ts';
import { fetchPending } from './wire/fetch.ts';
import { agreementsOutbox, featuredAgreements } from './wire/outbox.ts';
import { agreementSenders } from './wire/send.ts';

const second = 1000;
const minute = 60 * second;
const day = 86_400_000;

/*
 * Text: an agreement while it is written, in parts (front, clause, belonging), each with revisions. Round: how members
 * decide on a text. Draft: a statement that stewards sign. Version: a signed agreement that was published; a series is
 * all versions of one. Received: a partner's version. Acknowledgement: what we say of a partner's version. Withdrawal:
 * what takes a series back; taken down: gone by a server's word alone. Article: a version as other servers show it.
 * Sheet: a version as our pages show it.
 */
export const room = {
  name: 'agreements',
  contracts: [
    agreementsContract,
    agreementsDifferencesContract,
    agreementsReadingContract,
    agreementsSearchContract,
    agreementsTextsContract,
  ],
  forms: [roundForms, textForms],
  routes: ({ runtime, node, addressOf }) => agreementsRoutes(runtime, node, addressOf),
  takes: ({ runtime, soon }) =>
    agreementsTakes(runtime, {
      wake: () => soon('fetch-agreements'),
      wakeWithdrawals: () => soon('fetch-withdrawals'),
    }),
  senders: (runtime) => ({ ...agreementSenders(runtime), acknowledgement: acknowledgementSender(runtime) }),
  saidOnce: ['featured-add', 'featured-remove'],
  chores: ({ runtime }) => ({
    'fetch-agreements': { everyMs: second, work: () => fetchPending(runtime) },
    'fetch-acknowledgements': { everyMs: second, work: () => fetchAcknowledgements(runtime) },
    'fetch-withdrawals': { everyMs: second, work: () => fetchWithdrawals(runtime) },
    'pull-acknowledgements': { everyMs: 5 * second, work: pullingAcknowledgements(runtime) },
    'agreement-words': { everyMs: minute, work: () => readUnread(runtime) },
    refused: { everyMs: day, work: () => pruneRefused(runtime.db, ago(runtime.clock.now(), 30)) },
    drafts: {
      everyMs: day,
      work: async () => {
        await pruneLapsed(runtime.db, ago(runtime.clock.now(), 30));
        await pruneWithdrawals(runtime.db, ago(runtime.clock.now(), 37));
      },
    },
    rounds: { everyMs: day, work: () => pruneRounds(runtime.db, ago(runtime.clock.now(), 366)) },
  }),
  links: {
    everybody: ({ i18n }) => [
      { rank: 20, href: agreementsPath, text: i18n._('home.link-agreements', {}, { message: 'Agreements' }) },
    ],
    members: ({ i18n }) => [
      { rank: 40, href: writingPath, text: i18n._('member.link-writing', {}, { message: 'Writing' }) },
      { rank: 50, href: roundsPath, text: i18n._('member.link-rounds', {}, { message: 'Rounds' }) },
    ],
  },
  kept: /^\/(?:agreements|partners|acknowledgements)(?:\/.*)?$/,
  tables: {
    agreements: { shown: true, until: 'stays' },
    agreements_received: { shown: true, until: { chore: 'refused' } },
    agreement_words: { shown: true, until: 'ended' },
    agreement_drafts: { shown: true, until: { chore: 'drafts' } },
    agreement_withdrawals: { shown: true, until: { chore: 'drafts' } },
    agreements_taken_down: { shown: true, until: 'ended' },
    acknowledgements: { shown: true, until: 'ended' },
    acknowledgement_drafts: { shown: true, until: 'ended' },
    acknowledgements_pending: { shown: true, until: 'ended' },
    texts: { shown: true, until: 'ended' },
    text_parts: { shown: false, until: { with: 'texts' } },
    text_erasures: { shown: false, until: { with: 'texts' } },
    rounds: { shown: false, until: { chore: 'rounds' } },
    round_proposals: { shown: false, until: { with: 'rounds' } },
    round_entries: { shown: false, until: { with: 'rounds' } },
    round_closings: { shown: false, until: { with: 'rounds' } },
  },
  record: {
    'agreements.drafted': 'members',
    'agreements.signed': 'members',
    'agreements.signed-again': 'members',
    'agreements.published': 'members',
    'agreements.withdrawal-asked': 'members',
    'agreements.withdrawn': 'members',
    'agreements.received': 'members',
    'agreements.taken-down': 'members',
    'agreements.erased': 'members',
    'acknowledgements.signed': 'members',
    'acknowledgements.published': 'members',
    'acknowledgements.received': 'members',
    'texts.started': 'members',
    'texts.erasure-asked': 'members',
    'texts.thrown-away': 'members',
    'rounds.opened': 'members',
    'rounds.moved': 'members',
    'rounds.proposed': 'members',
    'rounds.closing-asked': 'members',
    'rounds.adopted': 'members',
    'rounds.not-adopted': 'members',
  },
  assets: agreementAssets,
  supplies: (runtime) => ({
    begin: writingPath,
    greet: (tx, follower, now) => greetFollower(tx, runtime.origin, follower, now),
    featured: () => featuredAgreements(runtime),
    outbox: agreementsOutbox(runtime),
  }),
} satisfies Room;

const ago = (now: Date, days: number): Date => new Date(now.getTime() - days * day);
