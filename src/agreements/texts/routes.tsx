import { type Context, Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import type { BodyOf } from '../../../schemas/contract.ts';
import { b64u16 } from '../../../schemas/encodings.ts';
import { agreementsTextsContract as contract } from '../../../schemas/routes/agreements-texts.ts';
import { placelessSentence } from '../../agreement-file/problem-sentences.ts';
import type { Problem } from '../../agreement-file/problems.ts';
import { exportMarkdown } from '../../agreement-file/write.ts';
import { placeOf } from '../../members/addresses.ts';
import { forgetTyped, typedOn } from '../../members/typed.ts';
import type { Runtime } from '../../runtime.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { known } from '../../web/read-body.ts';
import { form, route } from '../../web/route.ts';
import { requireMember } from '../../web/session.ts';
import { viewOf } from '../../web/view.ts';
import { fileForm, writingPath } from '../versions/addresses.ts';
import { addPart, movePart, throwAway } from './add-move-remove.ts';
import { WritingBody, writingHead } from './list-page.tsx';
import { partRoutes } from './part-routes.tsx';
import { textForms } from './sent-forms.ts';
import { shownText } from './shown.ts';
import { startText } from './start.ts';
import { startChoices } from './start-choices.ts';
import { listedTexts } from './store.ts';
import { letGoOfOrigin } from './take-clause.ts';
import { type Content, emptyContent, writtenText } from './text.ts';
import { TextBody, textHead } from './text-page.tsx';

/**
 * Agreements while members write them, and their parts one by one. For members only; whoever is not signed in learns
 * nothing, not even which texts there are.
 */
export function writingRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const { db } = runtime;

  const list = async (c: Context, pasted: { markdown: string; problems: string[] } | null) => {
    const view = viewOf(c);
    const thrown = c.req.query('thrown') !== undefined;
    const typed = await typedOn(runtime, requireMember(c).member, writingPath);
    const begun = { ...(await startChoices(db, view.textLanguage)), pasted, typed, thrown };
    const writing = { texts: await listedTexts(db), ...begun };
    const status = pasted === null ? {} : { status: 400 as const };
    return page(c, { view, node, ...writingHead(view), ...status }, <WritingBody view={view} writing={writing} />);
  };
  route(routes, contract.list, async () => ({
    texts: (await listedTexts(db)).map(({ id, series, saved, clauses }) => ({
      ...{ id, series, clauses },
      saved: saved.toISOString(),
    })),
  }));
  routes.get(contract.list.path, async (c) => {
    requireMember(c);
    return list(c, null);
  });
  route(routes, contract.start, async ({ c, who, body }) => {
    const begun = await startText(runtime, who.member, body);
    if ('id' in begun) return begun;
    c.status(400);
    return { code: 'agreement-form' as const, problems: problemsOf(c, begun.problems) };
  });
  form(routes, contract.start, async ({ c, who, body: given }) => {
    const begun = await startText(runtime, who.member, given);
    if ('id' in begun) {
      if (given.from === 'markdown') await forgetTyped(runtime, who.member, placeOf(writingPath, fileForm));
      return see(c, `/${begun.id}`);
    }
    if (given.from !== 'markdown') throw new Refusal('agreement-form');
    const { i18n } = viewOf(c);
    const problems = problemsOf(c, begun.problems);
    const said = problems.map((one) =>
      i18n._('writing.line', one, { message: 'Line {line}: {sentence}', comment: 'A problem of a pasted file' }),
    );
    return list(c, { markdown: given.markdown, problems: said });
  });

  textRoutes(routes, runtime, node);
  changeRoutes(routes, runtime);
  routes.route('/', partRoutes(runtime, node));
  return routes;
}

function textRoutes(routes: Hono, runtime: Runtime, node: PageNode): void {
  route(routes, contract.text, async ({ c, who, params }) => {
    const { text, whole, unsaved, ...shown } = await shownText(runtime, params.text, who.member, viewOf(c).i18n);
    const parts = shown.parts.map((one) => ({ ...one, text: text.id, at: one.at.toISOString() }));
    return { id: text.id, series: text.series, parts, missing: whole.ok ? [] : whole.problems, unsaved };
  });
  routes.get(contract.text.path, async (c) => {
    const { member } = requireMember(c);
    const view = viewOf(c);
    const shown = await shownText(runtime, textId(c), member, view.i18n);
    const body = <TextBody view={view} shown={shown} saved={c.req.query('saved') ?? null} />;
    return page(c, { view, node, ...textHead(view, shown) }, body);
  });
  routes.get('/agreements/writing/:text/agreement.md', async (c) => {
    const { member } = requireMember(c);
    const { text, parts } = await shownText(runtime, textId(c), member, viewOf(c).i18n);
    const headers = { 'content-type': 'text/markdown; charset=utf-8', 'cache-control': 'no-store' };
    return c.body(exportMarkdown(writtenText(parts, text.series)), 200, headers);
  });
}

function changeRoutes(routes: Hono, runtime: Runtime): void {
  const add = (member: string, text: string, given: BodyOf<typeof contract.addPart>) =>
    addPart(runtime, member, text, { ...emptyContent(given.kind), ...given } as Content);
  route(routes, contract.addPart, async ({ who, params, body }) => ({
    part: await add(who.member, params.text, body),
  }));
  form(routes, contract.addPart, async ({ c, who, params: { text }, body }) => {
    const part = await add(who.member, text, body);
    return see(c, `/${text}/parts/${part}`);
  });
  form(routes, textForms.move, async ({ c, params: { text, part }, body }) => {
    await movePart(runtime, text, part, body.way);
    return see(c, `/${text}#part-${part}`);
  });
  form(routes, textForms.letGo, async ({ c, who, params: { text }, body }) => {
    await letGoOfOrigin(runtime, who.member, text, body.statement);
    return see(c, `/${text}`);
  });
  form(routes, textForms.throwAway, async ({ c, who, params }) => {
    const gone = await throwAway(runtime, who.member, params.text);
    return see(c, gone ? '?thrown=1' : `/${params.text}`);
  });
}

const textId = (c: Context): string => known(b64u16, c.req.param('text'));
const see = (c: Context, place: string) => c.redirect(viewOf(c).link(`${writingPath}${place}`), 303);

function problemsOf(c: Context, problems: readonly Problem[]) {
  const { i18n } = viewOf(c);
  return problems.map((one) => ({ line: one.line, sentence: placelessSentence(i18n, one) }));
}
