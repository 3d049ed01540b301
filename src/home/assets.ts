import { styleSheet } from '../web/static.ts';

/** The page for whoever something happened to. */
export const happenedStyle = styleSheet('happened.css', new URL('./style/happened.css', import.meta.url));
