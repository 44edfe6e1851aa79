/** Work in pieces of some milliseconds each: between two of them anything else may be done, and `return` gives the rest up. */
export type Steps<T = void> = Generator<void, T, void>;

/** All of it, for who has nothing else to do meanwhile. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
