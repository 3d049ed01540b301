/** What a text may give away of a person without anybody having meant to. */
export type Gives = 'name' | 'address' | 'date' | 'phone';

const months =
  'enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|' +
  'january|february|march|april|may|june|july|august|september|october|november|december';
const places =
  'calle|avenida|av|colonia|col|callejón|privada|calzada|edificio|departamento|depto|plaza|carretera|' +
  'street|st|avenue|ave|road|rd|square|lane|building|flat|apartment|apt';

const signs: Record<Gives, RegExp> = {
  // A word with a capital that begins no sentence and is no month, or a title before one.
  name: new RegExp(
    `(?:^|\\s)(?:[Ss]ra?|[Ss]rta|[Mm]rs?|[Mm]s)\\.?\\s+\\p{Lu}|(?:^|\\s)(?:don|doña|compañer[ao])\\s+\\p{Lu}|` +
      `(?<![.!?:…»”"]|^)\\s+(?!(?:${months.replaceAll(/\b[a-z]/g, (first) => first.toUpperCase())})\\b)\\p{Lu}\\p{Ll}+`,
    'u',
  ),
  address: new RegExp(
    `(?<!\\p{L})(?:${places})(?!\\p{L})\\.?\\s+(?:\\p{L}|\\d)|(?:\\bc\\.?p\\.?|#)\\s*\\d+|` +
      `\\d+\\s+\\p{L}+\\s+(?:street|road|avenue|lane|square)\\b`,
    'iu',
  ),
  date: new RegExp(
    `\\b\\d{1,2}[./-]\\d{1,2}(?:[./-]\\d{2,4})?\\b|\\b20\\d\\d-\\d\\d-\\d\\d\\b|` +
      `\\b\\d{1,2}(?:st|nd|rd|th)?\\s+(?:de\\s+|of\\s+)?(?:${months})\\b|\\b(?:${months})\\s+\\d{1,2}\\b`,
    'iu',
  ),
  phone: /(?:\+|\b)\d(?:[\s().-]{0,2}\d){6,}/u,
};

/** What stands in a text that somebody could be recognised by. It warns softly, and is often wrong. */
export function givenAway(text: string): Gives[] {
  const lines = text.split('\n').map((line) => line.trim());
  return (Object.keys(signs) as Gives[]).filter((one) => lines.some((line) => signs[one].test(line)));
}
