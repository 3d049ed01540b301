/** A document with the parts that `npm run docs` writes put between their marks. */
export function withParts(text: string, parts: Record<string, string>): string {
  return Object.entries(parts).reduce(
    (whole, [name, part]) =>
      whole.replace(
        new RegExp(`(<!-- written by \`npm run docs\`: ${name} -->\n).*?(<!-- end -->)`, 's'),
        (_all, begin: string, end: string) => `${begin}\n${part}\n\n${end}`,
      ),
    text,
  );
}

/** A table in Markdown. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
