import type { Party } from '../../src/commands/scripted-steps.ts';
import { type BrowserSession, enterAs } from './browser-session.ts';

/** What a page answered. `to` is the path that a form led to; null when it was answered itself. */
export type Answered = { status: number; text: string; to: string | null; headers: Headers };
export type Fields = Record<string, string>;
/** A member at pages: reads them and sends their forms, as a browser without JavaScript does. */
export type AtPages = {
  member: string;
  get(path: string): Promise<Answered>;
  post(path: string, fields: Fields | string): Promise<Answered>;
};

/** Somebody who asks for pages; as a member with what their browser sends along. */
export function asking(origin: string, member = '', session?: BrowserSession): AtPages {
  const ask = async (path: string, init: RequestInit): Promise<Answered> => {
    const headers = { accept: 'text/html', 'accept-language': 'en', ...init.headers };
    const answer = await fetch(`${origin}${path}`, { ...init, headers, redirect: 'manual' });
    const to = answer.headers.get('location');
    return { status: answer.status, text: await answer.text(), to, headers: answer.headers };
  };
  return {
    member,
    get: (path) => ask(path, { headers: session ? { cookie: session.cookie } : {} }),
    post: (path, fields) =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': typeOf(fields), ...session?.form },
        body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
      }),
  };
}

const typeOf = (fields: Fields | string) =>
  typeof fields === 'string' && fields.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded';

/** Lets one of a party's people come in with a browser. */
export async function atPages(party: Party, who: number): Promise<AtPages> {
  const keyring = party.keyrings[who]!;
  return asking(party.origin, keyring.member, await enterAs(party.origin, keyring));
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
