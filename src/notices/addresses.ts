/** Where somebody with twelve words sees what was shared, and takes it back. */
export const myCodePath = '/my-code';
/** Where the person affected answers on her own phone. */
export const askedPath = '/asked';
