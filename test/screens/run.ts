import { join } from 'node:path';
import { demoNodes } from '../../src/commands/demo-nodes.ts';
import { openBrowser } from '../browser/browser.ts';
import { root } from '../support/sources.ts';
import { picturesIn } from './pictures.ts';
import { walkAll } from './walk.ts';

// `npm run screens [-- FOLDER]` makes a picture of every page, and of every screen of the desk, in both languages,
// light and dark, small and wide, and a page that shows them beside each other. Made fresh each time, kept outside of
// git.

const pictures = picturesIn(process.argv[2] ?? join(root, 'dist/screens'));
await using nodes = await demoNodes(process.env);
await using browser = await openBrowser();
await walkAll(browser, pictures, nodes);
const { count, place } = pictures.finish();
process.stdout.write(`${count} pictures: ${place}\n`);
