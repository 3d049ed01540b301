import { correction, generate } from 'lean-qr/nano';

/** Light squares around the code, without which cameras do not find it (ISO/IEC 18004). */
const quiet = 4;

/** A QR code as squares of one unit: the side of the picture, and the path around what is dark. */
export function qrOutline(text: string): { size: number; outline: string } {
  const code = generate(text, { minCorrectionLevel: correction.M });
  const places = [...Array(code.size).keys()];
  const dark = places.flatMap((y) =>
    places.filter((x) => code.get(x, y)).map((x) => `M${x + quiet} ${y + quiet}h1v1h-1z`),
  );
  return { size: code.size + 2 * quiet, outline: dark.join('') };
}
