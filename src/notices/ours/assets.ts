import { builtScript, kitStyle, styleSheet } from '../../web/static.ts';

/** Pages of the person affected. */
export const personStyle = styleSheet(
  'person.css',
  kitStyle('forms'),
  kitStyle('words'),
  new URL('./style/person.css', import.meta.url),
);
/** Keeps the words in the page. */
export const myCodeScript = await builtScript('my-code.js');
