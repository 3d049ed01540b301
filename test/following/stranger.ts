import { generateKeyPair, publicPem } from '../../src/federation/key-pairs.ts';
import { signAndPost } from '../../src/federation/sign-and-post.ts';
import type { Network, Node } from '../peers/nodes.ts';

type Activity = Record<string, unknown> & { type: string; object: unknown };

/** Somebody on other software: an actor document, an inbox that keeps what arrives, and a key to sign with. */
export type Stranger = {
  actor: string;
  received: Activity[];
  /** Status that its inbox answers with; `refuse` may answer some types in another way. */
  answers: { status: number; refuse: (type: string) => number | null };
  /** Signs and posts to a node's inbox; the status. An id makes it the same activity again. */
  send(to: Node, activity: Activity, id?: string): Promise<number | null>;
};

let count = 0;

/** Opens an actor `/users/lu` on an origin of its own. */
export async function openStranger(name: string, network: Network): Promise<Stranger> {
  const origin = `https://${name}.example`;
  const actor = `${origin}/users/lu`;
  const keyId = `${actor}#main-key`;
  const pair = await generateKeyPair('rsa');
  const document = {
    '@context': ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'],
    id: actor,
    type: 'Person',
    preferredUsername: 'lu',
    inbox: `${actor}/inbox`,
    publicKey: { id: keyId, owner: actor, publicKeyPem: await publicPem(pair.publicKey) },
  };
  const received: Activity[] = [];
  const answers: Stranger['answers'] = { status: 202, refuse: () => null };
  network.set(origin, async (request) => {
    if (request.method === 'POST') {
      const activity = (await request.json()) as Activity;
      const status = answers.refuse(activity.type) ?? answers.status;
      if (status < 300) received.push(activity);
      return new Response(null, { status });
    }
    if (request.url !== actor) return new Response(null, { status: 404 });
    return Response.json(document, { headers: { 'content-type': 'application/activity+json' } });
  });
  return {
    actor,
    received,
    answers,
    async send(to, activity, id = `${origin}/activities/${++count}`) {
      const whole = { '@context': 'https://www.w3.org/ns/activitystreams', id, actor, ...activity };
      const inbox = `${to.runtime.origin}/actors/self/inbox`;
      const post = { inbox, body: JSON.stringify(whole), keyId, privateKey: pair.privateKey };
      const outcome = await signAndPost(to.runtime.egress, post, new Date());
      return outcome.kind === 'answered' ? outcome.status : null;
    },
  };
}
