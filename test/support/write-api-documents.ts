import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPage, openApi } from './api-documents.ts';
import { allForms } from './changing-routes.ts';
import { allContracts } from './contracts.ts';
import { root } from './sources.ts';

/* The second half of `npm run schemas`: writes docs/api.md and docs/openapi.json from schemas/routes/. */
const all = await allContracts();
const folder = join(root, 'docs');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'api.md'), apiPage(all, allForms()));
writeFileSync(join(folder, 'openapi.json'), openApi(all));
