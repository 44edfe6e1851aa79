import { detached } from "../../src/lib/detached.ts";
import { isAt } from "./is-at.ts";
import type { FieldPlan } from "./row-plans.ts";

/**
 * All that stands between one value and the next that is not blank: an end tag, lines of blank fields, a start tag. Two thirds of a verbose
 * transaction are lines of blank fields, and rows of one kind come in a few shapes: what was taken apart once is only compared from then on.
 */
export interface Joint {
  readonly text: string;
  /** From the end of one value to the start of the next, or to the line that is no field's. */
  readonly length: number;
  readonly blanks: readonly FieldPlan[];
  /** Whose value follows; null: the row ends here. */
  readonly next: FieldPlan | null;
  readonly system: boolean;
  /** The last batch that had it. */
  batch: number;
}

/** What of another shape comes is taken apart each time. */
const MOST_JOINTS = 8;

/** The known joint that stands behind a value of `plan`, if any does. The one met last is looked for first. */
export function jointAt(text: string, at: number, { joints }: FieldPlan): Joint | null {
  for (let i = 0; i < joints.length; i++) {
    const joint = joints[i] as Joint;
    if (!isAt(text, at, joint.text)) continue;
    if (i > 0) {
      joints[i] = joints[0] as Joint;
      joints[0] = joint;
    }
    return joint;
  }
  return null;
}

/** Where a joint stands; `told`: where the text ends that says all of it. */
export interface JointPlace {
  readonly at: number;
  readonly told: number;
}

/** @param after whose value it stands behind */
export function learnJoint(
  text: string,
  { at, told }: JointPlace,
  after: FieldPlan,
  joint: Omit<Joint, "text" | "batch">,
): Joint {
  const isKept = after.joints.length < MOST_JOINTS && told <= text.length;
  const learnt = { ...joint, text: isKept ? detached(text.slice(at, told)) : "", batch: 0 };
  if (isKept) after.joints.push(learnt);
  return learnt;
}
