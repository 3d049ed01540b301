/** As many accompaniers as we want under a partner's alert, where the desk decides. */
export const wantedHere = 2;
