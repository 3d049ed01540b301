import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsDocument } from './commands-document.ts';
import { protocolDocument } from './protocol-document.ts';
import { root } from './sources.ts';

// `npm run docs` writes the documents that the code knows better than a person.
mkdirSync(join(root, 'docs'), { recursive: true });
writeFileSync(join(root, 'docs/commands.md'), await commandsDocument());
const protocol = join(root, 'docs/protocol.md');
writeFileSync(protocol, protocolDocument(readFileSync(protocol, 'utf8')));
