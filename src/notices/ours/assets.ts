import { kitStyle, styleSheet } from '../../web/static.ts';

/** Pages of the person affected. */
export const personStyle = styleSheet('person.css', kitStyle('forms'), new URL('./style/person.css', import.meta.url));
