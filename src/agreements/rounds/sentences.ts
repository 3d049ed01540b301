import type { I18n } from '@lingui/core';
import { whoWords } from '../../members/who-words.ts';
import { type Sentence, sentence } from '../../platform/i18n.ts';
import type { View } from '../../web/view.ts';
import type { Section } from './account.ts';
import type { DecisionRefusal } from './proposal.ts';
import type { Met, SaidKind, Stage } from './round.ts';

type FormWords = Record<'heading' | 'lead' | 'label' | 'press', Sentence>;

const stageNames: Record<Stage, Sentence> = {
  questions: { id: 'round.stage.questions', message: 'Questions' },
  sense_check: { id: 'round.stage.sense', message: 'How it sits with us' },
  amend: { id: 'round.stage.amend', message: 'Changes' },
  consent: { id: 'round.stage.consent', message: 'Consent' },
  outcome: { id: 'round.stage.outcome', message: 'Outcome' },
};

const stageLeads: Record<Stage, Sentence> = {
  questions: {
    id: 'round.lead.questions',
    message: 'Everybody reads what is proposed and asks what is not clear. Nobody has to take a side yet.',
  },
  sense_check: {
    id: 'round.lead.sense',
    message: 'Each person says how the proposal sits with them: what helps, what is missing, what worries.',
  },
  amend: {
    id: 'round.lead.amend',
    message: 'Here you propose other words. Whoever writes changes the text, then brings it as the next proposal.',
  },
  consent: {
    id: 'round.lead.consent',
    message: 'Now each person says whether they can live with it. Silence is not consent.',
  },
  outcome: { id: 'round.lead.outcome', message: 'This round is over. What was said stays to be read.' },
};

const nexts: Record<Stage, Sentence> = {
  questions: {
    id: 'round.next.questions',
    message: 'When nobody has a question left, anybody can go on and ask how it sits with each person.',
  },
  sense_check: {
    id: 'round.next.sense',
    message: 'Then you change words together, or ask for consent if there is nothing to change.',
  },
  amend: {
    id: 'round.next.amend',
    message: 'With the amended text brought, consent is asked for. What was said of earlier proposals counts no more.',
  },
  consent: {
    id: 'round.next.consent',
    message:
      'It can be adopted once at least two people consent and no objection is open. Stewards then sign it, and ' +
      'publish it.',
  },
  outcome: { id: 'round.next.outcome', message: 'Twelve months after it closed, this round is erased.' },
};

const kindNames: Record<SaidKind, Sentence> = {
  question: { id: 'round.kind.question', message: 'Question' },
  answer: { id: 'round.kind.answer', message: 'Answer' },
  sense: { id: 'round.kind.sense', message: 'How it sits with me' },
  amendment: { id: 'round.kind.amendment', message: 'Other words' },
  consent: { id: 'round.kind.consent', message: 'Consent' },
  stand_aside: { id: 'round.kind.stand-aside', message: 'Stands aside' },
  objection: { id: 'round.kind.objection', message: 'Objection' },
};

const sectionNames: Record<Section, Sentence> = {
  questions: { id: 'round.section.questions', message: 'Questions and answers' },
  senses: { id: 'round.section.senses', message: 'How it sits with us' },
  amendments: { id: 'round.section.amendments', message: 'Other words that were proposed' },
  objections: { id: 'round.section.objections', message: 'Objections, and how they were met' },
  aside: { id: 'round.section.aside', message: 'Who stood aside' },
  consents: { id: 'round.section.consents', message: 'Who consented' },
  course: { id: 'round.section.course', message: 'How the round went' },
};

const refusalSentences: Record<DecisionRefusal, Sentence> = {
  closed: { id: 'round.because.closed', message: 'This round is over. You can read what was said.' },
  stage: {
    id: 'round.because.stage',
    message: 'The round is at another stage now. Look below at what is open to you.',
  },
  proposal: {
    id: 'round.because.proposal',
    message: 'Another proposal stands now. Read its words first, then send yours again.',
  },
  part: { id: 'round.because.part', message: 'That point is not in this proposal. Choose one of the list.' },
  about: { id: 'round.because.about', message: 'There is no such question in this round.' },
  'no-words': {
    id: 'round.because.no-words',
    message: 'There are no words yet. Write what you want the others to read.',
  },
  'no-harm': {
    id: 'round.because.no-harm',
    message: 'An objection names a possible harm. Write who or what could be hurt if this is adopted.',
  },
  'too-long': { id: 'round.because.too-long', message: 'This is too long. Say it shorter, or in two parts.' },
  'too-many': { id: 'round.because.too-many', message: 'This round is full. Close it, and open another one.' },
  same: { id: 'round.because.same', message: 'The text says what the proposal says already. Change it first.' },
  few: { id: 'round.because.few', message: 'Not yet: at least two people have to consent to this proposal.' },
  objection: {
    id: 'round.because.objection',
    message: 'Not yet: an objection is open. Talk it over, change the words, or wait for its author to take it back.',
  },
  'moved-on': {
    id: 'round.because.moved-on',
    message: 'Another version of this agreement was published meanwhile. Go back to changes and bring the text anew.',
  },
  withdrawn: { id: 'round.because.withdrawn', message: 'This agreement was taken back. It can get no new version.' },
  missing: { id: 'decide.missing', message: 'Something is missing before this text can be decided on.' },
  undecided: {
    id: 'round.because.undecided',
    message: 'Nothing in this text is decided yet. Decide at least one point.',
  },
  review: {
    id: 'round.because.review',
    message: 'The day on which you look at it again has to come after the day of the decision. Change it in the text.',
  },
  'text-changed': {
    id: 'round.because.text-changed',
    message: 'Somebody changed the text while you read. Read it as it is now, then press again.',
  },
  'round-open': {
    id: 'round.because.round-open',
    message: 'A round is open on this text. What was said there is not passed over: go on with it, or close it first.',
  },
  'text-gone': {
    id: 'round.because.text-gone',
    message: 'The text is no longer here. What was proposed stays as it was.',
  },
  body: { id: 'round.because.body', message: 'Write who decides, in one line of at most 200 characters.' },
  day: { id: 'round.because.day', message: 'Choose the day of the decision. It cannot be in the future.' },
};

