import { Agent, request } from 'node:http';
import { activityType } from '../../src/federation/sign-and-post.ts';
import { type SignatureKind, type SigningKey, signedHeaders } from '../../src/federation/signing.ts';

/** A request as it goes over the line, signed before anything is measured. */
export type Ready = { url: string; headers: Record<string, string>; body: Buffer };

/** What was answered; null when nothing was in time. */
export type Answered = { status: number | null };

/** Signs these bytes for that inbox. */
export async function ready(
  url: string,
  activity: unknown,
  key: SigningKey,
  kind: SignatureKind = 'cavage',
): Promise<Ready> {
  const body = Buffer.from(typeof activity === 'string' ? activity : JSON.stringify(activity));
  const headers = await signedHeaders(
    { method: 'POST', url, headers: { 'content-type': activityType }, body },
    key,
    kind,
  );
  return { url, headers, body };
}

/** Many activities made ready, one after the other. */
export async function readyAll(url: string, activities: readonly string[], key: SigningKey): Promise<Ready[]> {
  const all: Ready[] = [];
  for (const activity of activities) all.push(await ready(url, activity, key));
  return all;
}

/** Posts all of them, so many at once, over connections that stay open; the statuses in order. */
export async function post(requests: readonly Ready[], atOnce: number, timeoutMs = 60_000): Promise<Answered[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const answers: Answered[] = [];
  let next = 0;
  const one = async () => {
    for (let at = next++; at < requests.length; at = next++) answers[at] = await send(requests[at]!, agent, timeoutMs);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  agent.destroy();
  return answers;
}

function send({ url, headers, body }: Ready, agent: Agent, timeoutMs: number): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent, family: 4 }, (answer) => {
      answer.resume();
      answer.once('end', () => done({ status: answer.statusCode ?? null }));
    });
    const timer = setTimeout(() => {
      done({ status: null });
      sent.destroy();
    }, timeoutMs);
    const done = (answered: Answered) => {
      clearTimeout(timer);
      resolve(answered);
    };
    // Our own giving up comes as an error too, after the answer was settled.
    sent.once('error', reject);
    sent.end(body);
  });
}
