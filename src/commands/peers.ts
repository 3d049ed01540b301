import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import type { SignedState } from '../../schemas/routes/peers.ts';
import { type Scope, scope } from '../../schemas/terms.ts';
import { nodeOrigin } from '../client/api/api.ts';
import { oneNamed } from '../client/api/named.ts';
import { requireMeant } from '../client/peers/called.ts';
import {
  addPeer,
  type CheckedPeer,
  checkPeer,
  comparePeer,
  type Decision,
  decisionsWaiting,
  followPeer,
  listCalled,
  nameToSign,
  peerNamed,
  signStanding,
  standWith,
  wordsWith,
} from '../client/peers/peers.ts';
import {
  comparedText,
  decidedText,
  heardQuestion,
  nameAlikeText,
  nameSignedText,
  noPeersText,
  peerLine,
  readWordsText,
  standQuestion,
  waitingDecisionText,
} from '../client/say/peers.ts';
import { progressText } from '../client/say/progress.ts';
import { firstAlike } from '../platform/look-alike.ts';
import { command, commandGroup, takeIds } from './command.ts';
import { type Context, misused, type Options, readClear, type Session } from './context.ts';

type AddOptions = Options & { follow?: boolean; name?: string };
type WordOptions = Options & { lang?: string };
type CompareOptions = Options & { name?: string; wordsFile?: string };
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
    options: [
      ['--no-follow', i18n._('cli.peers-no-follow', {}, { message: 'Do not follow its agreements' })],
      ['--name <name>', i18n._('cli.peers-name', {}, { message: 'What to call it here; else as it calls itself' })],
    ],
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
      [
        '--name <name>',
        i18n._('cli.peers-compare-name', {}, { message: 'What to call it from now on, as they told you' }),
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
  const session = await context.openSession(options);
  const peers = await listCalled(session);
  if (options.json) return context.print(JSON.stringify(peers));
  if (peers.length === 0) context.tell(noPeersText(context.i18n));
  for (const peer of peers) context.print(peerLine(context.i18n, peer));
}

async function add(context: Context, options: AddOptions, address: string): Promise<void> {
  const { i18n } = context;
  if (!address.includes('@')) nodeOrigin(address);
  const session = await context.openSession(options);
  const added = await context.progress(progressText(i18n, 'adding'), addPeer(session.api, address, options.name));
  const { called } = await checkPeer(session, added.peer);
  if (options.follow !== false) await followPeer(session.api, added.peer);
  const { peer, state } = added;
  if (options.json) return context.print(JSON.stringify({ peer, state, called }));
  context.print(peerLine(i18n, { peer, state, as: called }));
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
  context.tell(readWordsText(i18n, peer.called));
}

async function compare(context: Context, options: CompareOptions, name: string): Promise<void> {
  const { i18n } = context;
  const { session, peer } = await open(context, options, name);
  const signs = options.name?.trim() ?? nameToSign(session, peer);
  if (signs !== peer.called.name) await sayNewName(context, session, peer, signs);
  const question = heardQuestion(i18n, peer.called);
  const given = options.wordsFile;
  const heard =
    given === undefined || given === '-'
      ? await context.prompts.text(question)
      : (await readClear(context, given)).slice(0, 4096);
  const { signed, keyring } = await comparePeer(session, peer, { heard, name: signs });
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
    await context.confirm(standQuestion(i18n, peer.called, decision.standing), options);
    return tellSigned(context, options, await signStanding(session, peer, decision.standing), decidedText);
  }
  const decision = decisionFrom(options);
  await context.confirm(standQuestion(i18n, peer.called, { ...decision, ended: null }), options);
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
  const checked = await checkPeer(session, peer);
  requireMeant(name, checked.called);
  return { session, peer: checked };
}

/**
 * Says that another name is signed than the one that stands; refuses (`name-alike`) one that looks like another
 * partner's. That is judged here, by names that our own people signed: a node could keep silent about it.
 */
async function sayNewName(context: Context, session: Session, peer: CheckedPeer, signs: string): Promise<void> {
  const { i18n } = context;
  const others = (await listCalled(session)).filter(({ as }) => as.collective !== peer.chain.collective);
  const twin = await firstAlike(
    signs,
    others.map(({ as }) => ({ name: as.name ?? as.says ?? '', as })),
  );
  if (twin) {
    context.tell(nameAlikeText(i18n, twin.as));
    throw new Refusal('name-alike', '--name');
  }
  context.tell(nameSignedText(i18n, signs));
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
