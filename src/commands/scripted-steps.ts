import type { Published } from '../../schemas/routes/agreements.ts';
import type { SealedFile } from '../../schemas/routes/notices.ts';
import { importAgreement, publishAgreement, signAgreement } from '../client/agreements/agreements.ts';
import { attestAlert, reviewAlert } from '../client/alerts/attest.ts';
import { type AlertWords, composeAlert } from '../client/alerts/compose.ts';
import { keepYes, readConsent, readForWitness, sayYes, type Terms, witnessConsent } from '../client/alerts/consent.ts';
import { loadDraft } from '../client/alerts/drafts.ts';
import { shortenPause } from '../client/alerts/pause.ts';
import { sealForPeer } from '../client/alerts/seal.ts';
import { waitingFor } from '../client/alerts/where.ts';
import { connect } from '../client/api/api.ts';
import type { Desk } from '../client/api/desk.ts';
import { signIn } from '../client/api/sign-in.ts';
import type { Keyring } from '../client/keyring/keyring.ts';
import { ownRoot } from '../client/keyring/own-trust.ts';
import {
  type Asking,
  addPeer,
  checkPeer,
  comparePeer,
  followPeer,
  peerNamed,
  standWith,
  wordsWith,
} from '../client/peers/peers.ts';

/*
 * Steps of the story as members take them: everything over HTTP, with each person's own keyring. The demo and the
 * stories of the tests walk them.
 */

/** A collective's node and the keyrings of its people: 0 and 1 are stewards and accompaniers. */
export type Party = { name: string; origin: string; keyrings: Keyring[] };

/** One person at work. */
export type AtWork = Asking & { desk: Desk };

/** Signs one of a party's people in, and checks the own chain from their keyring on. */
export async function atWork(party: Party, who: number, now = new Date()): Promise<AtWork> {
  const keyring = party.keyrings[who];
  if (!keyring) throw new Error(`${party.name} has nobody at place ${who}`);
  const api = await signIn(connect(party.origin), keyring, now);
  const root = await ownRoot(api, keyring, now);
  party.keyrings[who] = root.keyring;
  return { api, keyring: root.keyring, root, desk: { api, keyring: root.keyring, own: root.chain, now } };
}

/** Imports an agreement file, lets both stewards sign it, and publishes it. */
export async function adopt(
  party: Party,
  file: string,
  markdown: string,
  series: string | null = null,
): Promise<Published> {
  const first = await atWork(party, 0);
  const second = await atWork(party, 1);
  const chain = first.root.chain;
  const imported = await importAgreement({ api: first.api, chain }, { file, markdown, series, language: 'en' });
  if (!('draft' in imported)) throw new Error(imported.problems.map(({ sentence }) => sentence).join('\n'));
  const signed = await signAgreement({ ...first, chain }, imported.draft);
  await signAgreement({ ...second, chain }, signed);
  return publishAgreement(first.api, imported.draft.id);
}

/**
 * Gets to know another collective and follows its agreements.
 * @returns its id.
 */
export async function meet(party: Party, other: Party): Promise<string> {
  const { api } = await atWork(party, 0);
  const { peer } = await addPeer(api, other.origin);
  await followPeer(api, peer);
  return peer;
}

/**
 * Two people of a party compare the twelve words that the other side reads to them from its own screen.
 * @returns the words.
 */
export async function compareWords(party: Party, other: Party, language: 'es' | 'en'): Promise<string> {
  const there = await atWork(other, 0);
  const us = await peerNamed(there.api, party.origin);
  const heard = wordsWith(there, await checkPeer(there, us.peer), language);
  for (const who of [0, 1]) {
    const here = await atWork(party, who);
    const { peer } = await peerNamed(here.api, other.origin);
    const { keyring } = await comparePeer(here, await checkPeer(here, peer), { heard });
    party.keyrings[who] = keyring;
  }
  return heard;
}

/** Two people of a party decide what another collective may do with them. */
export async function stand(
  party: Party,
  other: Party,
  scopes: { accepts: 'alerts'[]; sends: 'alerts'[] },
): Promise<void> {
  const reviewBy = `${new Date(Date.now() + 180 * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;
  for (const who of [0, 1]) {
    const here = await atWork(party, who);
    const { peer } = await peerNamed(here.api, other.origin);
    await standWith(here, await checkPeer(here, peer), { ...scopes, attest: 2, reviewBy });
  }
}

/**
 * One accompanier writes an alert, another one reads and attests it.
 * @returns the draft's id.
 */
export async function attested(party: Party, words: AlertWords): Promise<string> {
  const { file } = await composeAlert((await atWork(party, 0)).desk, words);
  const { desk } = await atWork(party, 1);
  await attestAlert(desk, await reviewAlert(desk, file.draft));
  return file.draft;
}

const usualTerms: Terms = { days: 90, handling: 'accompaniers', mayAskAgain: true, delegate: null };

/**
 * The person affected says yes to one text for one collective, with an accompanier; another one witnesses it from their
 * own device.
 * @returns her twelve words: the ones given, or new ones.
 */
export async function consented(
  party: Party,
  draft: string,
  peer: string,
  {
    words = null,
    language = 'es',
    terms = usualTerms,
  }: { words?: string | null; language?: 'es' | 'en'; terms?: Terms } = {},
): Promise<string> {
  const { desk } = await atWork(party, 0);
  const reading = await readConsent(desk, draft, peer, terms);
  const yes = sayYes(desk, reading, terms, words, language);
  await keepYes(desk, yes);
  const witness = await atWork(party, 1);
  await witnessConsent(witness.desk, await readForWitness(witness.desk, draft, peer));
  return yes.words;
}

/** Two accompaniers sign, each at their own device, that what was handed in cannot wait: it goes out at once. */
export async function hurried(party: Party, draft: string, peer: string): Promise<void> {
  for (const who of [0, 1]) {
    const { desk } = await atWork(party, who);
    const waits = await waitingFor(desk.api, draft, peer);
    await shortenPause(desk, (await loadDraft(desk, draft)).file, peer, waits);
  }
}

/** Seals on the client's side for one collective. */
export async function sealed(party: Party, draft: string, peer: string): Promise<SealedFile> {
  return (await sealForPeer((await atWork(party, 0)).desk, draft, peer)).sealed;
}
