import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import { type Scope, scope } from '../../schemas/terms.ts';
import { nodeOrigin } from '../client/api/api.ts';
import {
  addPeer,
  type CheckedPeer,
  checkPeer,
  comparePeer,
  type Decision,
  decisionWaiting,
  followPeer,
  listPeers,
  type PeerSummary,
  peerNamed,
  type SignedState,
  standWith,
  wordsWith,
} from '../client/peers/peers.ts';
import { type Context, misused, type Options, optionsOf, type Session, takeIds, unreadable } from './context.ts';

type WordOptions = Options & { lang?: string; wordsFile?: string };
type StandOptions = Options & { accepts?: string; sends?: string; attest?: string; review?: string };

/** `peers`: get to know collectives, compare words with their people, decide what they may do. Every check is made on this side. */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const peers = program
    .command('peers')
    .helpCommand(false)
    .description(i18n._('cli.peers', {}, { message: 'Partner collectives: add, compare words, grant trust' }));
  peers
    .command('list')
    .description(i18n._('cli.peers-list', {}, { message: 'List partner collectives' }))
    .action(async (_options, command: Command) => list(context, optionsOf(command)));
  peers
    .command('add')
    .argument('<address>', i18n._('cli.peers-address', {}, { message: 'Its address, or its handle @name@host' }))
    .option('--no-follow', i18n._('cli.peers-no-follow', {}, { message: 'Do not follow its agreements' }))
    .description(i18n._('cli.peers-add', {}, { message: 'Get to know a collective and follow its agreements' }))
    .action(async (address: string, _options, command: Command) => add(context, address, optionsOf(command)));
  peers
    .command('words')
    .argument('<peer>', i18n._('cli.peers-peer', {}, { message: 'Its name, handle, address or id' }))
    .option('--lang <language>', i18n._('cli.peers-lang', {}, { message: 'Language of the words, es or en' }))
    .description(
      i18n._('cli.peers-words', {}, { message: 'Show the twelve words to read to them over another channel' }),
    )
    .action(async (peer: string, _options, command: Command) => words(context, peer, optionsOf(command)));
  peers
    .command('compare')
    .argument('<peer>', i18n._('cli.peers-peer', {}, { message: 'Its name, handle, address or id' }))
    .option(
      '--words-file <file>',
      i18n._('cli.peers-words-file', {}, { message: 'File with the words you heard; - reads a line' }),
    )
    .description(i18n._('cli.peers-compare', {}, { message: 'Sign that the words you heard from them are the same' }))
    .action(async (peer: string, _options, command: Command) => compare(context, peer, optionsOf(command)));
  peers
    .command('stand')
    .argument('<peer>', i18n._('cli.peers-peer', {}, { message: 'Its name, handle, address or id' }))
    .option(
      '--accepts <list>',
      i18n._(
        'cli.peers-accepts',
        { scopes: scope.options.join(', ') },
        { message: 'What we take from them, with commas, or -: {scopes}' },
      ),
    )
    .option(
      '--sends <list>',
      i18n._(
        'cli.peers-sends',
        { scopes: scope.options.join(', ') },
        { message: 'What we send to them, with commas, or -: {scopes}' },
      ),
    )
    .option('--attest <number>', i18n._('cli.peers-attest', {}, { message: 'Signatures we want under their alerts' }))
    .option('--review <date>', i18n._('cli.peers-review', {}, { message: 'Day when this ends, like 2027-03-01' }))
    .description(
      i18n._(
        'cli.peers-stand',
        {},
        { message: 'Decide what they may do with us; without options, sign what a colleague decided' },
      ),
    )
    .action(async (peer: string, _options, command: Command) => stand(context, peer, optionsOf(command)));
  takeIds(peers);
}

async function list(context: Context, options: Options): Promise<void> {
  const { api } = await context.openSession(options);
  const peers = await listPeers(api);
  if (options.json) return context.print(JSON.stringify(peers));
  if (peers.length === 0)
    context.tell(context.i18n._('cli.peers-none', {}, { message: 'There are no partner collectives yet.' }));
  for (const peer of peers) context.print(peerLine(context, peer));
}

