import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { membersContract } from '../../schemas/routes/members.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { askToEnter } from '../../src/client/api/enter.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import { type Keyring, signingSecret } from '../../src/client/keyring/keyring.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, signEnvelope } from '../../src/protocol/envelope.ts';

/** A member's browser session: what a browser would send along, also to change something. */
export type BrowserSession = {
  /** The header `cookie`. */
  cookie: string;
  /** What a form on one of the node's own pages sends: the cookie, and where the page is from. */
  form: { cookie: string; origin: string; 'sec-fetch-site': 'same-origin' };
  /** What came with the cookie. */
  answer: Response;
};

/** Asks for a link with a keyring, as `convive enter` does. */
export async function linkFor(origin: string, keyring: Keyring, now?: Date): Promise<string> {
  return (await askToEnter(await signIn(connect(origin), keyring, now))).link;
}

/** The token of a program of a member's. */
export async function programToken(origin: string, keyring: Keyring): Promise<string> {
  const api = connect(origin);
  const { nonce } = await call(api, membersContract.challenge);
  const statement = { type: 'sign-in' as const, origin, nonce, at: timeOf(new Date()) };
  const envelope = signEnvelope(draftEnvelope('sign-in', statement), signingSecret(keyring));
  return (await call(api, membersContract.signIn, { body: { envelope } })).token;
}

/** Presses the button of a link, as the page of the node at `origin` does. */
export function press(link: string, headers: Record<string, string> = {}): Promise<Response> {
  const { origin } = new URL(link);
  return fetch(link, { method: 'POST', redirect: 'manual', headers: { ...formOf(origin), ...headers }, body: '' });
}

/** Lets a member come in at the node at `origin`. */
export async function enterAs(origin: string, keyring: Keyring, now?: Date): Promise<BrowserSession> {
  return enterBy(await linkFor(origin, keyring, now));
}

/** Lets whoever has the link come in. */
export async function enterBy(link: string): Promise<BrowserSession> {
  const answer = await press(link);
  const { origin } = new URL(link);
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';', 1);
  if (answer.status !== 303 || cookie === '') throw new Error(`could not come in: ${answer.status}`);
  return { cookie, form: { cookie, origin, 'sec-fetch-site': 'same-origin' }, answer };
}

/** A browser in which a member has come in, by opening the link and pressing its button. */
export async function browserOf(
  browser: Browser,
  origin: string,
  keyring: Keyring,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(await linkFor(origin, keyring));
  await Promise.all([page.waitForURL(/\/agreements\/writing/), page.locator('main form button').click()]);
  await page.close();
  return context;
}

const formOf = (origin: string) => ({
  origin,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/x-www-form-urlencoded',
});
