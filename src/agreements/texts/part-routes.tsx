import { type Context, Hono } from 'hono';
import type * as z from 'zod';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u16 } from '../../../schemas/encodings.ts';
import {
  agreementsTextsContract as contract,
  revisionNumber,
  typedPart,
} from '../../../schemas/routes/agreements-texts.ts';
import type { Runtime } from '../../runtime.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { known } from '../../web/read-body.ts';
import { form, route } from '../../web/route.ts';
import { requireMember } from '../../web/session.ts';
import { viewOf } from '../../web/view.ts';
import { textPath } from '../versions/addresses.ts';
import { partLabels } from './field-labels.ts';
import { type Typed, wrongSentence } from './form-values.ts';
import { stepsOf } from './part-name.ts';
import { PartBody, partHead } from './part-page.tsx';
import { RevisionBody } from './revision-page.tsx';
import { forgetUnsaved, keepUnsaved, putPart, type Save, savePart } from './save-part.ts';
import { textForms } from './sent-forms.ts';
import { type Sent, shownPart } from './shown.ts';
import { partAt } from './store.ts';
import { takeClause } from './take-clause.ts';
import { emptyContent, frontPart } from './text.ts';

const base = contract.savePart.path;

/**
 * One part of a text: its form, saving it, what is typed and not saved, earlier wordings, taking out and putting back.
 */
export function partRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const partPage = async (c: Context, member: string, typed: Sent | null, status: 200 | 400 | 409 = 200) => {
    const view = viewOf(c);
    const shown = await shownPart(runtime, member, at(c), typed);
    const options = { view, node, ...partHead(view, shown), ...(status === 200 ? {} : { status }) };
    return page(c, options, <PartBody view={view} shown={shown} me={member} />);
  };

  routes.get(base, async (c) => {
    const { member } = requireMember(c);
    return partPage(c, member, null);
  });
  route(routes, contract.savePart, async ({ c, who, params, body }) => {
    const saved = await savePart(runtime, who.member, saveOf(params, body));
    if (saved.kind === 'saved') return { revision: saved.revision };
    if (saved.kind === 'conflict') {
      const { revision, content } = saved.current;
      c.status(409);
      return { code: 'conflict' as const, current: { revision, content } };
    }
    const { i18n } = viewOf(c);
    c.status(400);
    const problems = saved.wrong.map((one) => ({ name: one.name, sentence: wrongSentence(i18n, one) }));
    return { code: 'agreement-form' as const, problems };
  });
  const sent = { ...contract.savePart, body: typedPart };
  const save: Parameters<typeof form<typeof sent>>[2] = async ({ c, who: { member }, params, body }) => {
    const given = saveOf(params, body);
    const { typed, from } = given;
    const preview = body.press === 'preview';
    if (preview) return partPage(c, member, { typed, from, wrong: [], preview });
    const saved = await savePart(runtime, member, given);
    if (saved.kind === 'saved') return see(c, `${given.text}?saved=${given.part}#part-${given.part}`);
    if (saved.kind === 'conflict') return partPage(c, member, { typed, from, wrong: [], preview }, 409);
    return partPage(c, member, { typed, from, wrong: saved.wrong, preview }, 400);
  };
  form(routes, sent, save, { labels: partLabels });
  route(routes, contract.keepUnsaved, ({ who, params, body }) =>
    keepUnsaved(runtime, who.member, saveOf(params, body)),
  );
  changeRoutes(routes, runtime);
  revisionRoutes(routes, runtime, node);
  return routes;
}

function revisionRoutes(routes: Hono, runtime: Runtime, node: PageNode): void {
  routes.get(`${base}/revisions/:revision`, async (c) => {
    const { member } = requireMember(c);
    const view = viewOf(c);
    const revision = known(revisionNumber, c.req.param('revision'));
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
}

function changeRoutes(routes: Hono, runtime: Runtime): void {
  form(routes, textForms.dropUnsaved, async ({ c, who, params: { text, part } }) => {
    await forgetUnsaved(runtime, who.member, text, part);
    return see(c, `${text}/parts/${part}`);
  });
  form(routes, textForms.takeOut, async ({ c, who, params, body }) => {
    await putPart(runtime, who.member, { ...params, ...body, revision: null });
    return see(c, `${params.text}#part-${params.part}`);
  });
  form(routes, textForms.putBack, async ({ c, who, params, body }) => {
    await putPart(runtime, who.member, { ...params, ...body });
    return see(c, `${params.text}/parts/${params.part}`);
  });
  form(routes, textForms.takeClause, async ({ c, who, params, body }) => {
    const part = await takeClause(runtime, who.member, { ...params, ...body });
    return see(c, `${params.text}/parts/${part}`);
  });
}

type Place = Pick<Save, 'text' | 'part'>;

function at(c: Context): Place {
  const part = c.req.param('part');
  return { text: known(b64u16, c.req.param('text')), part: part === frontPart ? part : known(b64u16, part) };
}

const see = (c: Context, place: string) => c.redirect(viewOf(c).link(textPath(place)), 303);

function saveOf(place: Place, { revision: from, press: _, ...typed }: z.output<typeof typedPart>): Save {
  return { ...place, from, typed: typed as Typed };
}
