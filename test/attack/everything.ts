import { setTimeout as wait } from 'node:timers/promises';
import { randomId } from '../../src/protocol/encoding.ts';
import { answerJson, follow, post, type Stranger } from '../federation/stage.ts';

/** A stranger who does everything at once until disposed; says how often each was answered with what. */
export type Flood = AsyncDisposable & { answers: () => Record<string, Record<string, number>> };

/** Each kind of request goes out in so many loops side by side. */
const beside = 3;

/** Takes back what never was, with 4 kB of words. */
export function undone(origin: string, who: Stranger): Promise<{ status: number }> {
  const object = { ...follow(who.actor, `${origin}/actor`), id: `${who.origin}/follows/${randomId()}` };
  const undo = { ...object, id: `${object.id}-undone`, type: 'Undo', object, content: 'x'.repeat(4_000) };
  return post(`${origin}/actors/self/inbox`, undo, who.key);
}

/**
 * Follows of ever new accounts of one stranger, whose server takes twenty seconds to show each of them; Undos of what
 * never was, by another, with 4 kB each; and guesses at everything that takes a code, a word or a token.
 */
export function flood(origin: string, { lu, tono }: { lu: Stranger; tono: Stranger }): Flood {
  lu.answer = (path, request, response) => {
    request.resume();
    if (path.startsWith('/users/new-')) setTimeout(() => answerJson(response, {}), 20_000).unref();
    else response.writeHead(202).end();
    return true;
  };
  const inbox = `${origin}/actors/self/inbox`;
  const json = (path: string, body: unknown) =>
    fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const kinds: Record<string, (at: number) => Promise<{ status: number }>> = {
    follow(at) {
      const actor = `${lu.origin}/users/new-${at}-${randomId()}`;
      return post(inbox, follow(actor, `${origin}/actor`), { ...lu.key, keyId: `${actor}#main-key` });
    },
    undo: () => undone(origin, tono),
    forged: () => json('/actors/self/inbox', { type: 'Create', id: `${lu.origin}/${randomId()}`, actor: lu.actor }),
    'sign-in': () => json('/sign-in', { envelope: randomId() }),
    challenge: () => json('/sign-in/challenge', {}),
    drop: () => json('/drop', { delivery: randomId(), token: randomId() }),
    words: () => json('/my-code', { locator: randomId() }),
    withdrawal: () => json('/my-code/withdrawals', { locator: randomId(), proofs: [] }),
    setup: () => fetch(`${origin}/setup`, { headers: { authorization: `Setup ${randomId()}` } }),
    link: () => fetch(`${origin}/enter/${randomId()}`, { method: 'POST' }),
  };
  const counted: Record<string, Record<string, number>> = {};
  let stopped = false;
  const running = Object.entries(kinds).flatMap(([kind, ask]) =>
    Array.from({ length: beside }, async (_, loop) => {
      for (let at = loop; !stopped; at += beside) {
        const status = await ask(at).then(
          (answer) => String(answer.status),
          () => 'no answer',
        );
        const seen = counted[kind] ?? {};
        counted[kind] = { ...seen, [status]: (seen[status] ?? 0) + 1 };
        // What one machine of a stranger sends, and not what this one, which also works it off, can.
        await wait(20);
      }
    }),
  );
  return {
    answers: () => counted,
    async [Symbol.asyncDispose]() {
      stopped = true;
      await Promise.all(running);
    },
  };
}
