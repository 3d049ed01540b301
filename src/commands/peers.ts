import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import type { SignedState } from '../../schemas/routes/peers.ts';
import { type Scope, scope } from '../../schemas/terms.ts';
import { nodeOrigin } from '../client/api/api.ts';
import { oneNamed } from '../client/api/named.ts';
import {
  addPeer,
  type CheckedPeer,
  checkPeer,
  comparePeer,
  type Decision,
  decisionsWaiting,
  followPeer,
  listPeers,
  peerNamed,
  signStanding,
  standWith,
  wordsWith,
} from '../client/peers/peers.ts';
import {
  comparedText,
  decidedText,
  heardQuestion,
  noPeersText,
  peerLine,
  readWordsText,
  standQuestion,
  waitingDecisionText,
} from '../client/say/peers.ts';
import { progressText } from '../client/say/progress.ts';
import { command, commandGroup, takeIds } from './command.ts';
import { type Context, misused, type Options, readClear, type Session } from './context.ts';

type WordOptions = Options & { lang?: string; wordsFile?: string };
type StandOptions = Options & { draft?: string; accepts?: string; sends?: string; attest?: string; review?: string };

/**
 * `peers`: get to know collectives, compare words with their people, decide what they may do. Every check is made on
 * this side.
 */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const peers = commandGroup(program, {
    name: 'peers',
    about: i18n._('cli.peers', {}, { message: 'Partner collectives: add, compare words, grant trust' }),
  });
  const peer = i18n._('cli.peers-peer', {}, { message: 'Its name, handle, address or id' });
  command(peers, context, {
    name: 'list',
    about: i18n._('cli.peers-list', {}, { message: 'List partner collectives' }),
    run: list,
  });
  command(peers, context, {
    name: 'add',
    arguments: [['<address>', i18n._('cli.peers-address', {}, { message: 'Its address, or its handle @name@host' })]],
    options: [['--no-follow', i18n._('cli.peers-no-follow', {}, { message: 'Do not follow its agreements' })]],
    about: i18n._('cli.peers-add', {}, { message: 'Get to know a collective and follow its agreements' }),
    run: add,
  });
  command(peers, context, {
    name: 'words',
    arguments: [['<peer>', peer]],
    options: [['--lang <language>', i18n._('cli.peers-lang', {}, { message: 'Language of the words, es or en' })]],
    about: i18n._('cli.peers-words', {}, { message: 'Show the twelve words to read to them over another channel' }),
    run: words,
  });
  command(peers, context, {
    name: 'compare',
    arguments: [['<peer>', peer]],
    options: [
      [
        '--words-file <file>',
        i18n._('cli.peers-words-file', {}, { message: 'File with the words you heard; - reads a line' }),
      ],
    ],
    about: i18n._('cli.peers-compare', {}, { message: 'Sign that the words you heard from them are the same' }),
    run: compare,
  });
  registerStand(peers, context, peer);
  takeIds(peers);
}

function registerStand(peers: Command, context: Context, peer: string): void {
  const { i18n } = context;
  const scopes = { scopes: scope.options.join(', ') };
  command(peers, context, {
    name: 'stand',
    arguments: [['<peer>', peer]],
    options: [
      [
        '--accepts <list>',
        i18n._('cli.peers-accepts', scopes, { message: 'What we take from them, with commas, or -: {scopes}' }),
      ],
      [
        '--sends <list>',
        i18n._('cli.peers-sends', scopes, { message: 'What we send to them, with commas, or -: {scopes}' }),
      ],
      ['--attest <number>', i18n._('cli.peers-attest', {}, { message: 'Signatures we want under their alerts' })],
      ['--review <date>', i18n._('cli.peers-review', {}, { message: 'Day when this ends, like 2027-03-01' })],
      [
        '--draft <hash>',
        i18n._(
          'cli.peers-draft',
          {},
          { message: 'Which decision to sign: where its hash begins; needed only with several' },
        ),
      ],
    ],
    about: i18n._(
      'cli.peers-stand',
      {},
      { message: 'Decide what they may do with us; without options, sign what a colleague decided' },
    ),
    run: stand,
  });
}

async function list(context: Context, options: Options): Promise<void> {
  const { api } = await context.openSession(options);
  const peers = await listPeers(api);
  if (options.json) return context.print(JSON.stringify(peers));
  if (peers.length === 0) context.tell(noPeersText(context.i18n));
  for (const peer of peers) context.print(peerLine(context.i18n, peer));
}

