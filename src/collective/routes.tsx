import { Hono } from 'hono';
import { Refusal } from '../../schemas/codes.ts';
import { collectiveContract as contract, mostManifests } from '../../schemas/routes/collective.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import type { Runtime } from '../runtime.ts';
import { route } from '../web/route.ts';
import { slowToRefuse } from '../web/unhurried.ts';
import { checkSetUpCode } from './check-code.ts';
import { contactsChanged, keepContacts, ownContacts } from './contacts.ts';
import { manifestsFrom, ownNode } from './store.ts';

/**
 * `GET /manifest?from=N`: our chain from version N (default 1), oldest first, as it was signed. Public. Answers
 * `not-found` before the collective stands and `malformed` for another N. `GET /about`: whether somebody tries it out
 * alone. `GET /contacts`: whom to turn to, public too; `PUT` by a steward, or under the set-up code;
 * members read at `/contacts/changed` who did last.
 */
export function collectiveRoutes(runtime: Runtime): Hono {
  const app = new Hono();
  route(app, contract.manifest, async ({ query }) => {
    const rows = await manifestsFrom(runtime.db, Number(query.from), mostManifests);
    if (rows.length === 0 && (await manifestsFrom(runtime.db, 1, 1)).length === 0) throw new Refusal('not-found');
    return { manifests: rows.map((row) => storedEnvelope(row.envelope)) };
  });
  route(app, contract.about, async () => ({ alone: (await ownNode(runtime.db))?.alone ?? false }));
  route(app, contract.contacts, async () => ({ contacts: await ownContacts(runtime) }));
  route(app, contract.contactsChanged, async () => ({ changed: await contactsChanged(runtime) }));
  route(
    app,
    contract.keepContacts,
    async ({ who, body }) => ({
      contacts: await keepContacts(runtime, 'member' in who ? who.member : 'setup', body),
    }),
    (_c, typed) => slowToRefuse(() => checkSetUpCode(runtime, typed)),
  );
  return app;
}
