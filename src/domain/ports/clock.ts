/** Time, as the host knows it. Every wait and every stamp goes through here, so that tests decide both. */
export interface Clock {
  /** Host wall clock, milliseconds since 1970 UTC. May step. */
  now(): number;
  /** Milliseconds since boot; never goes back, unaffected by wall clock steps. */
  monotonic(): number;
  /** Names this boot of the host: two samples with different ids cannot be compared by `monotonic`. */
  bootId(): string;
  /** Resolves after `ms`; rejects at once with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
