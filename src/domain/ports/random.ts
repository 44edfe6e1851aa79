/** Chance: jitter and ids. Tests pass a seeded one. */
export interface Random {
  /** Uniform in [0, 1). */
  fraction(): number;
  /** A UUIDv7 for the given wall-clock milliseconds. */
  uuid(now: number): string;
}
