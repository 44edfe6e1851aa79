/**
 * A search expression, an `evaluate` text or a custom format that MoneyWorks would not take. The server turns it
 * into one of MoneyWorks' own error texts, so it carries no code of the registry: it never leaves the simulator.
 */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";

  /** @param position offset in the expression's text where it was noticed; null: while evaluating */
  constructor(
    readonly reason: string,
    readonly position: number | null = null,
  ) {
    super(position === null ? reason : `${reason} at ${position}`);
  }
}
