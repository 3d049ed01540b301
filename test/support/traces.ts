/** A way to write a word down, and its bytes. */
export type Trace = { of: string; bytes: Buffer };

const written = (word: string): string[] => [
  ...new Set(
    [word, word.normalize('NFC'), word.normalize('NFD')].flatMap((form) => [
      form,
      form.toUpperCase(),
      form.charAt(0).toUpperCase() + form.slice(1),
      encodeURIComponent(form),
      encodeURIComponent(form).replaceAll('%20', '+'),
      JSON.stringify(form)
        .slice(1, -1)
        .replace(/[^\x20-\x7e]/g, escaped),
    ]),
  ),
];

/**
 * Every way in which a word could lie somewhere: as text in any case, escaped, as UTF-16, hexadecimal and base64 at any
 * offset.
 */
export function tracesOf(of: string, word: string): Trace[] {
  const utf16 = Buffer.from(word, 'utf16le');
  return [
    ...written(word).map((text) => ({ of, bytes: Buffer.from(text) })),
    { of: `${of} (UTF-16)`, bytes: utf16 },
    { of: `${of} (UTF-16)`, bytes: Buffer.from(utf16).swap16() },
    ...encodedTraces(of, Buffer.from(word)),
  ];
}

/** Traces of twelve words: any three that stand together, in the forms in which lists are written. */
export function phraseTraces(of: string, phrase: string): Trace[] {
  const words = phrase.split(' ');
  return [0, 3, 6, 9].flatMap((at) => {
    const three = words.slice(at, at + 3);
    const lists = [three.join(','), three.join('-'), three.join('\n'), JSON.stringify(three).slice(1, -1)];
    return [...tracesOf(of, three.join(' ')), ...lists.map((text) => ({ of, bytes: Buffer.from(text) }))];
  });
}

/** Traces of bytes that are no text. */
export function secretTraces(of: string, secret: Uint8Array): Trace[] {
  return [{ of, bytes: Buffer.from(secret) }, ...encodedTraces(of, Buffer.from(secret))];
}

function encodedTraces(of: string, bytes: Buffer): Trace[] {
  const hex = bytes.toString('hex');
  const encoded = [0, 1, 2].flatMap((offset) => {
    const start = Math.ceil((offset * 8) / 6);
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(start, end);
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [hex, hex.toUpperCase(), ...new Set(encoded)].map((text) => ({
    of: `${of} (encoded)`,
    bytes: Buffer.from(text),
  }));
}

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Which of the words lie somewhere in these bytes, each named once. One pass, however many there are. */
export function tracesIn(bytes: Buffer, traces: readonly Trace[]): string[] {
  const starts = new Map<number, Trace[]>();
  const seen = new Uint8Array(1 << 24);
  for (const trace of traces) {
    const start = trace.bytes.readUInt32LE(0);
    seen[start & 0xffffff] = 1;
    starts.set(start, [...(starts.get(start) ?? []), trace]);
  }
  const found = new Set<string>();
  for (let at = 0; at + 4 <= bytes.length; at++) {
    const three = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
    if (seen[three] === 0) continue;
    for (const trace of starts.get(bytes.readUInt32LE(at)) ?? [])
      if (bytes.subarray(at, at + trace.bytes.length).equals(trace.bytes)) found.add(trace.of);
  }
  return [...found].sort();
}
