import { Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import type { ListedNotice } from '../../../schemas/notice-answers.ts';
import { noticesContract as contract } from '../../../schemas/routes/notices.ts';
import { timeOf } from '../../protocol/encoding.ts';
import type { Runtime } from '../../runtime.ts';
import { route } from '../../web/route.ts';
import { unhurried } from '../../web/unhurried.ts';
import { dropByToken } from './drop.ts';
import { findings, noteFailed, noteOpened } from './findings.ts';
import { incomingList, incomingOf, type Listed } from './listed.ts';
import {
  confirmReseal,
  proposedBody,
  proposeReseal,
  recuseOneself,
  requireNotRecused,
  resealState,
  withoutRecused,
} from './reseal.ts';

/**
 * What peers sent, for accompaniers’ clients: ciphertext and headers. Everyone else gets the 404 of what does not
 * exist. `/drop` is for whoever holds the token, without an account.
 */
export function noticesRoutes(runtime: Runtime): Hono {
  const routes = new Hono();
  const { db } = runtime;

  route(routes, contract.notices, async ({ who, query }) => {
    const { listed, next } = await incomingList(db, runtime.clock.now(), {
      after: query.after,
      most: Number(query.limit),
    });
    const rows = await withoutRecused(db, who.member, listed);
    return { notices: rows.map(shown), next };
  });
  route(routes, contract.notice, async ({ who, params }) => {
    await requireNotRecused(db, who.member, params);
    const row = await incomingOf(db, params, runtime.clock.now());
    if (!row) throw new Refusal('not-found');
    return { ...shown(row), body: row.body };
  });
  route(routes, contract.opened, async ({ who, params, body }) => {
    await requireNotRecused(db, who.member, params);
    return noteOpened(runtime, who.member, { ...params, ...body });
  });
  route(routes, contract.failed, async ({ who, params, body: { cipher, code, early = false } }) => {
    await requireNotRecused(db, who.member, params);
    const finding = findings.find((one) => one === code);
    if (!finding) throw new Refusal('malformed', 'code');
    return noteFailed(runtime, who.member, { ...params, cipher, code: finding, early });
  });
  resealRoutes(routes, runtime);
  route(routes, contract.drop, async ({ body }) => {
    await unhurried(() => dropByToken(runtime, body));
    return { erased: true as const };
  });
  return routes;
}

function resealRoutes(routes: Hono, runtime: Runtime): void {
  route(routes, contract.reseals, async ({ who, query }) => {
    const page = { after: query.after, most: Number(query.limit) };
    const { recusals, reseals, next } = await resealState(runtime.db, who.member, page);
    return {
      next,
      recusals: recusals.map(({ peer, delivery, member }) => ({ peer, delivery, member })),
      reseals: reseals.map((one) => ({
        peer: one.peer,
        delivery: one.delivery,
        edition: one.edition,
        id: one.cipher,
        by: one.proposed_by,
        at: timeOf(one.proposed),
        recused: one.recused,
        state: one.lapsed ? ('lapsed' as const) : one.confirmed ? ('confirmed' as const) : ('open' as const),
      })),
    };
  });
  route(routes, contract.recuse, async ({ who, params }) => {
    await recuseOneself(runtime, who.member, params);
    return { recused: true as const };
  });
  route(routes, contract.resealed, async ({ who, params, query }) => ({
    body: await proposedBody(runtime.db, who.member, params, query.proposed),
  }));
  route(routes, contract.proposeReseal, async ({ who, params, body }) => ({
    proposed: await proposeReseal(runtime, who.member, params, body),
  }));
  route(routes, contract.confirmReseal, async ({ who, params, body }) => {
    await confirmReseal(runtime, who.member, params, body.proposed);
    return { confirmed: true as const };
  });
}

/** An edition as the list of accompaniers’ clients has it. */
function shown(row: Listed): ListedNotice {
  return {
    peer: row.peer,
    header: JSON.parse(row.header) as ListedNotice['header'],
    cipher: row.cipher,
    state: row.state,
    stale: row.stale,
    received: timeOf(row.received),
    opened: row.opened && timeOf(row.opened),
    failedCode: row.failedCode,
  };
}
