import type { AlertWords } from '../../src/client/alerts/compose.ts';

/** A word that stands in every personal field of an alert and must never be read anywhere but in the opened text. */
export const canary = 'zanzibarquetzal';

/** An invented alert; the clause is named by its type of violence. */
export function alertWords(conduct = 'Amenazó a una compañera.'): AlertWords {
  return {
    purpose: 'preventive',
    identifiers: [
      { kind: 'handle', value: `@${canary}@example.org` },
      { kind: 'name', value: `${canary} Pérez` },
    ],
    violence: ['psychological'],
    axes: ['gender'],
    severity: 'serious',
    immediacy: 'recent',
    period: '2026-Q3',
    region: `${canary} norte`,
    conduct: `${conduct} ${canary}`,
    clauses: ['psychological'],
    asks: ['know_only', 'ask_us'],
    basis: 'account_of_person_affected',
    languages: ['es'],
  };
}
