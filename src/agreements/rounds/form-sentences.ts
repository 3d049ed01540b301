import type { View } from '../../web/view.ts';
import type { SaidKind } from './round.ts';

type Sentence = { id: string; message: string };
type FormWords = Record<'heading' | 'lead' | 'label' | 'press', Sentence>;

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

/** What the form for one kind of entry says. */
export function formWords({ i18n }: View, kind: SaidKind): Record<keyof FormWords, string> {
  const say = ({ id, message }: Sentence) => i18n._(id, {}, { message });
  const { heading, lead, label, press } = forms[kind];
  return { heading: say(heading), lead: say(lead), label: say(label), press: say(press) };
}
