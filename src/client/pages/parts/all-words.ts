import { Refusal } from '../../../../schemas/codes.ts';
import { entropyFrom, spelling } from '../../../protocol/words.ts';
import type { Knows } from './typed-words.ts';

/** Everything that can be said of typed words, by the lists themselves. */
export const allWords: Knows = {
  ...spelling,
  fit(words) {
    try {
      entropyFrom(words);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  },
};
