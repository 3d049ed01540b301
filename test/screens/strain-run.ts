import { demoNodes } from '../../src/commands/demo-nodes.ts';
import { openBrowser } from '../browser/browser.ts';
import { strainIn } from './strain.ts';
import { walkAll } from './walk.ts';

// `npm run strain` walks through every page and every screen of the desk in Spanish and looks at each with axe, small
// and wide, dark, in forced colours, with large text, longer words and from right to left. Says what it finds, and
// exits with 1 if that is anything.

const found: string[] = [];
const strain = strainIn(['es'], (one) => {
  found.push(one);
  process.stdout.write(`${one}\n`);
});
await using nodes = await demoNodes(process.env);
await using browser = await openBrowser();
await walkAll(browser, strain, nodes);
process.stdout.write(`${strain.titles().length} screens, ${found.length} findings\n`);
if (found.length > 0) process.exitCode = 1;
