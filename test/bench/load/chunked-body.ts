/** Takes the framing off a chunked body (RFC 9112, 7.1), piece by piece as it comes. */
export class ChunkedBody {
  #head = "";
  /** Bytes of the chunk that are still to come, with the line end behind it. */
  #left = 0;

  *pieces(bytes: Buffer): Generator<Buffer> {
    let rest = bytes;
    while (rest.length > 0) {
      if (this.#left > 0) {
        const piece = rest.subarray(0, this.#left);
        rest = rest.subarray(piece.length);
        // What is left after it includes the line end, of which a part may be in this piece.
        const end = Math.min(piece.length, this.#left - 2);
        this.#left -= piece.length;
        if (end > 0) yield piece.subarray(0, end);
      } else rest = this.#begin(rest);
    }
  }

  /** Reads a chunk's length; returns what is behind it. */
  #begin(bytes: Buffer): Buffer {
    const end = bytes.indexOf(10);
    this.#head += bytes.toString("latin1", 0, end < 0 ? bytes.length : end + 1);
    if (end < 0) return bytes.subarray(bytes.length);
    const size = Number.parseInt(this.#head, 16);
    if (Number.isNaN(size)) throw new Error(`no chunk begins with ${JSON.stringify(this.#head.slice(0, 40))}`);
    this.#head = "";
    this.#left = size + 2;
    return bytes.subarray(end + 1);
  }
}
