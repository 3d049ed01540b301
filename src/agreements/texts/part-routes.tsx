import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u16, b64u32 } from '../../../schemas/encodings.ts';
import type { Runtime } from '../../runtime.ts';
import { privately } from '../../web/answer.ts';
import { wants } from '../../web/negotiate.ts';
import { fromOwnPages } from '../../web/own-pages.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { known, readBody } from '../../web/read-body.ts';
import { requireMember } from '../../web/session.ts';
import { viewOf } from '../../web/view.ts';
import { textPath } from '../versions/addresses.ts';
import { wrongSentence } from './field-names.ts';
import type { Typed } from './form-values.ts';
import { EndedBody, endedHead } from './not-saved-page.tsx';
import { stepsOf } from './part-name.ts';
import { PartBody, partHead } from './part-page.tsx';
import { RevisionBody } from './revision-page.tsx';
import { forgetUnsaved, keepUnsaved, putPart, type Save, savePart } from './save-part.ts';
import { type Sent, shownPart } from './shown.ts';
import { partAt } from './store.ts';
import { takeClause } from './take-clause.ts';
import { emptyContent, frontPart } from './text.ts';

/** A part of 256 KB, as a form sends it. */
const partBytes = 768 * 1024;

const number = z.coerce.number().int().min(1).max(1_000_000);
const sent = z
  .object({ revision: number, press: z.enum(['save', 'preview']).optional() })
  .catchall(z.union([z.string(), z.array(z.string()).max(50)]));
const nothing = z.strictObject({});

/** One part of a text: its form, saving it, what is typed and not saved, earlier wordings, taking out and putting back. */
export function partRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const base = '/agreements/writing/:text/parts/:part';
  const at = (c: Context) => {
    const part = c.req.param('part');
    return { text: known(b64u16, c.req.param('text')), part: part === frontPart ? part : known(b64u16, part) };
  };
  const see = (c: Context, place: string) => c.redirect(viewOf(c).link(textPath(place)), 303);
  const form = async (c: Context, member: string, typed: Sent | null, status: 200 | 400 | 409 = 200) => {
    const view = viewOf(c);
    const shown = await shownPart(runtime, member, at(c), typed);
    const options = { view, node, ...partHead(view, shown), ...(status === 200 ? {} : { status }) };
    return page(c, options, <PartBody view={view} shown={shown} me={member} />);
  };

  const ours = fromOwnPages(runtime.origin);
  const back = (c: Context, ended: 'session' | 'text', save: Save) => {
    const view = viewOf(c);
    const { typed, from } = save;
    const action = view.link(`${textPath(save.text)}/parts/${save.part}`);
    const body = <EndedBody view={view} ended={ended} typed={typed} from={from} action={action} />;
    return page(c, { view, node, ...endedHead(view, ended) }, body);
  };

  routes.get(base, async (c) => {
    const { member } = requireMember(c);
    return form(c, member, null);
  });
  routes.post(base, async (c) => {
    const html = wants(c, 'html') === 'html';
    if (html && (c.get('signedIn') ?? null) === null && (await ours(c)))
      return back(c, 'session', (await readSave(c, at(c))).save);
    const { member } = requireMember(c);
    const { save, preview } = await readSave(c, at(c));
    const { typed, from } = save;
    if (preview) return form(c, member, { typed, from, wrong: [], preview });
    const saved = await savePart(runtime, member, save).catch((error: unknown) => {
      if (html && error instanceof Refusal && error.code === 'not-found') return null;
      throw error;
    });
    if (saved === null) return back(c, 'text', save);
    if (saved.kind === 'saved')
      return html
        ? see(c, `${save.text}?saved=${save.part}#part-${save.part}`)
        : privately(c, { revision: saved.revision });
    if (saved.kind === 'conflict') {
      const { revision, content } = saved.current;
      if (!html) return privately(c, { code: 'conflict', current: { revision, content } }, 409);
      return form(c, member, { typed, from, wrong: [], preview }, 409);
    }
    if (html) return form(c, member, { typed, from, wrong: saved.wrong, preview }, 400);
    const { i18n } = viewOf(c);
    const problems = saved.wrong.map((one) => ({ name: one.name, sentence: wrongSentence(i18n, one) }));
    return privately(c, { code: 'agreement-form', problems }, 400);
  });
  routes.post(`${base}/unsaved`, async (c) => {
    const { member } = requireMember(c);
    const { save } = await readSave(c, at(c));
    return privately(c, await keepUnsaved(runtime, member, save));
  });
  routes.post(`${base}/unsaved/drop`, async (c) => {
    const { member } = requireMember(c);
    await readBody(c, nothing);
    const { text, part } = at(c);
    await forgetUnsaved(runtime, member, text, part);
    return see(c, `${text}/parts/${part}`);
  });
  routes.post(`${base}/out`, async (c) => {
    const { member } = requireMember(c);
    const { from } = await readBody(c, z.strictObject({ from: number }));
    await putPart(runtime, member, { ...at(c), from, revision: null });
    return see(c, `${at(c).text}#part-${at(c).part}`);
  });
  routes.post(`${base}/back`, async (c) => {
    const { member } = requireMember(c);
    const given = await readBody(c, z.strictObject({ from: number, revision: number }));
    await putPart(runtime, member, { ...at(c), ...given });
    return see(c, `${at(c).text}/parts/${at(c).part}`);
  });
  routes.post(`${base}/take`, async (c) => {
    const { member } = requireMember(c);
    const given = await readBody(c, z.strictObject({ statement: b64u32, clause: b64u16 }));
    const part = await takeClause(runtime, member, { ...at(c), ...given });
    return see(c, `${at(c).text}/parts/${part}`);
  });
  routes.get(`${base}/revisions/:revision`, async (c) => {
    const { member } = requireMember(c);
    const view = viewOf(c);
    const revision = known(number, c.req.param('revision'));
    const { text, part } = at(c);
    const then = await partAt(runtime.db, text, part, revision);
    if (!then) throw new Refusal('not-found');
    const { current, front, parts } = await shownPart(runtime, member, { text, part }, null);
    const content = then.content ?? current.content ?? emptyContent(then.kind);
    const kicker = view.i18n._('writing.revision', { number: revision }, { message: 'Wording {number}' });
    const { script: _, ...head } = partHead(view, { current, content, front });
    const shown = { text, then, current, front, steps: stepsOf(view, front.languages, parts) };
    const body = <RevisionBody view={view} {...shown} me={member} />;
    return page(c, { view, node, ...head, kicker }, body);
  });
  return routes;
}

async function readSave(c: Context, { text, part }: Pick<Save, 'text' | 'part'>) {
  const { revision: from, press, ...typed } = await readBody(c, sent, partBytes);
  return { save: { text, part, from, typed: typed as Typed }, preview: press === 'preview' };
}