async function add(context: Context, options: Options & { follow?: boolean }, address: string): Promise<void> {
  const { i18n } = context;
  if (!address.includes('@')) nodeOrigin(address);
  const session = await context.openSession(options);
  const added = await context.progress(progressText(i18n, 'adding'), addPeer(session.api, address));
  await checkPeer(session, added.peer);
  if (options.follow !== false) await followPeer(session.api, added.peer);
  if (options.json) return context.print(JSON.stringify({ peer: added.peer, name: added.name, state: added.state }));
  context.print(peerLine(i18n, added));
  context.tell(
    i18n._(
      'cli.peers-added',
      {},
      { message: 'Nothing is trusted yet. Call people of that collective, and compare words: convive peers words' },
    ),
  );
}

async function words(context: Context, options: WordOptions, name: string): Promise<void> {
  const { i18n } = context;
  const { session, peer } = await open(context, options, name);
  const language = options.lang ?? (i18n.locale === 'es' ? 'es' : 'en');
  if (language !== 'es' && language !== 'en') throw new Refusal('malformed', '--lang');
  const shown = wordsWith(session, peer, language);
  if (options.json) return context.print(JSON.stringify({ peer: peer.chain.collective, language, words: shown }));
  context.print(shown);
  context.tell(readWordsText(i18n, peer.detail.name));
}

async function compare(context: Context, options: WordOptions, name: string): Promise<void> {
  const { i18n } = context;
  const { session, peer } = await open(context, options, name);
  const question = heardQuestion(i18n, peer.detail.name);
  const given = options.wordsFile;
  const heard =
    given === undefined || given === '-'
      ? await context.prompts.text(question)
      : (await readClear(context, given)).slice(0, 4096);
  const { signed, keyring } = await comparePeer(session, peer, heard);
  await session.save(keyring);
  tellSigned(context, options, signed, comparedText);
}

async function stand(context: Context, options: StandOptions, name: string): Promise<void> {
  const { i18n } = context;
  const { session, peer } = await open(context, options, name);
  if (options.accepts === undefined && options.sends === undefined) {
    const waiting = decisionsWaiting(session, peer);
    if (waiting.length > 1) for (const one of waiting) context.tell(waitingDecisionText(i18n, one));
    const decision = oneNamed(waiting, options.draft ?? '');
    if (!decision) misused(options.draft === undefined ? '--accepts, --sends' : '--draft');
    if (waiting.length === 1) context.tell(waitingDecisionText(i18n, decision));
    await context.confirm(standQuestion(i18n, peer.detail.name, decision.standing), options);
    return tellSigned(context, options, await signStanding(session, peer, decision.standing), decidedText);
  }
  const decision = decisionFrom(options);
  await context.confirm(standQuestion(i18n, peer.detail.name, decision), options);
  tellSigned(context, options, await standWith(session, peer, decision), decidedText);
}

async function open(
  context: Context,
  options: Options,
  name: string,
): Promise<{ session: Session; peer: CheckedPeer }> {
  const session = await context.openSession(options);
  const { peer } = await peerNamed(session.api, name).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'not-found') misused(name);
    throw error;
  });
  return { session, peer: await checkPeer(session, peer) };
}

function decisionFrom(options: StandOptions): Decision {
  const review = options.review ?? '';
  const day = new Date(`${review}T00:00:00Z`);
  if (!/^20\d{2}-\d{2}-\d{2}$/.test(review) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(review))
    throw new Refusal('malformed', '--review');
  const attest = Number(options.attest ?? 2);
  if (!Number.isInteger(attest) || attest < 2 || attest > 31) throw new Refusal('malformed', '--attest');
  return {
    accepts: scopesOf(options.accepts, '--accepts'),
    sends: scopesOf(options.sends, '--sends'),
    attest,
    reviewBy: `${review}T00:00:00Z`,
  };
}

function scopesOf(given: string | undefined, where: string): Scope[] {
  if (given === undefined || given === '-') return [];
  const wanted = given.split(',').map((one) => {
    const read = scope.safeParse(one.trim());
    if (!read.success) throw new Refusal('malformed', where);
    return read.data;
  });
  return scope.options.filter((one) => wanted.includes(one));
}

function tellSigned(
  context: Context,
  options: Options,
  signed: SignedState,
  say: (i18n: Context['i18n'], complete: boolean) => string,
): void {
  context.print(options.json ? JSON.stringify(signed) : say(context.i18n, signed.complete));
}
