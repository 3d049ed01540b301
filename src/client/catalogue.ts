import type { Messages } from '@lingui/core';

/*
 * The language of a script, and the sentences that it says. Whoever builds one for a language (src/browser-scripts.js)
 * puts both in the place of these, which say everything in the English of the sources.
 */
export const language: string = 'en';
export const messages: Messages = {};
