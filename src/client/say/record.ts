import type { I18n } from '@lingui/core';
import type { CheckedRecord } from '../api/record.ts';

/** Whether the record is whole, or the first row at which it is not. */
export function recordText(i18n: I18n, verdict: CheckedRecord): string {
  if (verdict.ok) {
    const { rows, above, withheld } = verdict;
    const whole = i18n._(
      'cli.record-whole',
      { rows, above },
      { message: 'The record is whole: {rows} rows, {above} of them above the head.' },
    );
    if (withheld === 0) return whole;
    const place = i18n._(
      'cli.record-withheld',
      { withheld },
      {
        message:
          '{withheld, plural, one {# row is not for you to read: only its place was checked.} other {# rows are not ' +
          'for you to read: only their places were checked.}}',
      },
    );
    return `${whole}\n${place}`;
  }
  const { at } = verdict;
  const sentences = {
    changed: i18n._('cli.record-changed', { at }, { message: 'Row {at} was changed.' }),
    missing: i18n._('cli.record-missing', { at }, { message: 'Row {at} is missing.' }),
    reordered: i18n._('cli.record-reordered', { at }, { message: 'Row {at} stands in another place.' }),
    cut: i18n._('cli.record-cut', { at }, { message: 'The record was cut: row {at} and what followed are gone.' }),
  };
  return sentences[verdict.because];
}
