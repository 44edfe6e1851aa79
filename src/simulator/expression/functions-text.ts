import { toNumber, toText } from "./convert.ts";
import type { CallContext, FunctionSpec } from "./function-spec.ts";
import type { Locale } from "./scope.ts";
import { booleanValue, numberValue, textValue, type Value } from "./value.ts";

/** Text and flag functions. Positions count from 1 and 0 means "not found" (inferred from the manual's examples). */
export const TEXT_FUNCTIONS: readonly (readonly [string, FunctionSpec])[] = [
  ["left", ofText(2, (text, [count]) => textValue(text.slice(0, whole(count))))],
  ["right", ofText(2, (text, [count]) => textValue(text.slice(Math.max(0, text.length - whole(count)))))],
  ["mid", ofText(3, (text, [from, count]) => textValue(middle(text, whole(from), whole(count))))],
  ["length", ofText(1, (text) => numberValue(text.length))],
  ["positionintext", ofText(2, (text, [part], locale) => numberValue(positionOf(text, textOf(part, locale))))],
  ["testflags", { min: 2, max: 2, isConstant: isFixed, call: ([flags, mask]) => testFlags(flags, mask) }],
];

type Compute = (text: string, rest: readonly Value[], locale: Locale) => Value;

function ofText(count: number, compute: Compute): FunctionSpec {
  const call = (args: readonly Value[], { scope }: CallContext): Value => {
    const [text, ...rest] = args;
    return compute(textOf(text, scope.locale), rest, scope.locale);
  };
  return { min: count, max: count, isConstant: isFixed, call };
}

/** Numbers and texts read the same in every locale. */
function isFixed(args: readonly Value[]): boolean {
  return args.every((arg) => arg.kind === "text" || arg.kind === "number");
}

function textOf(value: Value | undefined, locale: Locale): string {
  return value === undefined ? "" : toText(value, locale);
}

function whole(value: Value | undefined): number {
  return value === undefined ? 0 : Math.max(0, Math.trunc(toNumber(value)));
}

function middle(text: string, from: number, count: number): string {
  const start = Math.max(0, from - 1);
  return text.slice(start, start + count);
}

function positionOf(text: string, part: string): number {
  return text.toLowerCase().indexOf(part.toLowerCase()) + 1;
}

/** True when any of the mask's bits is set. */
function testFlags(flags: Value | undefined, mask: Value | undefined): Value {
  const bits = (value: Value | undefined) => (value === undefined ? 0 : Math.trunc(toNumber(value)));
  return booleanValue((bits(flags) & bits(mask)) !== 0);
}
