/** Chance: jitter and ids. Tests pass a seeded one. */
export interface Random {
  /** Uniform in [0, 1). */
  fraction(): number;
  /** A UUIDv7 for the given wall-clock milliseconds. */
  uuid(now: number): string;
}

/** Chance that nobody guesses, for tokens. */
export interface SecretRandom {
  /** So many bytes of the operating system's generator. */
  bytes(count: number): Uint8Array;
}
