/** What a received pack may ask of this process. */
export interface PackLimits {
  /** Objects in one pack; each takes about 70 bytes of memory while the pack is read. */
  readonly objects: number;
  /** Bytes of one object, unpacked. A few such objects are in memory at once. */
  readonly objectBytes: number;
  /** Bytes of unpacked bases that are kept for the next delta. */
  readonly cacheBytes: number;
  /** Deltas from an object down to one that is stored whole; git itself makes at most 4095. */
  readonly depth: number;
}

/** A record is a few kilobytes and a directory's tree less than a megabyte: far more than a mirror needs. */
export const DEFAULT_PACK_LIMITS: PackLimits = {
  objects: 16_000_000,
  objectBytes: 64 * 1024 * 1024,
  cacheBytes: 8 * 1024 * 1024,
  depth: 4095,
};
