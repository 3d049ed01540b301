import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agreementFileDocument } from './agreement-file-document.ts';
import { commandsDocument } from './commands-document.ts';
import { protocolDocument } from './protocol-document.ts';
import { root } from './sources.ts';

// `npm run docs` writes the documents that the code knows better than a person.
mkdirSync(join(root, 'docs'), { recursive: true });
writeFileSync(join(root, 'docs/commands.md'), await commandsDocument());
for (const [path, written] of [
  ['docs/protocol.md', protocolDocument],
  ['docs/agreement-file.md', agreementFileDocument],
] as const)
  writeFileSync(join(root, path), written(readFileSync(join(root, path), 'utf8')));
