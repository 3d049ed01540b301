import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u16, b64u32 } from '../../../schemas/encodings.ts';
import { envelope as envelopeSchema } from '../../../schemas/envelope.ts';
import { adaptClause, adaptWhole } from '../../agreement-file/adapt.ts';
import { parseEnvelope, readUnverified } from '../../protocol/envelope.ts';
import type { Runtime } from '../../runtime.ts';
import { wants } from '../../web/negotiate.ts';
import { known, readBody } from '../../web/read-body.ts';
import { requireMember } from '../../web/session.ts';
import { signedVersion } from '../differences/shown-changes.ts';
import { publishedVersion, storedEnvelope } from '../versions/store.ts';
import { versionIn } from '../versions/version-number.ts';
import { acknowledgementType } from '../wire/activity.ts';
import { listAbout } from './pull.ts';
import { acknowledge, parseDraft } from './sign.ts';
import { acknowledgementById, acknowledgementDrafts } from './store.ts';

/** What passes between collectives: a partner's version as a draft of ours, and what each says of the other's agreements. */
export function betweenRoutes(runtime: Runtime): Hono {
  const routes = new Hono();
  const { db } = runtime;

  const adapted = async (c: Context) => {
    const number = c.req.param('version');
    const which = { peer: known(b64u32, c.req.param('peer')), series: known(b64u16, c.req.param('series')) };
    const row = await signedVersion(runtime, which, versionIn(number));
    if (!row) throw new Refusal('not-found');
    const source = { id: row.id, agreement: readUnverified('agreement', storedEnvelope(row.envelope)).statement };
    const { clause, into } = c.req.query();
    const ours = into === undefined ? null : await publishedVersion(db, known(b64u16, into));
    if (into !== undefined && !ours) throw new Refusal('not-found', 'into');
    const base = ours && readUnverified('agreement', storedEnvelope(ours.envelope)).statement;
    const markdown = clause === undefined ? adaptWhole(source) : adaptClause(source, known(b64u16, clause), base);
    if (wants(c, 'html') === 'json') return c.json({ markdown }, 200, { vary: 'Accept', 'cache-control': 'no-cache' });
    return c.body(markdown, 200, { 'content-type': 'text/markdown; charset=utf-8', vary: 'Accept' });
  };
  routes.post('/acknowledgements', async (c) => {
    const { member } = requireMember(c, 'steward');
    const { envelope } = await readBody(c, z.strictObject({ envelope: envelopeSchema }), mostBytes);
    return c.json(await acknowledge(runtime, member, parseEnvelope(envelope)), 201, { 'cache-control': 'no-store' });
  });
  routes.get('/acknowledgements', async (c) =>
    c.json(await listAbout(runtime, known(b64u32, c.req.query('of'))), 200, { 'cache-control': 'no-cache' }),
  );
  routes.get('/acknowledgements/drafts', async (c) => {
    requireMember(c);
    const drafts = (await acknowledgementDrafts(db)).map(({ id, envelope }) => ({
      id,
      envelope: parseDraft(envelope),
    }));
    return c.json({ drafts }, 200, { 'cache-control': 'no-store' });
  });
  routes.get('/acknowledgements/:id', async (c) => {
    const stored = await acknowledgementById(db, known(b64u32, c.req.param('id')));
    if (!stored) throw new Refusal('not-found');
    return c.body(stored.envelope, 200, { 'content-type': acknowledgementType, 'cache-control': 'no-cache' });
  });
  routes.get('/partners/:peer/agreements/:series/adapted.md', adapted);
  routes.get('/partners/:peer/agreements/:series/versions/:version/adapted.md', adapted);
  return routes;
}

/** An acknowledgement of two hundred clauses under every signature that fits. */
const mostBytes = 64 * 1024;
