import type { Node } from "../expression/ast.ts";

/** What a search says about sequence numbers, so that a page by key need not look at the whole table. */
export interface SequencePlan {
  /** Only these can match; null: any between the bounds. */
  readonly numbers: readonly number[] | null;
  /** Only greater numbers can match. */
  readonly after: number;
  /** Only numbers up to this one can match. */
  readonly upTo: number;
  /** Nothing else is asked: every row the plan leaves matches. */
  readonly complete: boolean;
}

type Comparison = Extract<Node, { kind: "comparison" }>;

const MIRRORED: Readonly<Record<string, string>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "==": "==" };

/** Every row, none of them known to match. */
export const ANY: SequencePlan = { numbers: null, after: 0, upTo: Number.POSITIVE_INFINITY, complete: false };

/** @param field the sequence number as expressions name it: `sequencenumber`, `detail.sequencenumber` */
export function sequencePlan(node: Node, field: string): SequencePlan {
  if (node.kind === "comparison") return comparisonPlan(node, field);
  if (node.kind !== "logic") return ANY;
  const [left, right] = [sequencePlan(node.left, field), sequencePlan(node.right, field)];
  return node.operator === "and" ? both(left, right) : either(left, right);
}

function comparisonPlan({ operator, left, right }: Comparison, field: string): SequencePlan {
  if (isField(left, field)) return boundPlan(operator, numberOf(right));
  if (isField(right, field)) return boundPlan(MIRRORED[operator] ?? "", numberOf(left));
  return ANY;
}

function boundPlan(operator: string, value: number | null): SequencePlan {
  if (value === null || !Number.isInteger(value)) return ANY;
  const all = { ...ANY, complete: true };
  switch (operator) {
    case ">":
      return { ...all, after: value };
    case ">=":
      return { ...all, after: value - 1 };
    case "<":
      return { ...all, upTo: value - 1 };
    case "<=":
      return { ...all, upTo: value };
    case "=":
    case "==":
      return { numbers: [value], after: value - 1, upTo: value, complete: true };
    default:
      return ANY;
  }
}

function both(a: SequencePlan, b: SequencePlan): SequencePlan {
  const numbers = a.numbers ?? b.numbers;
  const complete = a.complete && b.complete && numbers === null;
  return { numbers, after: Math.max(a.after, b.after), upTo: Math.min(a.upTo, b.upTo), complete };
}

function either(a: SequencePlan, b: SequencePlan): SequencePlan {
  const numbers = a.numbers === null || b.numbers === null ? null : [...a.numbers, ...b.numbers];
  const complete = a.complete && b.complete && numbers !== null;
  return { numbers, after: Math.min(a.after, b.after), upTo: Math.max(a.upTo, b.upTo), complete };
}

function isField(node: Node, field: string): boolean {
  return node.kind === "name" && node.name === field;
}

function numberOf(node: Node): number | null {
  return node.kind === "constant" && node.value.kind === "number" ? node.value.value : null;
}
