import { challenge, session } from '../../src/client/answers.ts';
import { connect } from '../../src/client/api.ts';
import { signingSecret } from '../../src/client/keyring.ts';
import type { Party } from '../../src/commands/story.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, signEnvelope } from '../../src/protocol/envelope.ts';

/** What a page answered. `to` is the path that a form led to; null when it was answered itself. */
export type Answered = { status: number; text: string; to: string | null; headers: Headers };
export type Fields = Record<string, string>;
/** A member at pages: reads them and sends their forms, as a browser without JavaScript does. */
export type AtPages = {
  member: string;
  get(path: string): Promise<Answered>;
  post(path: string, fields: Fields | string): Promise<Answered>;
};

/** Somebody who asks for pages; with a token, as that member. */
export function asking(origin: string, member = '', token?: string): AtPages {
  const ask = async (path: string, init: RequestInit): Promise<Answered> => {
    const headers = new Headers(init.headers);
    headers.set('accept', 'text/html');
    headers.set('accept-language', 'en');
    if (token) headers.set('authorization', `Bearer ${token}`);
    const answer = await fetch(`${origin}${path}`, { ...init, headers, redirect: 'manual' });
    const to = answer.headers.get('location');
    return { status: answer.status, text: await answer.text(), to, headers: answer.headers };
  };
  return {
    member,
    get: (path) => ask(path, {}),
    post: (path, fields) =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
        body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
      }),
  };
}

/** Signs one of a party's people in at its node. */
export async function atPages(party: Party, who: number): Promise<AtPages> {
  const keyring = party.keyrings[who]!;
  const api = connect(party.origin);
  const { nonce } = await api.post('/sign-in/challenge', {}, challenge);
  const statement = { type: 'sign-in' as const, origin: party.origin, nonce, at: timeOf(new Date()) };
  const envelope = signEnvelope(draftEnvelope('sign-in', statement), signingSecret(keyring));
  const { token } = await api.post('/sign-in', { envelope }, session);
  return asking(party.origin, keyring.member, token);
}

/** A hidden value of the form with that id. */
export function hiddenIn(html: string, form: string, name: string): string {
  const found = new RegExp(`<form[^>]* id="${form}"[^>]*>(.*?)</form>`, 's').exec(html)?.[1] ?? '';
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(found)?.[1] ?? '';
}

/** Every field, with what stands in it, of the form that has a field whose name begins like that. */
export function fieldsIn(html: string, having: string): Fields {
  const forms = [...html.matchAll(/<form[^>]*>(.*?)<\/form>/gs)].map(([, inner]) => inner ?? '');
  const form = forms.find((one) => one.includes(` name="${having}`)) ?? '';
  const fields: Fields = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const kind = attribute(tag, 'type');
    if ((kind === 'radio' || kind === 'checkbox') && !/ checked[ =>]/.test(tag)) continue;
    fields[attribute(tag, 'name')] = attribute(tag, 'value');
  }
  for (const [, tag, text] of form.matchAll(/<textarea([^>]*)>(.*?)<\/textarea>/gs))
    fields[attribute(tag ?? '', 'name')] = plain(text ?? '');
  for (const [, tag, options] of form.matchAll(/<select([^>]*)>(.*?)<\/select>/gs)) {
    const chosen =
      /<option[^>]* selected[^>]*>/.exec(options ?? '')?.[0] ?? /<option[^>]*>/.exec(options ?? '')?.[0] ?? '';
    fields[attribute(tag ?? '', 'name')] = attribute(chosen, 'value');
  }
  return fields;
}

const attribute = (tag: string, name: string) => plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
const plain = (html: string) =>
  html
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
