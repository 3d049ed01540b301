import type { I18n } from '@lingui/core';
import type * as z from 'zod';
import type { axis, severity, violence } from '../../schemas/terms.ts';

/* The fixed terms of DOMAIN §3 as people read them: in agreements, and in alerts. */

type Violence = z.infer<typeof violence>;
type Axis = z.infer<typeof axis>;
type Severity = z.infer<typeof severity>;
type Sentence = { id: string; message: string };

const violenceNames: Record<Violence, Sentence> = {
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
  other: { id: 'agreement.violence.other', message: 'Another kind of violence' },
};

const axisNames: Record<Axis, Sentence> = {
  gender: { id: 'agreement.axis.gender', message: 'gender' },
  sexuality_or_gender_identity: { id: 'agreement.axis.sexuality', message: 'sexuality or gender identity' },
  race_or_colonial: { id: 'agreement.axis.race', message: 'racism and colonial violence' },
  disability: { id: 'agreement.axis.disability', message: 'disability' },
  age_child: { id: 'agreement.axis.child', message: 'childhood' },
  age_elder: { id: 'agreement.axis.elder', message: 'old age' },
  class: { id: 'agreement.axis.class', message: 'class' },
  migration: { id: 'agreement.axis.migration', message: 'migration' },
};

const severityNames: Record<Severity, Sentence> = {
  micro: { id: 'agreement.severity.micro', message: 'day-to-day' },
  serious: { id: 'agreement.severity.serious', message: 'serious' },
  grave: { id: 'agreement.severity.grave', message: 'grave' },
  extreme: { id: 'agreement.severity.extreme', message: 'extreme' },
};

/** The interface's name of a term, in the reader's language. */
export const violenceName = (i18n: I18n, name: Violence) => say(i18n, violenceNames[name]);
export const axisName = (i18n: I18n, name: Axis) => say(i18n, axisNames[name]);
export const severityName = (i18n: I18n, name: Severity) => say(i18n, severityNames[name]);

function say(i18n: I18n, { id, message }: Sentence): string {
  return i18n._(id, {}, { message });
}
