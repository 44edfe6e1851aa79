import { ExpressionError } from "../expression/error.ts";
import { evaluateText, parseExpression } from "../expression/search.ts";
import { type Answer, MALFORMED, notUnderstood, text } from "../http/answer.ts";
import type { Call } from "./call.ts";

/** `evaluate`: the value of `expr` in the server's locale, as plain text. */
export function evaluate({ state, user, parameters }: Call): Answer {
  const source = parameters.get("expr");
  if (source === undefined || source.trim() === "") return MALFORMED;
  try {
    const expression = parseExpression(source, { dialect: state.behaviour.dialect });
    return text(evaluateText(expression, state.view(user).nowhere()));
  } catch (error) {
    if (error instanceof ExpressionError) return notUnderstood(source);
    throw error;
  }
}
