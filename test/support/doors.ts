import { membersContract } from '../../schemas/routes/members.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signingSecret } from '../../src/client/keyring/keyring.ts';
import type { Party } from '../../src/commands/scripted-steps.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, signEnvelope } from '../../src/protocol/envelope.ts';

export type Answer = { door: string; status: number; bytes: Buffer };

const reads = (word: string) => [
  `/${word}`,
  `/?lang=${word}`,
  `/exit/about?lang=${word}`,
  `/enter/${word}`,
  `/followers?page=${word}`,
  `/agreements/${word}`,
  `/agreements/${word}/agreement.md`,
  `/agreements/AAAAAAAAAAAAAAAAAAAAAA/versions/${word}`,
  `/agreements/${word}/versions/1/statement`,
  `/agreements/writing/${word}`,
  `/agreements/writing/AAAAAAAAAAAAAAAAAAAAAA/parts/${word}`,
  `/agreements/writing/AAAAAAAAAAAAAAAAAAAAAA/parts/front/revisions/${word}`,
  `/partners/${word}/agreements/${word}`,
  `/partners/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/agreements/AAAAAAAAAAAAAAAAAAAAAA/adapted.md?clause=${word}`,
  `/acknowledgements/${word}`,
  `/manifest?from=${word}`,
  `/record?after=${word}`,
  `/.well-known/webfinger?resource=${word}`,
  `/.well-known/webfinger?resource=acct:${word}@127.0.0.1`,
  `/actors/self/outbox?page=${word}`,
  `/activities/${word}`,
  `/peers/${word}`,
  `/drafts/${word}`,
  `/drafts/${word}/where`,
  `/consents/${word}/where`,
  `/consents/${word}/hurry`,
  `/notices/${word}/${word}`,
  `/asked/${word}`,
  `/asked/${word}/answer`,
];

const writes: readonly (readonly [method: string, path: string, field: string])[] = [
  ['POST', '/setup/members', 'sealKey'],
  ['POST', '/setup/manifest', 'envelope'],
  ['POST', '/sign-in', 'envelope'],
  ['POST', '/my-code', 'locator'],
  ['POST', '/my-code/ask-nothing-more', 'locator'],
  ['POST', '/my-code/withdrawals', 'locator'],
  ['POST', '/drop', 'delivery'],
  ['POST', '/actors/self/inbox', 'content'],
  ['POST', '/peers', 'actor'],
  ['POST', '/follows', 'actor'],
  ['POST', '/followers/remove', 'actor'],
  ['POST', '/enter', 'code'],
  ['POST', '/enter/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'code'],
  ['POST', '/leave', 'code'],
  ['POST', '/agreements', 'markdown'],
  ['POST', '/agreements/problems', 'markdown'],
  ['POST', '/agreements/writing', 'markdown'],
  ['POST', '/agreements/writing/AAAAAAAAAAAAAAAAAAAAAA/parts/front', 'text'],
  ['POST', '/agreements/writing/AAAAAAAAAAAAAAAAAAAAAA/parts/front/unsaved', 'text'],
  ['POST', '/drafts', 'ciphertext'],
  ['POST', '/drafts/AAAAAAAAAAAAAAAAAAAAAA/refused', 'code'],
  ['PUT', '/drafts/AAAAAAAAAAAAAAAAAAAAAA', 'ciphertext'],
  ['POST', '/asked', 'sealed'],
  ['POST', '/asked/AAAAAAAAAAAAAAAAAAAAAA', 'sealed'],
  ['POST', '/consents', 'draft'],
  ['POST', '/consents/AAAAAAAAAAAAAAAAAAAAAA/hurry', 'hurry'],
  ['PUT', '/seal-keys', 'envelope'],
];

/** Keeps whatever a member says to it, for them: only nobody's word has no place there. */
const keeping = ['POST', '/typed?place=%2Fagreements%2Frounds%2Fx%23close', 'minutes'] as const;

/**
 * Says a word at every kind of door of a node, in addresses, headers and bodies, as nobody and, with a token, as a
 * member. `address` is where the node listens; `inPath` is the word as it stands in an address.
 */
export async function sayAtEveryDoor(
  address: string,
  token: string | null,
  word: string,
  inPath = encodeURIComponent(word),
): Promise<Answer[]> {
  const as: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  const said: [door: string, asked: Promise<Response>][] = [];
  const ask = (method: string, path: string, headers: Record<string, string>, body?: string) => {
    const given = body === undefined ? {} : { body };
    const asked = fetch(address + path, { method, headers: { ...as, ...headers }, redirect: 'manual', ...given });
    said.push([`${method} ${path} ${JSON.stringify(headers)} ${body?.slice(0, 40) ?? ''}`, asked]);
  };
  for (const path of reads(inPath))
    for (const accept of ['text/html', 'application/activity+json']) ask('GET', path, { accept });
  const json = { 'content-type': 'application/json', accept: 'application/json' };
  for (const [method, path, field] of token === null ? [...writes, keeping] : writes) {
    const bodies = [
      JSON.stringify({ [field]: word }),
      JSON.stringify(word),
      word,
      JSON.stringify({ a: [[{ b: word }]] }),
    ];
    for (const body of bodies) ask(method, path, json, body);
    ask(method, path, { 'content-type': 'application/x-www-form-urlencoded' }, `${field}=${inPath}`);
    ask(method, path, { 'content-type': 'text/markdown' }, word);
  }
  for (const path of [`/follows/${inPath}`, `/drafts/${inPath}`]) ask('DELETE', path, {});
  // No client can put anything else into a header.
  if (/^[\x20-\x7e]+$/.test(word)) {
    for (const name of [
      'authorization',
      'accept-language',
      'if-match',
      'if-none-match',
      'accept',
      'signature',
      'cookie',
    ])
      for (const path of ['/', '/agreements', '/me', '/setup', '/drafts']) ask('GET', path, { [name]: word });
    ask('GET', '/setup', { authorization: `Setup ${word}` });
    ask('GET', '/me', { authorization: `Bearer ${word}` });
  }
  return Promise.all(
    said.map(async ([door, asked]) => {
      const answer = await asked;
      const headers = JSON.stringify([...answer.headers]);
      const bytes = Buffer.concat([Buffer.from(headers), Buffer.from(await answer.arrayBuffer())]);
      return { door, status: answer.status, bytes };
    }),
  );
}

/** Signs one of a party's people in, and gives the bare token. */
export async function tokenOf(party: Party, who: number): Promise<string> {
  const api = connect(party.origin);
  const { nonce } = await call(api, membersContract.challenge);
  const statement = { type: 'sign-in' as const, origin: party.origin, nonce, at: timeOf(new Date()) };
  const envelope = signEnvelope(draftEnvelope('sign-in', statement), signingSecret(party.keyrings[who]!));
  return (await call(api, membersContract.signIn, { body: { envelope } })).token;
}
