import type { I18n } from '@lingui/core';
import type * as z from 'zod';
import type * as terms from '../../schemas/terms.ts';
import { type Sentence, sentence } from './i18n.ts';

/* The fixed terms of schemas/terms.ts as people read them: in agreements, and in alerts. */

type Violence = z.infer<typeof terms.violence>;
type Axis = z.infer<typeof terms.axis>;
type Severity = z.infer<typeof terms.severity>;
type Stance = z.infer<typeof terms.stance>;
type Adoption = z.infer<typeof terms.adoption>;

const violence: Record<Violence, Sentence> = {
  psychological: { id: 'agreement.violence.psychological', message: 'Psychological violence' },
  verbal: { id: 'agreement.violence.verbal', message: 'Verbal violence' },
  economic: { id: 'agreement.violence.economic', message: 'Economic violence' },
  physical: { id: 'agreement.violence.physical', message: 'Physical violence' },
  sexual: { id: 'agreement.violence.sexual', message: 'Sexual violence' },
  digital: { id: 'agreement.violence.digital', message: 'Digital violence' },
  stalking_harassment: { id: 'agreement.violence.stalking', message: 'Stalking and harassment' },
  coercive_control: { id: 'agreement.violence.coercive-control', message: 'Coercive control' },
  neglect_of_dependants: { id: 'agreement.violence.neglect', message: 'Neglect of people who depend on care' },
  violence_against_children: { id: 'agreement.violence.children', message: 'Violence against children' },
  lethal_or_attempted_lethal: { id: 'agreement.violence.lethal', message: 'Lethal violence, or an attempt at it' },
  abuse_of_organisational_power: { id: 'agreement.violence.power', message: 'Abuse of power in the organisation' },
  reprisal_for_speaking: { id: 'agreement.violence.reprisal', message: 'Reprisals for speaking' },
  discrimination: { id: 'agreement.violence.discrimination', message: 'Discrimination' },
  exposing_private_life: { id: 'agreement.violence.exposing', message: 'Exposing private life or identity' },
  images_without_consent: { id: 'agreement.violence.images', message: 'Images without consent' },
  disrupting_the_common: { id: 'agreement.violence.disrupting', message: 'Disrupting what is common' },
  pressure_to_consume: { id: 'agreement.violence.pressure', message: 'Pressure to drink or consume' },
  other: { id: 'agreement.violence.other', message: 'Another kind of violence' },
};

const axes: Record<Axis, Sentence> = {
  gender: { id: 'agreement.axis.gender', message: 'gender' },
  sexuality_or_gender_identity: { id: 'agreement.axis.sexuality', message: 'sexuality or gender identity' },
  race_or_colonial: { id: 'agreement.axis.race', message: 'racism and colonial violence' },
  disability: { id: 'agreement.axis.disability', message: 'disability' },
  age_child: { id: 'agreement.axis.child', message: 'childhood' },
  age_elder: { id: 'agreement.axis.elder', message: 'old age' },
  class: { id: 'agreement.axis.class', message: 'class' },
  migration: { id: 'agreement.axis.migration', message: 'migration' },
  religion: { id: 'agreement.axis.religion', message: 'religion' },
  appearance: { id: 'agreement.axis.appearance', message: 'appearance' },
  neurodiversity_or_mental_health: { id: 'agreement.axis.mind', message: 'neurodiversity or mental health' },
  nationality_or_caste: { id: 'agreement.axis.nationality', message: 'nationality or caste' },
  language: { id: 'agreement.axis.language', message: 'language' },
  housing: { id: 'agreement.axis.housing', message: 'housing' },
};

const severity: Record<Severity, Sentence> = {
  micro: { id: 'agreement.severity.micro', message: 'day-to-day' },
  serious: { id: 'agreement.severity.serious', message: 'serious' },
  grave: { id: 'agreement.severity.grave', message: 'grave' },
  extreme: { id: 'agreement.severity.extreme', message: 'extreme' },
};

