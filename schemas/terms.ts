import * as z from 'zod';

/** Types of violence. */
export const violence = z.enum([
  'psychological',
  'verbal',
  'economic',
  'physical',
  'sexual',
  'digital',
  'stalking_harassment',
  'coercive_control',
  'neglect_of_dependants',
  'violence_against_children',
  'lethal_or_attempted_lethal',
  'abuse_of_organisational_power',
  'reprisal_for_speaking',
  'discrimination',
  'exposing_private_life',
  'images_without_consent',
  'disrupting_the_common',
  'pressure_to_consume',
  'other',
]);

/** Axes. A person's gender is never a field. */
export const axis = z.enum([
  'gender',
  'sexuality_or_gender_identity',
  'race_or_colonial',
  'disability',
  'age_child',
  'age_elder',
  'class',
  'migration',
  'religion',
  'appearance',
  'neurodiversity_or_mental_health',
  'nationality_or_caste',
  'language',
  'housing',
]);

export const severity = z.enum(['micro', 'serious', 'grave', 'extreme']);

export const immediacy = z.enum(['past', 'recent', 'ongoing', 'imminent']);

/**
 * What a collective takes up towards a type of violence; "not decided yet" is publishable. The last two are no violence
 * at all.
 */
export const stance = z.enum(['not_tolerated', 'worked_on_together', 'not_decided_yet', 'wished_for', 'not_violence']);

/** Whether a person who stops belonging has a plan to repair. "None" cannot be said. */
export const plan = z.enum(['required', 'not_decided_yet']);

/** Whether a step of the ladder may be left out. */
export const skipping = z.enum(['may_be_skipped', 'not_skipped']);

/** How an agreement was adopted; `not_recorded`: in force since then, the decision was not written down. */
export const adoption = z.enum([
  'consent_round',
  'assembly_minutes',
  'vote',
  'board',
  'founders',
  'not_recorded',
  'other',
]);

/** Named sections of an agreement. */
export const procedure = z.enum([
  'appeal',
  'confidentiality',
  'records',
  'conflict_of_interest',
  'deadlines',
  'bystanders',
  'children',
  'training',
  'other',
]);

/** What trust is given for, one by one. */
export const scope = z.enum(['agreements', 'directory', 'alerts', 'status', 'inquiries', 'mediation']);

export type Scope = z.infer<typeof scope>;

/** What a process status may say outside. */
export const sharedStatus = z.enum([
  'accompaniment_open',
  'process_agreed',
  'under_way',
  'not_participating',
  'closed',
]);

export type SharedStatus = z.infer<typeof sharedStatus>;

/** How a process that is told outside can have closed. */
export const ending = z.enum(['concluded', 'without_process']);

/** What was reached, whatever the status. */
export const step = z.enum([
  'violence_stopped',
  'harm_recognised',
  'consequences_recognised',
  'repair_made',
  'attitudes_changed',
  'part_of_the_community',
]);

/** Levels that only the issuer's own statement reaches; the ones below are counted from signatures (PROTOCOL §4). */
export const statedLevel = z.enum(['decided', 'corroborated', 'acknowledged']);

/** What one collective can ask of a like-minded one. */
export const need = z.enum(['mediation', 'peace_circle', 'accompaniment', 'process_accompaniment', 'learning']);
