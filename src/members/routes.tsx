import { type Context, Hono } from 'hono';
import { Refusal } from '../../schemas/codes.ts';
import { membersContract as contract } from '../../schemas/routes/members.ts';
import { membersSetUpContract as setUp } from '../../schemas/routes/members-set-up.ts';
import { checkSetUpCode } from '../collective/check-code.ts';
import { parseEnvelope } from '../protocol/envelope.ts';
import type { Runtime } from '../runtime.ts';
import { form, route } from '../web/route.ts';
import { bearerToken, cookieToken } from '../web/session.ts';
import { slowToRefuse } from '../web/unhurried.ts';
import { viewOf } from '../web/view.ts';
import { foundersKeyring, keepFoundersKeyring } from './founders-keyring.ts';
import { endInvitation, invitations, invite, refuseWrongCode } from './invite.ts';
import { eraseKeyring, keepKeyring, keyringHere } from './keyrings.ts';
import { nextNodeKeys } from './node-keys.ts';
import { offerKey } from './offer-key.ts';
import { keepKeyringUnder, keyringUnder } from './offered-keyring.ts';
import { proposeNext, rotationState, signNext, type Who } from './rotate.ts';
import { replaceSealKey, sealKeysOfMembers } from './seal-keys.ts';
import { membersForms } from './sent-forms.ts';
import { draftFirst, enrol, keepProfile, setUpState, signFirst, tryAlone } from './set-up.ts';
import { challenge, signIn, signOut } from './sign-in.ts';
import { sharesOf } from './store.ts';
import { forgetTyped, keepTyped } from './typed.ts';

/**
 * Set-up under the one-time code (`authorization: Setup <code>`); sign-in by challenge; and what members' clients need
 * of each other: seal-keys, and their own shares of the box; and the next manifest, drafted and signed by members, and
 * by new devices under a one-time code (`authorization: Invite <code>`).
 */
export function membersRoutes(runtime: Runtime): Hono {
  const app = new Hono();
  setUpRoutes(app, runtime);
  signInRoutes(app, runtime);
  rotationRoutes(app, runtime);
  keyringRoutes(app, runtime);
  typedRoutes(app, runtime);

  route(app, contract.sealKeys, async () => ({ sealKeys: await sealKeysOfMembers(runtime) }));
  route(app, contract.replaceSealKey, async ({ who, body }) => {
    await replaceSealKey(runtime, who.member, parseEnvelope(body.envelope));
    return { sealKeys: await sealKeysOfMembers(runtime) };
  });
  route(app, contract.boxShares, async ({ who }) => ({ shares: await sharesOf(runtime.db, who.member) }));
  return app;
}

function setUpRoutes(app: Hono, runtime: Runtime): void {
  const withCode = (_c: Context, typed: string | null) => slowToRefuse(() => checkSetUpCode(runtime, typed));

  route(app, setUp.setUp, () => setUpState(runtime), withCode);
  route(
    app,
    setUp.enrol,
    ({ body: { sealKey, ...keys } }) => enrol(runtime, { ...keys, sealKey: parseEnvelope(sealKey) }),
    withCode,
  );
  route(app, setUp.keepProfile, ({ body }) => keepProfile(runtime, body), withCode);
  route(app, setUp.tryAlone, () => tryAlone(runtime), withCode);
  route(app, setUp.foundersKeyring, ({ body }) => foundersKeyring(runtime, parseEnvelope(body.envelope)), withCode);
  route(
    app,
    setUp.keepFoundersKeyring,
    ({ body: { envelope, ...kept } }) => keepFoundersKeyring(runtime, parseEnvelope(envelope), kept),
    withCode,
  );
  route(
    app,
    setUp.draftFirst,
    ({ body }) => draftFirst(runtime, { ...body, envelope: parseEnvelope(body.envelope) }),
    withCode,
  );
  route(app, setUp.signFirst, ({ body }) => signFirst(runtime, parseEnvelope(body.envelope)), withCode);
}

