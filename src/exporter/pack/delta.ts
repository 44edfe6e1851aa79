/**
 * Applies a delta of git's pack format: both sizes, then instructions that copy a range of the base (top bit set) or
 * insert the bytes that follow (gitformat-pack, "Deltified representation").
 * @returns null when the delta does not fit its base or is damaged.
 */
export function applyDelta(base: Uint8Array, delta: Uint8Array): Uint8Array | null {
  const from = readSize(delta, 0);
  const to = readSize(delta, from.next);
  if (from.size !== base.length) return null;
  const result = new Uint8Array(to.size);
  let filled = 0;
  for (let at = to.next; at < delta.length; ) {
    const code = delta[at++] as number;
    const copy = code & 0x80 ? readCopy(delta, at, code) : { from: at, length: code, next: at + code };
    const source = code & 0x80 ? base : delta;
    const fits = copy.length > 0 && copy.from + copy.length <= source.length && filled + copy.length <= to.size;
    if (!fits) return null;
    result.set(source.subarray(copy.from, copy.from + copy.length), filled);
    filled += copy.length;
    at = copy.next;
  }
  return filled === to.size ? result : null;
}

/** Seven bits a byte, lowest first. */
function readSize(delta: Uint8Array, start: number): { size: number; next: number } {
  let size = 0;
  let at = start;
  for (let scale = 1; ; scale *= 128) {
    const byte = delta[at++] ?? 0;
    size += (byte & 127) * scale;
    if (!(byte & 0x80)) return { size, next: at };
  }
}

/** The low seven bits of the code say which bytes of offset (four) and length (three) follow; length 0 means 65,536. */
function readCopy(delta: Uint8Array, start: number, code: number): { from: number; length: number; next: number } {
  let at = start;
  let from = 0;
  let length = 0;
  for (let bit = 0; bit < 4; bit++) if (code & (1 << bit)) from += (delta[at++] ?? 0) * 256 ** bit;
  for (let bit = 0; bit < 3; bit++) if (code & (16 << bit)) length += (delta[at++] ?? 0) * 256 ** bit;
  return { from, length: length === 0 ? 65_536 : length, next: at };
}
