/** Where a browser ends its session. */
export const leavePath = '/leave';
/** Where a member sees where they are signed in, and ends one session or all. */
export const sessionsPath = '/sessions';
export const endSessionPath = '/sessions/end';
export const endAllPath = '/sessions/end-all';
/** Where members see who is here, and choose what they are called. */
export const peoplePath = '/people';
/** Where what somebody types is dropped. */
export const dropPath = '/typed/drop';

/** The name of a form under which what is typed into it is kept: the path of its page, and its id. */
export const placeOf = (path: string, form: string): string => `${path}#${form}`;

/** Where what is typed into a form of a page is kept. */
export const keepPath = (place: string): string => `/typed?${new URLSearchParams({ place })}`;