function signInRoutes(app: Hono, runtime: Runtime): void {
  route(app, contract.challenge, async () => challenge(runtime));
  route(app, contract.signIn, ({ body }) => signIn(runtime, parseEnvelope(body.envelope)));
  route(app, contract.signOut, async ({ c }) => {
    await signOut(runtime, bearerToken(c) ?? cookieToken(c) ?? '');
    return null;
  });
  route(app, contract.me, ({ who }) => ({ member: who.member, roles: [...who.roles] }));
}

/** What a member types into forms of pages. */
function typedRoutes(app: Hono, runtime: Runtime): void {
  route(app, contract.keepTyped, async ({ who, query, body }) => {
    await keepTyped(runtime, who.member, query.place, body);
    return { kept: true as const };
  });
  form(app, membersForms.dropTyped, async ({ c, who, body: { place } }) => {
    await forgetTyped(runtime, who.member, place);
    return c.redirect(viewOf(c).link(place), 303);
  });
}

/** A member's own keyring, which lies here sealed. For programs: a browser's cookie takes nobody's keys away. */
function keyringRoutes(app: Hono, runtime: Runtime): void {
  const byProgram = (c: Context) => {
    if (c.get('via') !== 'program') throw new Refusal('sign-in-needed');
  };
  route(app, contract.keyring, ({ who }) => keyringHere(runtime, who.member), byProgram);
  route(
    app,
    contract.keepKeyring,
    ({ who, body }) => keepKeyring(runtime, who.member, { ...body, proof: parseEnvelope(body.proof) }),
    byProgram,
  );
  route(
    app,
    contract.eraseKeyring,
    async ({ who, body }) => {
      await eraseKeyring(runtime, who.member, parseEnvelope(body.envelope));
      return null;
    },
    byProgram,
  );
}

function rotationRoutes(app: Hono, runtime: Runtime): void {
  // Whether the code is a good one is judged once more where it is used, in one transaction with that use.
  const underCode = <T,>(who: Who, work: () => Promise<T>) =>
    'code' in who ? slowToRefuse(() => refuseWrongCode(runtime, who.code).then(work)) : work();
  const withCode = (_c: Context, typed: string | null) => {
    if (typed === null) throw new Refusal('sign-in-needed');
  };

  route(app, contract.invite, ({ who, body }) => invite(runtime, who.member, body));
  route(app, contract.invitations, async () => ({ invitations: await invitations(runtime) }));
  route(app, contract.endInvitation, async ({ who, params }) => {
    await endInvitation(runtime, who.member, params.id);
    return null;
  });
  route(app, contract.rotation, ({ who }) => underCode(who, () => rotationState(runtime, who)), withCode);
  route(
    app,
    contract.offerKey,
    ({ who, body: { publicKey, sealKey, keyring } }) =>
      underCode(who, async () => {
        const given = keyring && { ...keyring, proof: parseEnvelope(keyring.proof) };
        const joined = await offerKey(runtime, who.code, {
          publicKey,
          sealKey: parseEnvelope(sealKey),
          keyring: given,
        });
        return rotationState(runtime, joined === null ? who : { member: joined });
      }),
    withCode,
  );
  route(
    app,
    contract.offeredKeyring,
    ({ who, body }) => underCode(who, () => keyringUnder(runtime, who.code, parseEnvelope(body.envelope))),
    withCode,
  );
  route(
    app,
    contract.keepOfferedKeyring,
    ({ who, body: { envelope, ...kept } }) =>
      underCode(who, () => keepKeyringUnder(runtime, who.code, parseEnvelope(envelope), kept)),
    withCode,
  );
  route(app, contract.nextNodeKeys, ({ who }) => nextNodeKeys(runtime, who.member));
  route(app, contract.draftNext, ({ who, body }) =>
    proposeNext(runtime, who.member, { ...body, envelope: parseEnvelope(body.envelope) }),
  );
  route(
    app,
    contract.signNext,
    ({ who, body }) => underCode(who, () => signNext(runtime, who, parseEnvelope(body.envelope))),
    withCode,
  );
}
