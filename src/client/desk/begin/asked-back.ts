/** Which of twelve new words are asked back before they count, counted from 0. */
export const askedBack = [2, 6, 10] as const;
