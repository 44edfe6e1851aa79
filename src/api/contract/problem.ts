import { Type } from "@sinclair/typebox";
import { RunIdText, type Wire } from "./basics.ts";

/** Every error answer: RFC 9457 (`application/problem+json`), with Tidemark's code and hint. */
export const Problem = Type.Object({
  type: Type.Literal("about:blank"),
  /** The phrase of the status. */
  title: Type.String(),
  status: Type.Integer(),
  /** docs/errors.md lists them. */
  code: Type.String(),
  /** What happened. */
  detail: Type.String(),
  /** What to do next. */
  hint: Type.String(),
  /** The run that stands in the way, or that failed; left out for other errors. */
  run: Type.Optional(RunIdText),
});
export type Problem = Wire<typeof Problem>;
