/**
 * Fedify is more than half of the code of a node, and who is not looked up, signs nothing and verifies nothing needs
 * none of it: each part is loaded when it is first used.
 */
export const fedify = {
  federation: () => import('@fedify/fedify/federation'),
  signatures: () => import('@fedify/fedify/sig'),
  vocabulary: () => import('@fedify/vocab'),
  runtime: () => import('@fedify/vocab-runtime'),
};
