import { kitStyle, styleSheet } from '../../web/static.ts';

const style = (name: string) => new URL(`./style/${name}.css`, import.meta.url);

/** Pages that hold two texts beside each other. */
export const compareStyle = styleSheet('compare.css', style('compare'));
export const searchStyle = styleSheet('search.css', style('search'));
export const zineStyle = styleSheet('zine.css', style('zine'));
/** Rounds show forms, stages, and what changed. */
export const roundStyle = styleSheet(
  'round.css',
  style('compare'),
  kitStyle('forms'),
  kitStyle('stages'),
  style('round'),
);

/** What only a few pages need is not loaded with all of them. */
export const agreementAssets = [compareStyle, searchStyle, zineStyle, roundStyle];
