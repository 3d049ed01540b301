/** The way out of every page. */
export const exitPath = '/exit';
/** What quick exit does, and cannot do. */
export const aboutExitPath = '/exit/about';