const forms: Record<SaidKind, FormWords> = {
  question: {
    heading: { id: 'round.form.question', message: 'Ask a question' },
    lead: { id: 'round.form.question-lead', message: 'Ask what you need to know. There is no wrong question.' },
    label: { id: 'round.form.question-label', message: 'Your question' },
    press: { id: 'round.form.question-press', message: 'Add the question' },
  },
  answer: {
    heading: { id: 'round.form.answer', message: 'Answer this question' },
    lead: { id: 'round.form.answer-lead', message: 'Anybody can answer, also more than once.' },
    label: { id: 'round.form.answer-label', message: 'Your answer' },
    press: { id: 'round.form.answer-press', message: 'Add the answer' },
  },
  sense: {
    heading: { id: 'round.form.sense', message: 'Say how it sits with you' },
    lead: { id: 'round.form.sense-lead', message: 'What helps, what is missing, what worries you. It is not a vote.' },
    label: { id: 'round.form.sense-label', message: 'How it sits with you' },
    press: { id: 'round.form.sense-press', message: 'Add it' },
  },
  amendment: {
    heading: { id: 'round.form.amendment', message: 'Propose other words' },
    lead: { id: 'round.form.amendment-lead', message: 'For one point, or for something that is missing.' },
    label: { id: 'round.form.amendment-label', message: 'The words that you propose' },
    press: { id: 'round.form.amendment-press', message: 'Add the words' },
  },
  consent: {
    heading: { id: 'round.form.consent', message: 'Consent' },
    lead: {
      id: 'round.form.consent-lead',
      message: 'You can live with it and help to carry it. It need not be your favourite.',
    },
    label: { id: 'round.form.consent-label', message: 'What you want to add (optional)' },
    press: { id: 'round.form.consent-press', message: 'I consent' },
  },
  stand_aside: {
    heading: { id: 'round.form.stand-aside', message: 'Stand aside' },
    lead: {
      id: 'round.form.stand-aside-lead',
      message: 'You neither carry it nor hold it up. Your reason can stay yours.',
    },
    label: { id: 'round.form.stand-aside-label', message: 'Why (optional)' },
    press: { id: 'round.form.stand-aside-press', message: 'I stand aside' },
  },
  objection: {
    heading: { id: 'round.form.objection', message: 'Object' },
    lead: {
      id: 'round.form.objection-lead',
      message: 'You see a possible harm. It cannot be adopted until the words change, or you take the objection back.',
    },
    label: { id: 'round.form.objection-label', message: 'Your objection' },
    press: { id: 'round.form.objection-press', message: 'I object' },
  },
};

export const stageName = (i18n: I18n, stage: Stage) => sentence(i18n, stageNames[stage]);
export const stageLead = (i18n: I18n, stage: Stage) => sentence(i18n, stageLeads[stage]);
export const nextSentence = (i18n: I18n, stage: Stage) => sentence(i18n, nexts[stage]);
export const kindName = (i18n: I18n, kind: SaidKind) => sentence(i18n, kindNames[kind]);
export const sectionName = (i18n: I18n, section: Section) => sentence(i18n, sectionNames[section]);
/** What to tell who did something that was not taken. */
export const decisionRefusalSentence = (i18n: I18n, because: DecisionRefusal) =>
  sentence(i18n, refusalSentences[because]);

/** What the form for one kind of entry says. */
export function formWords({ i18n }: View, kind: SaidKind): Record<keyof FormWords, string> {
  const { heading, lead, label, press } = forms[kind];
  return {
    heading: sentence(i18n, heading),
    lead: sentence(i18n, lead),
    label: sentence(i18n, label),
    press: sentence(i18n, press),
  };
}

/** What became of an objection, in a sentence. */
export function metWords(view: View, me: string | null, { how, since }: Met): string {
  const { i18n } = view;
  if (how === 'open') return i18n._('round.met-open', {}, { message: 'This objection is open.' });
  if (how === 'said-anew') return i18n._('round.met-anew', {}, { message: 'Its author objected anew, see below.' });
  const position = since === null || since.kind === 'stage' ? '' : kindName(i18n, since.kind);
  if (how === 'taken-back')
    return i18n._('round.met-taken-back', { position }, { message: 'Its author took it back: {position}.' });
  if (since === null)
    return i18n._(
      'round.met-changed-silent',
      {},
      { message: 'The text was changed after it. Its author has not said how they stand to the new words.' },
    );
  const who = whoWords(view, since.member, me);
  return i18n._(
    'round.met-changed',
    { who, position },
    { message: 'The text was changed after it. To the new words: {who}, {position}.' },
  );
}
