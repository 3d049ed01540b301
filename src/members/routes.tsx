import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { Refusal } from '../../schemas/codes.ts';
import { b64u16, b64u32 } from '../../schemas/encodings.ts';
import { envelope as envelopeSchema } from '../../schemas/envelope.ts';
import { role } from '../../schemas/manifest.ts';
import { checkSetUpCode } from '../collective/check-code.ts';
import { profile } from '../collective/profile.ts';
import { parseEnvelope } from '../protocol/envelope.ts';
import type { Runtime } from '../runtime.ts';
import { privately } from '../web/answer.ts';
import { rateLimit } from '../web/rate-limit.ts';
import { readBody } from '../web/read-body.ts';
import { bearerToken, cookieToken, requireMember } from '../web/session.ts';
import { invite, offerKey } from './invite.ts';
import { draftNext, rotationState, signNext, type Who } from './rotate.ts';
import { replaceSealKey, sealKeysOfMembers } from './seal-keys.ts';
import { draftFirst, enrol, setUpState, signFirst } from './set-up.ts';
import { challenge, signIn, signOut } from './sign-in.ts';
import { sharesOf } from './store.ts';

/** A manifest of 32 people with a share of the box each. */
const draftBytes = 512 * 1024;

const oneEnvelope = z.strictObject({ envelope: envelopeSchema });
const founder = z.strictObject({ sealKey: envelopeSchema, publicKey: b64u32, roles: z.array(role).max(3) });
const boxShares = z.array(z.strictObject({ member: b64u16, ciphertext: z.string().regex(/^[\w-]{1,16384}$/) })).max(32);
const draft = z.strictObject({ envelope: envelopeSchema, profile, boxShares });
const nextDraft = z.strictObject({ envelope: envelopeSchema, boxShares });
const invited = z.strictObject({ member: b64u16.nullable(), roles: z.array(role).max(3) });
const offered = z.strictObject({ publicKey: b64u32, sealKey: envelopeSchema });

/**
 * Set-up under the one-time code (`authorization: Setup <code>`); sign-in by challenge; and what members' clients need of each
 * other: seal-keys, and their own shares of the box; and the next manifest, drafted and signed by members, and by new devices under a
 * one-time code (`authorization: Invite <code>`). `announce` prints a new code; `addressOf` gives the key of the limits.
 */
export function membersRoutes(
  runtime: Runtime,
  { announce, addressOf = () => 'all' }: { announce: (code: string) => void; addressOf?: (c: Context) => string },
): Hono {
  const app = new Hono();
  // Ten wrong ones make a new code, of which the founders must hear: one address brings that about once an hour, all together twice. The right code always passes.
  const wrongCodes = rateLimit({ burst: 10, perMinute: 1 / 6 });
  const allWrongCodes = rateLimit({ burst: 20, perMinute: 1 / 3 });
  const challenges = rateLimit({ burst: 60, perMinute: 120 });
  const invitations = rateLimit({ burst: 60, perMinute: 60 });

  const withCode = async (c: Context) => {
    const typed = /^Setup (\S{1,100})$/.exec(c.req.header('authorization') ?? '')?.[1] ?? null;
    c.header('cache-control', 'no-store');
    const now = runtime.clock.now();
    await checkSetUpCode(runtime, typed, announce, () => wrongCodes(addressOf(c), now) && allWrongCodes('all', now));
  };

  app.get('/setup', async (c) => {
    await withCode(c);
    return c.json(await setUpState(runtime));
  });
  app.post('/setup/members', async (c) => {
    await withCode(c);
    const { sealKey, publicKey, roles } = await readBody(c, founder);
    return c.json(await enrol(runtime, { publicKey, roles, sealKey: parseEnvelope(sealKey) }));
  });
  app.post('/setup/manifest', async (c) => {
    await withCode(c);
    const body = await readBody(c, draft, draftBytes);
    return c.json(await draftFirst(runtime, { ...body, envelope: parseEnvelope(body.envelope) }));
  });
  app.post('/setup/manifest/signatures', async (c) => {
    await withCode(c);
    const { envelope } = await readBody(c, oneEnvelope, draftBytes);
    return c.json(await signFirst(runtime, parseEnvelope(envelope)));
  });

  app.post('/sign-in/challenge', async (c) => {
    if (!challenges(addressOf(c), runtime.clock.now())) throw new Refusal('too-many');
    await readBody(c, z.strictObject({}));
    return privately(c, await challenge(runtime));
  });
  app.post('/sign-in', async (c) => {
    const { envelope } = await readBody(c, oneEnvelope);
    return privately(c, await signIn(runtime, parseEnvelope(envelope)));
  });
  app.delete('/sign-in', async (c) => {
    requireMember(c);
    await signOut(runtime, bearerToken(c) ?? cookieToken(c) ?? '');
    return c.body(null, 204);
  });
  app.get('/me', (c) => {
    const { member, roles } = requireMember(c);
    return privately(c, { member, roles });
  });

  const invitedCode = (c: Context): string => {
    const typed = /^Invite (\S{1,100})$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (typed === undefined) throw new Refusal('sign-in-needed');
    if (!invitations(addressOf(c), runtime.clock.now())) throw new Refusal('too-many');
    return typed;
  };
  const memberOrInvited = (c: Context): Who => {
    const signedIn = c.get('signedIn');
    return signedIn ? { member: signedIn.member } : { code: invitedCode(c) };
  };
  app.post('/invitations', async (c) => {
    const { member } = requireMember(c, 'steward');
    return privately(c, await invite(runtime, member, await readBody(c, invited)));
  });
  app.get('/rotation', async (c) => privately(c, await rotationState(runtime, memberOrInvited(c))));
  app.post('/rotation/keys', async (c) => {
    const code = invitedCode(c);
    const { publicKey, sealKey } = await readBody(c, offered);
    await offerKey(runtime, code, { publicKey, sealKey: parseEnvelope(sealKey) });
    return privately(c, await rotationState(runtime, { code }));
  });
  app.post('/rotation/draft', async (c) => {
    const { member } = requireMember(c);
    const body = await readBody(c, nextDraft, draftBytes);
    return privately(c, await draftNext(runtime, member, { ...body, envelope: parseEnvelope(body.envelope) }));
  });
  app.post('/rotation/signatures', async (c) => {
    const who = memberOrInvited(c);
    const { envelope } = await readBody(c, oneEnvelope, draftBytes);
    return privately(c, await signNext(runtime, who, parseEnvelope(envelope)));
  });

  app.get('/seal-keys', async (c) => {
    requireMember(c);
    return privately(c, { sealKeys: await sealKeysOfMembers(runtime) });
  });
  app.put('/seal-keys', async (c) => {
    const { member } = requireMember(c);
    const { envelope } = await readBody(c, oneEnvelope);
    await replaceSealKey(runtime, member, parseEnvelope(envelope));
    return privately(c, { sealKeys: await sealKeysOfMembers(runtime) });
  });
  app.get('/box-shares', async (c) => {
    const { member } = requireMember(c);
    return privately(c, { shares: await sharesOf(runtime.db, member) });
  });
  return app;
}
