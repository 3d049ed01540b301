/** Members see here how their node is. */
export const nodePath = '/node-state';