async function add(context: Context, address: string, options: Options & { follow?: boolean }): Promise<void> {
  const { i18n } = context;
  if (!address.includes('@')) nodeOrigin(address);
  const session = await context.openSession(options);
  const line = i18n._('cli.peers-adding', {}, { message: 'Asking that node who it is…' });
  const added = await context.progress(line, addPeer(session.api, address));
  await checkPeer(session, added.peer);
  if (options.follow !== false) await followPeer(session.api, added.peer);
  if (options.json) return context.print(JSON.stringify({ peer: added.peer, name: added.name, state: added.state }));
  context.print(peerLine(context, added));
  context.tell(
    i18n._(
      'cli.peers-added',
      {},
      { message: 'Nothing is trusted yet. Call people of that collective, and compare words: convive peers words' },
    ),
  );
}

async function words(context: Context, name: string, options: WordOptions): Promise<void> {
  const { i18n } = context;
  const { session, peer } = await open(context, name, options);
  const language = options.lang ?? (i18n.locale === 'es' ? 'es' : 'en');
  if (language !== 'es' && language !== 'en') throw new Refusal('malformed', '--lang');
  const shown = wordsWith(session, peer, language);
  if (options.json) return context.print(JSON.stringify({ peer: peer.chain.collective, language, words: shown }));
  context.print(shown);
  context.tell(
    i18n._(
      'cli.peers-words-how',
      { name: peer.detail.name },
      {
        message:
          'Read these words to people of {name} whom you know, in person or by phone. They read you theirs. Both must be the same.',
      },
    ),
  );
}

async function compare(context: Context, name: string, options: WordOptions): Promise<void> {
  const { i18n } = context;
  const { session, peer } = await open(context, name, options);
  const question = i18n._(
    'cli.peers-heard',
    { name: peer.detail.name },
    { message: 'The twelve words that {name} read to you, over another channel' },
  );
  const given = options.wordsFile;
  const heard = given === undefined || given === '-' ? await context.prompts.text(question) : await wordsIn(given);
  const { signed, keyring } = await comparePeer(session, peer, heard);
  await session.save(keyring);
  tellSigned(context, options, signed, {
    complete: i18n._('cli.peers-compared', {}, { message: 'The words are the same, and two of you signed it.' }),
    waiting: i18n._(
      'cli.peers-compare-waits',
      {},
      { message: 'The words are the same. Now a second member compares and signs.' },
    ),
  });
}

async function stand(context: Context, name: string, options: StandOptions): Promise<void> {
  const { i18n } = context;
  const { session, peer } = await open(context, name, options);
  const decision =
    options.accepts === undefined && options.sends === undefined
      ? decisionWaiting(session, peer)
      : decisionFrom(options);
  if (!decision) misused('--accepts, --sends');
  const { accepts, sends, attest, reviewBy } = decision;
  const none = i18n._('cli.peers-nothing', {}, { message: 'nothing' });
  const values = {
    name: peer.detail.name,
    accepts: accepts.join(', ') || none,
    sends: sends.join(', ') || none,
    attest,
    review: reviewBy.slice(0, 10),
  };
  await context.confirm(
    i18n._('cli.peers-stand-confirm', values, {
      message:
        'With {name} until {review}: we take {accepts}; we send {sends}; under their alerts we want {attest} signatures. Sign this?',
    }),
    options,
  );
  const signed = await standWith(session, peer, { accepts, sends, attest, reviewBy });
  tellSigned(context, options, signed, {
    complete: i18n._(
      'cli.peers-stands',
      {},
      { message: 'Two of you signed. It holds from now on, and they are told.' },
    ),
    waiting: i18n._('cli.peers-stand-waits', {}, { message: 'Signed. It holds once a second member signs the same.' }),
  });
}

async function open(
  context: Context,
  name: string,
  options: Options,
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

async function wordsIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => unreadable(file));
  return text.slice(0, 4096);
}

function tellSigned(
  context: Context,
  options: Options,
  signed: SignedState,
  sentence: { complete: string; waiting: string },
): void {
  if (options.json) context.print(JSON.stringify(signed));
  else context.print(signed.complete ? sentence.complete : sentence.waiting);
}

function peerLine(
  { i18n }: Context,
  { name, handle, state, peer }: Pick<PeerSummary, 'name' | 'handle' | 'state' | 'peer'>,
): string {
  const states = {
    pinned: i18n._('peer.state.pinned', {}, { message: 'known, words not compared yet' }),
    compared: i18n._('peer.state.compared', {}, { message: 'words compared' }),
    trusted: i18n._('peer.state.trusted', {}, { message: 'trusted' }),
    paused: i18n._('peer.state.paused', {}, { message: 'paused: compare words again' }),
    ended: i18n._('peer.state.ended', {}, { message: 'ended' }),
  };
  return `${name}  ${handle}  ${states[state]}  ${peer}`;
}
