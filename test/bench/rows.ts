/** One line of the table: a figure, what stands beside it from the same run, and what was demanded. */
export type Row = {
  row: string;
  what: string;
  value: number | null;
  unit: 'CPU ms' | 'ms' | 's' | '/s' | 'MB' | 'kB';
  beside: { what: string; value: number; atLeast?: true } | null;
  /** Our figure over the one beside it. */
  ratio: number | null;
  demand: string | null;
  met: boolean | null;
  note?: string;
};

/** A figure of which nothing is demanded. */
export function compared(row: Omit<Row, 'ratio' | 'demand' | 'met'>): Row {
  return limited(row, null);
}

/** A figure that must not be over a limit. */
export function limited(row: Omit<Row, 'ratio' | 'demand' | 'met'>, most: number | null): Row {
  const { value, beside, unit } = row;
  const ratio = value !== null && beside && beside.value > 0 ? rounded(value / beside.value) : null;
  const met = value === null || most === null ? null : value <= most;
  return { ...row, ratio, demand: most === null ? null : `≤ ${most} ${unit}`, met };
}

/** A figure that must not be under a limit. */
export function atLeast(row: Omit<Row, 'ratio' | 'demand' | 'met'>, least: number): Row {
  const { value, unit } = row;
  return { ...limited(row, null), demand: `≥ ${least} ${unit}`, met: value === null ? null : value >= least };
}

/** A figure that must not be over a share of the one beside it, or over so many times that. */
export function shared(row: Omit<Row, 'ratio' | 'demand' | 'met'>, ofBeside: number): Row {
  const { value, beside } = row;
  const ratio = value !== null && beside ? value / beside.value : null;
  const demand = `≤ ${ofBeside < 1 ? `1/${1 / ofBeside} of` : `${ofBeside} times`} what stands beside it`;
  return { ...row, ratio: ratio && rounded(ratio), demand, met: ratio === null ? null : ratio <= ofBeside };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return rounded((lower + upper) / 2);
}

/** Three figures that count. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** The rows as people read them. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ row, what, value, unit, beside, ratio, demand, met, note }) => [
    row,
    what,
    value === null ? '–' : `${value} ${unit}`,
    beside ? `${beside.atLeast ? '≥ ' : ''}${beside.value} ${unit}: ${beside.what}` : '–',
    ratio === null ? '–' : ratio < 1 ? `1/${rounded(1 / ratio)}` : String(ratio),
    demand ?? '–',
    met === null ? '–' : met ? 'yes' : 'NO',
    note ?? '',
  ]);
  const all = [['row', 'what', 'measured', 'beside it', 'ratio', 'demand', 'met', 'note'], ...cells];
  const widths = all[0]!.map((_, at) => Math.max(...all.map((line) => line[at]!.length)));
  return all
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
