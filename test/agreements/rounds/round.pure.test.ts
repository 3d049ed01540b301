import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  judgeAdoption,
  judgeBring,
  judgeMove,
  judgeSaid,
  kinds,
  metOf,
  mostCharacters,
  movable,
  positions,
  type RoundEntry,
  type RoundState,
  type Said,
  type SaidKind,
  type Stage,
  sayable,
  stages,
} from '../../../src/agreements/rounds/round.ts';

const parts = new Set(['clause-1', 'clause-2']);
const at = new Date('2026-11-01T12:00:00Z');
const words = (kind: SaidKind): Partial<Said> =>
  kind === 'consent' || kind === 'stand_aside'
    ? {}
    : { words: 'Algo.', ...(kind === 'objection' && { harm: 'Alguien.' }) };
const saying = (kind: SaidKind, changes: Partial<Said> = {}): Said => ({
  kind,
  proposal: 1,
  part: null,
  about: null,
  words: null,
  harm: null,
  ...words(kind),
  ...changes,
});
const round = (stage: Stage, entries: readonly RoundEntry[] = [], proposal = 1): RoundState => ({
  stage,
  proposal,
  entries,
});
/** Entries as if each member had said that. */
const said = (...all: [member: string, kind: SaidKind, changes?: Partial<Said>][]): RoundEntry[] =>
  all.map(([member, kind, changes], index) => ({ ...saying(kind, changes), seq: index + 1, stage: null, member, at }));
const judged = (stage: Stage, one: Said, entries: readonly RoundEntry[] = [], proposal = 1) => {
  const answer = judgeSaid(round(stage, entries, proposal), parts, 'ana', one);
  return answer.is === 'refused' ? answer.because : answer.is;
};

describe('what can be said', () => {
  const question = said(['luz', 'question']);
  const aboutOne = (kind: SaidKind) => saying(kind, kind === 'answer' ? { about: 1 } : {});
  it.each([
    ['questions', ['question', 'answer']],
    ['sense_check', ['question', 'answer', 'sense']],
    ['amend', ['question', 'answer', 'amendment']],
    ['consent', ['question', 'answer', 'consent', 'stand_aside', 'objection']],
    ['outcome', []],
  ] as const)('in %s is what belongs to it, and nothing else', (stage, belongs) => {
    const taken = kinds.filter((kind) => judged(stage, aboutOne(kind), question) === 'new');
    expect(taken).toEqual(belongs);
    expect(sayable(stage)).toEqual(belongs);
    const others = kinds.filter((kind) => !(belongs as readonly SaidKind[]).includes(kind));
    for (const kind of others)
      expect(judged(stage, aboutOne(kind), question)).toBe(stage === 'outcome' ? 'closed' : 'stage');
  });

  it('speaks of the proposal that stands', () => {
    expect(judged('consent', saying('consent'), [], 2)).toBe('proposal');
    expect(judged('consent', saying('consent', { proposal: 3 }), [], 2)).toBe('proposal');
    expect(judged('consent', saying('consent', { proposal: 2 }), [], 2)).toBe('new');
  });

  it('is about a part of the proposal, where it is about one at all', () => {
    for (const kind of ['question', 'objection'] as const) {
      expect(judged('consent', saying(kind, { part: 'clause-2' }))).toBe('new');
      expect(judged('consent', saying(kind, { part: 'clause-3' }))).toBe('part');
    }
    expect(judged('amend', saying('amendment', { part: 'clause-2' }))).toBe('new');
    expect(judged('consent', saying('consent', { part: 'clause-2' }))).toBe('part');
    expect(judged('sense_check', saying('sense', { part: 'clause-2' }))).toBe('part');
  });

  it('answers a question of this round', () => {
    const entries = said(['luz', 'question'], ['ana', 'sense']);
    expect(judged('questions', saying('answer', { about: 1 }), entries)).toBe('new');
    for (const about of [null, 0, 2, 3, -1])
      expect(judged('questions', saying('answer', { about }), entries)).toBe('about');
    expect(judged('questions', saying('question', { about: 1 }), entries)).toBe('about');
  });

  it('has words, except a yes or a step aside, which may; an objection names what could be harmed', () => {
    for (const kind of ['question', 'answer', 'sense', 'amendment', 'objection'] as const) {
      const stage = stages.find((one) => sayable(one).includes(kind)) as Stage;
      const about = kind === 'answer' ? 1 : null;
      expect(judged(stage, saying(kind, { words: null, about }), question)).toBe('no-words');
    }
    expect(judged('consent', saying('objection', { harm: null }))).toBe('no-harm');
    expect(judged('consent', saying('consent', { harm: 'x' }))).toBe('no-harm');
    expect(judged('consent', saying('stand_aside', { words: 'Por cansancio.' }))).toBe('new');
  });

  it('is as long as people read', () => {
    const long = '🌱'.repeat(mostCharacters);
    expect(judged('consent', saying('objection', { words: long, harm: long }))).toBe('new');
    expect(judged('consent', saying('objection', { words: `${long}a` }))).toBe('too-long');
    expect(judged('consent', saying('objection', { harm: `${long}a` }))).toBe('too-long');
  });

  it('is added once, however often a form is sent; by somebody else, or about something else, again', () => {
    const entries = said(['ana', 'question', { part: 'clause-1' }], ['luz', 'question']);
    expect(judged('amend', saying('question', { part: 'clause-1' }), entries)).toBe('already');
    expect(judged('amend', saying('question'), entries)).toBe('new');
    expect(judged('amend', saying('question', { part: 'clause-1', words: 'Otra.' }), entries)).toBe('new');
    expect(judged('amend', saying('question', { part: 'clause-1', proposal: 2 }), entries, 2)).toBe('new');
    const changed = said(['ana', 'consent'], ['ana', 'objection']);
    expect(judged('consent', saying('objection'), changed)).toBe('already');
    expect(judged('consent', saying('consent'), changed)).toBe('new');
  });

  it('ends at five hundred entries, where even then the same is no second one', () => {
    const entries = Array.from(
      { length: 500 },
      (_, n) => said(['luz', 'question', { words: `${n}` }])[0] as RoundEntry,
    );
    expect(judged('questions', saying('question'), entries)).toBe('too-many');
    expect(judged('questions', saying('question'), entries.slice(1))).toBe('new');
    const answer = judgeSaid(round('questions', entries), parts, 'luz', saying('question', { words: '7' }));
    expect(answer.is).toBe('already');
  });
});

