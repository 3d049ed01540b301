/** Under this, the desk that runs here is read, whether or not somebody has begun to sign it. */
export const thisDesk = 'desk';
