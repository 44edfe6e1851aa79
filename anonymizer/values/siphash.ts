/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) of messages of 7 bytes, in halves of 32 bits: a keyed function whose values cannot be
 * told from chance without the key. An HMAC costs ten times as much, and a code needs twenty values.
 */
export class SipHash {
  /** The last value, as two signed halves. */
  high = 0;
  low = 0;
  readonly #k0low: number;
  readonly #k0high: number;
  readonly #k1low: number;
  readonly #k1high: number;

  /** @param key at least 16 bytes, of which the first 16 are used */
  constructor(key: Uint8Array) {
    const view = new DataView(key.buffer, key.byteOffset, 16);
    this.#k0low = view.getInt32(0, true);
    this.#k0high = view.getInt32(4, true);
    this.#k1low = view.getInt32(8, true);
    this.#k1high = view.getInt32(12, true);
  }

  /** @param message below 2^48, its six bytes little-endian; `tag`, below 256, is the seventh. */
  hash(message: number, tag: number): void {
    const mlow = message | 0;
    const mhigh = (Math.floor(message / 0x100000000) & 0xffff) | (tag << 16) | (7 << 24);
    let v0l = this.#k0low ^ 0x70736575;
    let v0h = this.#k0high ^ 0x736f6d65;
    let v1l = this.#k1low ^ 0x6e646f6d;
    let v1h = this.#k1high ^ 0x646f7261;
    let v2l = this.#k0low ^ 0x6e657261;
    let v2h = this.#k0high ^ 0x6c796765;
    let v3l = this.#k1low ^ 0x79746573 ^ mlow;
    let v3h = this.#k1high ^ 0x74656462 ^ mhigh;
    let t = 0;
    // Additions carry from the lower half to the upper one; comparing the halves instead is a third slower.
    for (let round = 0; round < 6; round++) {
      if (round === 2) {
        v0l ^= mlow;
        v0h ^= mhigh;
        v2l ^= 0xff;
      }
      t = (v0l + v1l) | 0;
      v0h = (v0h + v1h + (((v0l & v1l) | ((v0l | v1l) & ~t)) >>> 31)) | 0;
      v0l = t;
      t = (v1h << 13) | (v1l >>> 19);
      v1l = ((v1l << 13) | (v1h >>> 19)) ^ v0l;
      v1h = t ^ v0h;
      // The rotation by 32 is an exchange of the halves.
      t = v0l;
      v0l = v0h;
      v0h = t;
      t = (v2l + v3l) | 0;
      v2h = (v2h + v3h + (((v2l & v3l) | ((v2l | v3l) & ~t)) >>> 31)) | 0;
      v2l = t;
      t = (v3h << 16) | (v3l >>> 16);
      v3l = ((v3l << 16) | (v3h >>> 16)) ^ v2l;
      v3h = t ^ v2h;
      t = (v0l + v3l) | 0;
      v0h = (v0h + v3h + (((v0l & v3l) | ((v0l | v3l) & ~t)) >>> 31)) | 0;
      v0l = t;
      t = (v3h << 21) | (v3l >>> 11);
      v3l = ((v3l << 21) | (v3h >>> 11)) ^ v0l;
      v3h = t ^ v0h;
      t = (v2l + v1l) | 0;
      v2h = (v2h + v1h + (((v2l & v1l) | ((v2l | v1l) & ~t)) >>> 31)) | 0;
      v2l = t;
      t = (v1h << 17) | (v1l >>> 15);
      v1l = ((v1l << 17) | (v1h >>> 15)) ^ v2l;
      v1h = t ^ v2h;
      t = v2l;
      v2l = v2h;
      v2h = t;
    }
    this.low = v0l ^ v1l ^ v2l ^ v3l;
    this.high = v0h ^ v1h ^ v2h ^ v3h;
  }

  /** 53 bits of the value as a fraction: at least 0, below 1. The same on every machine (IEEE 754, no rounding). */
  fraction(message: number, tag: number): number {
    this.hash(message, tag);
    return ((this.high >>> 0) * 0x200000 + (this.low >>> 11)) / 0x20000000000000;
  }
}