describe('the stages', () => {
  it('lead forward, and back from where there is something to go back for', () => {
    expect(Object.fromEntries(stages.map((stage) => [stage, movable(stage)]))).toEqual({
      questions: ['sense_check'],
      sense_check: ['amend', 'consent', 'questions'],
      amend: ['consent', 'sense_check'],
      consent: ['amend'],
      outcome: [],
    });
    for (const stage of stages)
      for (const to of ['questions', 'sense_check', 'amend', 'consent'] as const) {
        const expected =
          to === stage
            ? { is: 'already' }
            : movable(stage).includes(to)
              ? { is: 'new' }
              : { is: 'refused', because: stage === 'outcome' ? 'closed' : 'stage' };
        expect(judgeMove(round(stage), to)).toEqual(expected);
      }
  });

  it('take other words as the next proposal while they are being amended', () => {
    expect(stages.map((stage) => judgeBring({ stage }, true))).toEqual([
      { is: 'refused', because: 'stage' },
      { is: 'refused', because: 'stage' },
      { is: 'new' },
      { is: 'refused', because: 'stage' },
      { is: 'refused', because: 'closed' },
    ]);
    expect(judgeBring({ stage: 'amend' }, false)).toEqual({ is: 'refused', because: 'same' });
  });
});

describe('adoption', () => {
  const members = new Set(['ana', 'luz', 'toño']);
  const judge = (entries: RoundEntry[], proposal = 1, stage: Stage = 'consent') => {
    const answer = judgeAdoption(round(stage, entries, proposal), members);
    return answer.is === 'refused' ? answer.because : answer.is;
  };

  it('takes two members who say yes, and no open objection', () => {
    expect(judge([])).toBe('few');
    expect(judge(said(['ana', 'consent']))).toBe('few');
    expect(judge(said(['ana', 'consent'], ['ana', 'consent', { words: 'Sí.' }]))).toBe('few');
    expect(judge(said(['ana', 'consent'], ['luz', 'stand_aside'], ['toño', 'stand_aside']))).toBe('few');
    expect(judge(said(['ana', 'consent'], ['luz', 'consent'], ['toño', 'stand_aside']))).toBe('new');
    expect(judge(said(['ana', 'consent'], ['luz', 'consent'], ['toño', 'objection']))).toBe('objection');
  });

  it('asks what each said last', () => {
    const yes: [string, SaidKind][] = [
      ['ana', 'consent'],
      ['luz', 'consent'],
    ];
    expect(judge(said(['toño', 'objection'], ...yes, ['toño', 'stand_aside']))).toBe('new');
    expect(judge(said(...yes, ['luz', 'objection']))).toBe('objection');
    expect(judge(said(...yes, ['luz', 'stand_aside']))).toBe('few');
    expect(judge(said(...yes, ['luz', 'objection'], ['luz', 'question']))).toBe('objection');
  });

  it('asks everybody anew about an amended proposal', () => {
    const first = said(['ana', 'consent'], ['luz', 'consent'], ['toño', 'objection']);
    expect(judge(first, 2)).toBe('few');
    const second = said(['ana', 'consent', { proposal: 2 }], ['luz', 'consent', { proposal: 2 }]);
    expect(judge([...first, ...second], 2)).toBe('new');
  });

  it('leaves out the yes of who has left, not the harm that they named', () => {
    expect(judge(said(['ana', 'consent'], ['nobody', 'consent']))).toBe('few');
    expect(judge(said(['ana', 'consent'], ['luz', 'consent'], ['nobody', 'objection']))).toBe('objection');
  });

  it('happens in the stage of consent alone', () => {
    const yes = said(['ana', 'consent'], ['luz', 'consent']);
    const answers = ['stage', 'stage', 'stage', 'new', 'closed'];
    expect(stages.map((stage) => judge(yes, 1, stage))).toEqual(answers);
  });

  it('never happens over an objection that is not taken back, whatever was said before and after', () => {
    const kind = fc.constantFrom<SaidKind>('consent', 'stand_aside', 'objection', 'question', 'sense');
    const entry = fc.tuple(fc.constantFrom('ana', 'luz', 'toño'), kind, fc.integer({ min: 1, max: 2 }));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), (all) => {
        const entries = said(
          ...all.map(([who, what, proposal]) => [who, what, { proposal }] as [string, SaidKind, Partial<Said>]),
        );
        const last = (who: string) =>
          entries.findLast(
            (one) =>
              one.member === who && one.proposal === 2 && ['consent', 'stand_aside', 'objection'].includes(one.kind),
          )?.kind;
        const lasts = [...members].map(last);
        const fine = !lasts.includes('objection') && lasts.filter((one) => one === 'consent').length >= 2;
        expect(judge(entries, 2) === 'new').toBe(fine);
      }),
    );
  });
});