const stance: Record<Stance, Sentence> = {
  not_tolerated: { id: 'agreement.stance.not-tolerated', message: 'Not tolerated' },
  worked_on_together: { id: 'agreement.stance.worked-on-together', message: 'Worked on together' },
  not_decided_yet: { id: 'agreement.stance.not-decided-yet', message: 'Not decided yet' },
  wished_for: { id: 'agreement.stance.wished-for', message: 'Wished for' },
  not_violence: { id: 'agreement.stance.not-violence', message: 'Not violence' },
};

const plan: Record<z.infer<typeof terms.plan>, Sentence> = {
  required: { id: 'agreement.plan.required', message: 'always' },
  not_decided_yet: { id: 'agreement.plan.not-decided-yet', message: 'not decided yet' },
};

const skip: Record<z.infer<typeof terms.skipping>, Sentence> = {
  may_be_skipped: { id: 'agreement.skip.may', message: 'yes' },
  not_skipped: { id: 'agreement.skip.not', message: 'no' },
};

const procedure: Record<z.infer<typeof terms.procedure>, Sentence> = {
  appeal: { id: 'agreement.procedure.appeal', message: 'Asking to look at a decision again' },
  confidentiality: { id: 'agreement.procedure.confidentiality', message: 'What stays between us' },
  records: { id: 'agreement.procedure.records', message: 'What is written down, and for how long' },
  conflict_of_interest: { id: 'agreement.procedure.conflict', message: 'When somebody is too close to decide' },
  deadlines: { id: 'agreement.procedure.deadlines', message: 'By when' },
  bystanders: { id: 'agreement.procedure.bystanders', message: 'Whoever sees it happen' },
  children: { id: 'agreement.procedure.children', message: 'Children' },
  training: { id: 'agreement.procedure.training', message: 'Learning together' },
  other: { id: 'agreement.procedure.other', message: 'Something else' },
};

const method: Record<Adoption, Sentence> = {
  consent_round: { id: 'agreement.method.consent-round', message: 'in a consent round' },
  assembly_minutes: { id: 'agreement.method.assembly-minutes', message: 'in an assembly, with minutes' },
  vote: { id: 'agreement.method.vote', message: 'by a vote' },
  board: { id: 'agreement.method.board', message: 'by the board' },
  founders: { id: 'agreement.method.founders', message: 'by those who founded it' },
  not_recorded: { id: 'agreement.method.not-recorded', message: 'the decision was not recorded' },
  other: { id: 'agreement.method.other', message: 'in a way of their own' },
};

const stage = {
  over: { id: 'stage.over', message: 'done' },
  passed: { id: 'stage.passed', message: 'not held' },
  now: { id: 'stage.now', message: 'now' },
  later: { id: 'stage.later', message: 'later' },
} satisfies Record<string, Sentence>;

const names = { violence, axes, severity, stance, plan, skip, procedure, method };

/** The interface's name of a term, in the reader's language. */
export const violenceName = (i18n: I18n, name: Violence) => sentence(i18n, violence[name]);
export const axisName = (i18n: I18n, name: Axis) => sentence(i18n, axes[name]);
export const severityName = (i18n: I18n, name: Severity) => sentence(i18n, severity[name]);
export const stanceName = (i18n: I18n, name: Stance) => sentence(i18n, stance[name]);
export const methodName = (i18n: I18n, name: Adoption) => sentence(i18n, method[name]);

/** The interface's name of a term of one of our vocabularies; the term itself where it has none. */
export function termName(i18n: I18n, vocabulary: string, name: string): string {
  const tables: Readonly<Record<string, Readonly<Record<string, Sentence>>>> = names;
  const table = Object.hasOwn(tables, vocabulary) ? tables[vocabulary] : undefined;
  const known = table && Object.hasOwn(table, name) ? table[name] : undefined;
  return known === undefined ? name : sentence(i18n, known);
}

/** One of several things that come one after another: its name, and whether it is over, now or still to come. */
export type StageShown = { name: string; state: keyof typeof stage; says: string };

/** Where one of several stages is, in a word. */
export const stageWord = (i18n: I18n, state: StageShown['state']) => sentence(i18n, stage[state]);
