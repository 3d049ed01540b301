import encodeQR from 'qr';

/** Light squares around the code, without which cameras do not find it (ISO/IEC 18004). */
const quiet = 4;

/** A QR code as squares of one unit: the side of the picture, and the path around what is dark. */
export function qrOutline(text: string): { size: number; outline: string } {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: quiet });
  const dark = rows.flatMap((row, y) => row.flatMap((on, x) => (on ? `M${x} ${y}h1v1h-1z` : [])));
  return { size: rows.length, outline: dark.join('') };
}
