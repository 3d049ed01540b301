import { type Context, Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u16 } from '../../../schemas/encodings.ts';
import { placeOf } from '../../members/addresses.ts';
import { forgetTyped, typedOn } from '../../members/typed.ts';
import type { Runtime } from '../../runtime.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { known } from '../../web/read-body.ts';
import { form } from '../../web/route.ts';
import { requireMember } from '../../web/session.ts';
import { viewOf } from '../../web/view.ts';
import { shownText } from '../texts/shown.ts';
import { textRow } from '../texts/store.ts';
import { decidePath, roundPath } from '../versions/addresses.ts';
import { underSignature } from '../versions/under-signature.ts';
import { recordMeeting } from './close.ts';
import { bringText, openRound, type Step } from './hold.ts';
import { dayOf } from './input.ts';
import { type DecisionRefusal, proposable } from './proposal.ts';
import { decidable } from './proposal-changes.ts';
import { type Failed, type Held, withWords } from './refused-form.tsx';
import { type Answered, idIn, late, statusFor } from './routes.tsx';
import { roundForms } from './sent-forms.ts';
import { BringBody, bringHead, DecideBody, decideHead, NotYetBody } from './start-page.tsx';
import { openRoundOn, roundRow, waitingRoundOn } from './store.ts';

/**
 * From a text to a decision, for members: opening a round, minutes of a meeting, and bringing an amended text to its
 * round.
 */
export function decideRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const { db, clock } = runtime;

  const decidePage = async (c: Context, text: string, failed: Failed | null, status: Answered = {}) => {
    const view = viewOf(c);
    const path = decidePath(text);
    const held = { failed, typed: withWords(await typedOn(runtime, requireMember(c).member, path)) };
    const found = await proposable(db, text, view.i18n, clock.now());
    if (!found.ok) return notYet(c, runtime, node, { text, because: found.because, status: failed ? late : {}, held });
    const body = (
      <DecideBody
        view={view}
        path={path}
        decidable={await decidable(runtime, found.proposed, null, view.textLanguage)}
        waiting={await waitingRoundOn(db, text)}
        signed={await underSignature(db, found.proposed.series)}
        today={dayOf(clock.now())}
        held={held}
      />
    );
    return page(c, { view, node, ...decideHead(view), ...status }, body);
  };
  routes.get('/agreements/writing/:text/decide', async (c) => {
    requireMember(c);
    const text = await textIn(c);
    const open = await openRoundOn(db, text);
    return open === null ? decidePage(c, text, null) : c.redirect(viewOf(c).link(roundPath(open)), 303);
  });
  form(routes, roundForms.decide, async ({ c, who: { member }, params: { text }, body: given }) => {
    const view = viewOf(c);
    const came: Step =
      given.do === 'open'
        ? await openRound(runtime, member, view.i18n, { ...given, text })
        : await recordMeeting(runtime, member, view.i18n, { ...given, text });
    if (came.is === 'done') {
      await forgetTyped(runtime, member, placeOf(decidePath(text), given.do));
      return c.redirect(view.link(roundPath(came.round)), 303);
    }
    if (came.because === 'text-gone') throw new Refusal('not-found');
    return decidePage(c, text, { form: given.do, because: came.because, typed: given }, statusFor(came.because));
  });

  bringRoutes(routes, runtime, node);

  const textIn = async (c: Context) => {
    const text = known(b64u16, c.req.param('text'));
    if (!(await textRow(db, text))) throw new Refusal('not-found');
    return text;
  };
  return routes;
}

function bringRoutes(routes: Hono, runtime: Runtime, node: PageNode): void {
  const { db, clock } = runtime;
  const bringPage = async (c: Context, failed: Failed | null, status: Answered = {}) => {
    const view = viewOf(c);
    const round = await roundRow(db, idIn(c));
    if (!round) throw new Refusal('not-found');
    const text = round.text === null ? null : await textRow(db, round.text);
    if (round.stage !== 'amend') return c.redirect(view.link(roundPath(round.id)), 303);
    if (!text) return notYet(c, runtime, node, { text: '', because: 'text-gone', status: late });
    const found = await proposable(db, text.id, view.i18n, clock.now());
    if (!found.ok) return notYet(c, runtime, node, { text: text.id, because: found.because, status });
    const shown = await decidable(runtime, found.proposed, round, view.textLanguage);
    const body = <BringBody view={view} round={round.id} decidable={shown} failed={failed} />;
    return page(c, { view, node, ...bringHead(view), ...status }, body);
  };
  routes.get('/agreements/rounds/:round/bring', async (c) => {
    requireMember(c);
    return bringPage(c, null);
  });
  form(routes, roundForms.bring, async ({ c, who: { member }, params, body: { wording } }) => {
    const view = viewOf(c);
    const round = await roundRow(db, params.round);
    if (!round) throw new Refusal('not-found');
    const came = await bringText(runtime, member, view.i18n, { round: round.id, text: round.text, wording });
    if (came.is === 'done') return c.redirect(view.link(`${roundPath(round.id)}#proposed`), 303);
    if (came.because === 'stage' || came.because === 'closed') throw new Refusal('conflict', 'stage');
    return bringPage(c, { form: 'bring', because: came.because, typed: {} }, late);
  });
}

type NotYet = { text: string; because: DecisionRefusal; status: Answered; held?: Held };
const nothingHeld: Held = { failed: null, typed: new Map() };

async function notYet(
  c: Context,
  runtime: Runtime,
  node: PageNode,
  { text, because, status, held = nothingHeld }: NotYet,
) {
  const view = viewOf(c);
  const { member } = requireMember(c);
  const shown = because === 'missing' ? await shownText(runtime, text, member, view.i18n) : null;
  const body = <NotYetBody view={view} text={text} because={because} shown={shown} held={held} />;
  return page(c, { view, node, ...decideHead(view), ...status }, body);
}
