/** One looked-at thing: whether it is well, and the sentence that says so or what to do. */
export type Finding = { well: boolean; sentence: string };
