/** What a command line ends with. Everything a person needs stands on the screen; programs go by these. */
export const exitCodes = {
  done: { code: 0, about: 'Done. For `doctor`: all is well. For `demo`: the whole story was told.' },
  refused: {
    code: 1,
    about: 'Refused or stopped, after one sentence. For `doctor`: something needs a person. For `demo`: a step failed.',
  },
  misused: { code: 2, about: 'Not understood: a command, option or argument is missing or not known.' },
  broken: { code: 70, about: 'A fault of Convive itself, told by its kind and place.' },
  ended: { code: 128, about: 'Plus the number of the signal that ended it, while a question or a secret stood there.' },
} as const;
