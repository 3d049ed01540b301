/** Support, for whoever something happened to: one address for all steps. */
export const happenedPath = '/something-happened';