describe('an objection', () => {
  const objection = (entries: RoundEntry[], proposal = 1) => {
    const { how, since } = metOf(entries[0] as RoundEntry, { entries, proposal });
    return [how, since?.seq ?? null];
  };
  it('is open until its author says something else, or the words change', () => {
    expect(objection(said(['ana', 'objection'], ['luz', 'consent'], ['ana', 'question']))).toEqual(['open', null]);
    expect(objection(said(['ana', 'objection'], ['ana', 'stand_aside']))).toEqual(['taken-back', 2]);
    expect(objection(said(['ana', 'objection'], ['ana', 'objection', { harm: 'Otra.' }]))).toEqual(['said-anew', 2]);
    expect(objection(said(['ana', 'objection']), 2)).toEqual(['text-changed', null]);
    expect(objection(said(['ana', 'objection'], ['ana', 'consent', { proposal: 2 }]), 2)).toEqual(['text-changed', 2]);
    expect(objection(said(['ana', 'objection'], ['ana', 'consent']), 2)).toEqual(['taken-back', 2]);
  });

  it('counts for the proposal that it was said of', () => {
    const entries = said(
      ['ana', 'objection'],
      ['ana', 'consent', { proposal: 2 }],
      ['luz', 'objection', { proposal: 2 }],
    );
    expect([...positions(entries, 1).keys()]).toEqual(['ana']);
    expect([...positions(entries, 2)].map(([who, { kind }]) => [who, kind])).toEqual([
      ['ana', 'consent'],
      ['luz', 'objection'],
    ]);
  });
});

describe('a full round', () => {
  const refused = (because: string) => ({ is: 'refused', because });
  const questions = Array.from({ length: 498 }, (_, at): Parameters<typeof said>[0] => [
    'luz',
    'question',
    { words: `${at}` },
  ]);
  const full = said(['luz', 'consent'], ['eva', 'consent'], ...questions);

  it('still hears who objects, once, and nothing else', () => {
    expect(judged('consent', saying('objection'), full.slice(1))).toBe('new');
    expect(judged('consent', saying('objection'), full)).toBe('new');
    const objected = [...full, ...said(['ana', 'objection']).map((one) => ({ ...one, seq: 501 }))];
    expect(judged('consent', saying('objection', { harm: 'Otra persona.' }), objected)).toBe('too-many');
    expect(judgeAdoption(round('consent', objected), new Set(['ana', 'luz', 'eva']))).toEqual(refused('objection'));
    for (const kind of ['question', 'consent', 'stand_aside'] as const)
      expect(judged('consent', saying(kind), full)).toBe('too-many');
  });

  it('moves no more', () => {
    expect(judgeMove(round('consent', full.slice(1)), 'amend')).toEqual({ is: 'new' });
    expect(judgeMove(round('consent', full), 'amend')).toEqual(refused('too-many'));
  });
});
