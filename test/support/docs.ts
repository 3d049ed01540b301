import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsDocument } from './commands-document.ts';
import { root } from './sources.ts';

// `npm run docs` writes the documents that the code knows better than a person.
mkdirSync(join(root, 'docs'), { recursive: true });
writeFileSync(join(root, 'docs/commands.md'), await commandsDocument());
