/** What a process of ours answers. */
export interface OursAnswer {
  /** Seconds by the stopwatch's names. */
  readonly readings: Readonly<Record<string, number>>;
  /** Memory of the product alone, which its caller cannot tell from its own. */
  readonly peakBytes: number;
}
