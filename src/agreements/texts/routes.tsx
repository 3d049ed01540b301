import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { b64u16, b64u32, language } from '../../../schemas/encodings.ts';
import { procedure, violence } from '../../../schemas/terms.ts';
import { placelessSentence } from '../../agreement-file/problem-sentences.ts';
import { exportMarkdown } from '../../agreement-file/write.ts';
import type { Runtime } from '../../runtime.ts';
import { privately } from '../../web/answer.ts';
import { wants } from '../../web/negotiate.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { known, readBody } from '../../web/read-body.ts';
import { requireMember } from '../../web/session.ts';
import { viewOf } from '../../web/view.ts';
import { writingPath } from '../versions/addresses.ts';
import { addPart, movePart, throwAway } from './add-move-remove.ts';
import { beginnings } from './beginnings.ts';
import { WritingBody, writingHead } from './list-page.tsx';
import { partRoutes } from './part-routes.tsx';
import { shownText } from './shown.ts';
import { startText } from './start.ts';
import { listedTexts } from './store.ts';
import { letGoOfOrigin } from './take-clause.ts';
import { type Content, emptyContent, writtenText } from './text.ts';
import { TextBody, textHead } from './text-page.tsx';

/** An agreement file of 256 KB, as a form sends it. */
const fileBytes = 1024 * 1024;

const beginning = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('template'), language: z.enum(['es', 'en']) }),
  z.strictObject({ from: z.literal('series'), series: b64u16 }),
  z.strictObject({ from: z.literal('partner'), statement: b64u32 }),
  z.strictObject({ from: z.literal('markdown'), markdown: z.string() }),
  z.strictObject({ from: z.literal('empty'), language }),
]);
const added = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('clause'), violence }),
  z.strictObject({ kind: z.literal('procedure'), about: procedure }),
  z.strictObject({ kind: z.enum(['contact', 'step', 'belonging']) }),
]);
const nothing = z.strictObject({});

/**
 * Agreements while members write them, and their parts one by one. For members only; whoever is not signed in learns nothing, not even which
 * texts there are.
 */
export function writingRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const { db } = runtime;
  const textId = (c: Context) => known(b64u16, c.req.param('text'));
  const see = (c: Context, place: string) => c.redirect(viewOf(c).link(`${writingPath}${place}`), 303);

  const list = async (c: Context, pasted: { markdown: string; problems: string[] } | null) => {
    const view = viewOf(c);
    const thrown = c.req.query('thrown') !== undefined;
    const writing = { texts: await listedTexts(db), ...(await beginnings(db, view.words)), pasted, thrown };
    const status = pasted === null ? {} : { status: 400 as const };
    return page(c, { view, node, ...writingHead(view), ...status }, <WritingBody view={view} writing={writing} />);
  };
  routes.get('/agreements/writing', async (c) => {
    requireMember(c);
    if (wants(c, 'html') === 'html') return list(c, null);
    const texts = (await listedTexts(db)).map(({ id, series, saved, clauses }) => ({ id, series, saved, clauses }));
    return privately(c, { texts });
  });
  routes.post('/agreements/writing', async (c) => {
    const { member } = requireMember(c);
    const given = await readBody(c, beginning, fileBytes);
    const begun = await startText(runtime, member, given);
    const html = wants(c, 'html') === 'html';
    if ('id' in begun) return html ? see(c, `/${begun.id}`) : privately(c, begun, 201);
    const { i18n } = viewOf(c);
    const problems = begun.problems.map((one) => ({ line: one.line, sentence: placelessSentence(i18n, one) }));
    if (!html || given.from !== 'markdown') return privately(c, { code: 'agreement-form', problems }, 400);
    const said = problems.map((one) =>
      i18n._('writing.line', one, { message: 'Line {line}: {sentence}', comment: 'A problem of a pasted file' }),
    );
    return list(c, { markdown: given.markdown, problems: said });
  });

  routes.get('/agreements/writing/:text', async (c) => {
    const { member } = requireMember(c);
    const view = viewOf(c);
    const shown = await shownText(runtime, textId(c), member, view.i18n);
    if (wants(c, 'html') === 'html')
      return page(
        c,
        { view, node, ...textHead(view, shown) },
        <TextBody view={view} shown={shown} saved={c.req.query('saved') ?? null} />,
      );
    const { text, parts, whole, unsaved } = shown;
    const missing = whole.ok ? [] : whole.problems;
    return privately(c, { id: text.id, series: text.series, parts, missing, unsaved });
  });
  routes.get('/agreements/writing/:text/agreement.md', async (c) => {
    const { member } = requireMember(c);
    const { text, parts } = await shownText(runtime, textId(c), member, viewOf(c).i18n);
    const headers = { 'content-type': 'text/markdown; charset=utf-8', 'cache-control': 'no-store' };
    return c.body(exportMarkdown(writtenText(parts, text.series)), 200, headers);
  });
  routes.post('/agreements/writing/:text/parts', async (c) => {
    const { member } = requireMember(c);
    const text = textId(c);
    const given = await readBody(c, added);
    const content = { ...emptyContent(given.kind), ...given } as Content;
    const part = await addPart(runtime, member, text, content);
    return wants(c, 'html') === 'html' ? see(c, `/${text}/parts/${part}`) : privately(c, { part }, 201);
  });
  routes.post('/agreements/writing/:text/parts/:part/move', async (c) => {
    requireMember(c);
    const { way } = await readBody(c, z.strictObject({ way: z.enum(['up', 'down']) }));
    const part = known(b64u16, c.req.param('part'));
    await movePart(runtime, textId(c), part, way);
    return see(c, `/${textId(c)}#part-${part}`);
  });
  routes.post('/agreements/writing/:text/let-go', async (c) => {
    const { member } = requireMember(c);
    const { statement } = await readBody(c, z.strictObject({ statement: b64u32 }));
    await letGoOfOrigin(runtime, member, textId(c), statement);
    return see(c, `/${textId(c)}`);
  });
  routes.post('/agreements/writing/:text/throw-away', async (c) => {
    const { member } = requireMember(c);
    await readBody(c, nothing);
    await throwAway(runtime, member, textId(c));
    return see(c, '?thrown=1');
  });
  routes.route('/', partRoutes(runtime, node));
  return routes;
}
