import { type Context, Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import type { BodyOf } from '../../../schemas/contract.ts';
import { b64u16 } from '../../../schemas/encodings.ts';
import { placeOf } from '../../members/addresses.ts';
import { forgetTyped, typedOn } from '../../members/typed.ts';
import type { Runtime } from '../../runtime.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { known } from '../../web/read-body.ts';
import { form } from '../../web/route.ts';
import { requireMember } from '../../web/session.ts';
import { viewOf } from '../../web/view.ts';
import { ChangesBody } from '../differences/changes-page.tsx';
import { decidePath, roundPath, versionIn } from '../versions/addresses.ts';
import { adoptProposal, closeWithout } from './close.ts';
import { moveRound, type Step, sayInRound } from './hold.ts';
import { wordsIn } from './input.ts';
import { RoundListBody, roundListHead } from './list-page.tsx';
import { minutesFile } from './minutes.ts';
import { RoundBody, roundHead } from './page.tsx';
import type { DecisionRefusal } from './proposal.ts';
import { changesOfProposal } from './proposal-changes.ts';
import { ProposalBody, proposalHead } from './proposal-page.tsx';
import { type Failed, withWords } from './refused-form.tsx';
import type { Said } from './round.ts';
import { roundForms } from './sent-forms.ts';
import { shownProposal, shownRound } from './shown.ts';
import { listedRounds, roundRow } from './store.ts';

type Given = BodyOf<typeof roundForms.step>;

/**
 * Rounds, for members: the list, each round with what can be said and done in it, its proposals, its minutes as a file.
 */
export function roundRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const { db } = runtime;

  routes.get('/agreements/rounds', async (c) => {
    requireMember(c);
    const view = viewOf(c);
    return page(
      c,
      { view, node, ...roundListHead(view) },
      <RoundListBody view={view} rounds={await listedRounds(db)} />,
    );
  });

  const roundPage = async (c: Context, id: string, failed: Failed | null, status: Answered = {}) => {
    const { member } = requireMember(c);
    const view = viewOf(c);
    const shown = await shownRound(runtime, member, id);
    const held = { failed, typed: withWords(await typedOn(runtime, member, roundPath(id))) };
    const { text, outcome } = shown.row;
    const decided = text !== null && outcome === null ? await typedOn(runtime, member, decidePath(text)) : new Map();
    const body = <RoundBody view={view} shown={shown} held={held} before={withWords(decided)} />;
    return page(c, { view, node, ...roundHead(view, shown), ...status }, body);
  };
  routes.get('/agreements/rounds/:round', async (c) => {
    requireMember(c);
    return roundPage(c, idIn(c), null);
  });
  form(routes, roundForms.step, async ({ c, who: { member }, params: { round: id }, body: given }) => {
    const came = await taken(runtime, member, id, given);
    if (came.is === 'done') {
      await forgetTyped(runtime, member, placeOf(roundPath(id), formOf(given)));
      return c.redirect(viewOf(c).link(`${roundPath(id)}#${seenAt(given, came)}`), 303);
    }
    const typed = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
    return roundPage(c, id, { form: formOf(given), because: came.because, typed }, statusFor(came.because));
  });

  routes.get('/agreements/rounds/:round/minutes.md', async (c) => {
    const { member } = requireMember(c);
    const id = idIn(c);
    const markdown = minutesFile(viewOf(c), await shownRound(runtime, member, id));
    return c.body(markdown, 200, { 'content-type': 'text/markdown; charset=utf-8', 'cache-control': 'no-store' });
  });

  proposalRoutes(routes, runtime, node);
  return routes;
}

function proposalRoutes(routes: Hono, runtime: Runtime, node: PageNode): void {
  routes.get('/agreements/rounds/:round/proposals/:number', async (c) => {
    requireMember(c);
    const view = viewOf(c);
    const { round, number } = await proposalIn(c);
    const { agreement } = await shownProposal(runtime, round, number);
    const body = <ProposalBody view={view} agreement={agreement} back={roundPath(round.id)} />;
    return page(c, { view, node, ...proposalHead(view, agreement, number) }, body);
  });
  const changes = async (c: Context) => {
    requireMember(c);
    const view = viewOf(c);
    const { round, number } = await proposalIn(c);
    const shown = await changesOfProposal(
      runtime,
      round,
      number,
      versionIn(c.req.param('since')) ?? null,
      view.textLanguage,
    );
    const title = view.i18n._('changes.title', {}, { message: 'What changed' });
    const head = { ...proposalHead(view, shown.after.agreement, number), title, titleLanguage: undefined };
    return page(c, { view, node, ...head }, <ChangesBody view={view} shown={shown} />);
  };
  routes.get('/agreements/rounds/:round/proposals/:number/changes', changes);
  routes.get('/agreements/rounds/:round/proposals/:number/since/:since', changes);

  const proposalIn = async (c: Context) => {
    const round = await roundRow(runtime.db, idIn(c));
    if (!round) throw new Refusal('not-found');
    return { round, number: versionIn(c.req.param('number')) ?? round.proposal };
  };
}

/** The id of a round in an address. */
export function idIn(c: Context): string {
  return known(b64u16, c.req.param('round'));
}

/** The status of a page that answers a form which was not taken; nothing for any other. */
export type Answered = { status?: 400 | 409 };
/** Something else came before it. */
export const late: Answered = { status: 409 };
const inForm: readonly DecisionRefusal[] = ['no-words', 'no-harm', 'too-long', 'part', 'about', 'body', 'day'];

/** What a refusal is answered with: it can be mended in the form, or something else came before it. */
export function statusFor(because: DecisionRefusal): Answered {
  return inForm.includes(because) ? { status: 400 } : late;
}

function taken(runtime: Runtime, member: string, id: string, given: Given): Promise<Step> {
  if (given.do === 'move') return moveRound(runtime, member, id, given.to);
  if (given.do === 'adopt') return adoptProposal(runtime, member, id, given);
  if (given.do === 'close') return closeWithout(runtime, member, id, given);
  return sayInRound(runtime, member, id, saidIn(given));
}

function saidIn({ kind, proposal, part, about, words, harm }: Extract<Given, { do: 'say' }>): Said {
  return { kind, proposal, part: part || null, about: about ?? null, words: wordsIn(words), harm: wordsIn(harm) };
}

/** Where on the page of the round somebody sees what they just did. */
function seenAt(given: Given, { said = 0, waits }: Extract<Step, { is: 'done' }>): string {
  if (given.do === 'say') return `entry-${said}`;
  if (waits) return 'closing';
  return given.do === 'move' ? 'stages' : 'outcome';
}

function formOf(given: Given): string {
  if (given.do !== 'say') return given.do;
  return given.kind === 'answer' ? `answer-${given.about ?? 0}` : given.kind;
}
