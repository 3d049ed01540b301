/** Which of twelve words are asked back before a keyring is made of them, counted from 0. */
export const askedBack = [2, 6, 10] as const;
