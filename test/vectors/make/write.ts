const width = 120;

/** JSON as the repository's formatter leaves it: objects open, lists of plain values on one line where they fit. */
export function written(value: unknown): string {
  return `${print(value, '', 0)}\n`;
}

function print(value: unknown, indent: string, before: number): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) return list(value, indent, before);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return '{}';
  const lines = members.map(([key, member]) => {
    const start = `${inner}${JSON.stringify(key)}: `;
    return start + print(member, inner, start.length + 1);
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function list(values: unknown[], indent: string, before: number): string {
  if (values.length === 0) return '[]';
  const inner = `${indent}  `;
  const plain = values.every((value) => typeof value !== 'object' || value === null);
  const line = `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
  if (plain && before + line.length <= width) return line;
  return `[\n${values.map((value) => inner + print(value, inner, inner.length + 1)).join(',\n')}\n${indent}]`;
}
