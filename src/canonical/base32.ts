const DIGITS = "abcdefghijklmnopqrstuvwxyz234567";

/** RFC 4648 base32 in small letters, without padding. */
export function toBase32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += DIGITS[(held >>> bits) & 31];
    }
  }
  return bits === 0 ? text : text + DIGITS[(held << (5 - bits)) & 31];
}

/** The inverse; null for a character that is no digit. Leftover bits are not looked at: callers encode again to compare. */
export function fromBase32(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    if (digit === -1) return null;
    held = ((held << 5) | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >>> bits) & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}
