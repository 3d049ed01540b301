/** Who follows us. */
export const followersPath = '/followers';
