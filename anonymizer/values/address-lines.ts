import { isCountry, isState } from "./countries.ts";

/** What a line of an address is for. */
export type LineRole = "street" | "second" | "suburb" | "city" | "postcode" | "country" | "blank";

/** A postcode at the end of a line: Britain's, Canada's, or four to six digits. */
const POSTCODE = /(?:^|[\s,]+)([a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}|[a-z]\d[a-z]\s?\d[a-z]\d|\d{5}-\d{4}|\d{4,6})\s*$/i;
const SECOND =
  /\b(?:p\.?\s?o\.?\s*box|box|private bag|locked bag|gpo box|bag|level|unit|suite|floor|flat|shop|apartment|apt|lot)\b|\d/i;

/** What a line ends with, after the town's name. */
export interface LineTail {
  readonly comma: boolean;
  /** The state as it stands there, or empty. */
  readonly state: string;
  readonly hasPostcode: boolean;
}

/**
 * From the end: country, postcode with or without state, town; the first line that says something is the street, what is between is a
 * second line of it where it has a number, or else a suburb.
 */
export function rolesOf(lines: readonly string[]): readonly LineRole[] {
  const roles = lines.map((line): LineRole => (line.trim() === "" ? "blank" : "suburb"));
  const used = [...lines.keys()].filter((i) => roles[i] !== "blank");
  const first = used.shift();
  if (first === undefined) return roles;
  roles[first] = "street";
  for (const role of ["country", "postcode", "city"] as const) {
    const last = used.at(-1);
    if (last === undefined || !fits(role, lines[last] as string)) continue;
    roles[last] = role;
    used.pop();
  }
  for (const i of used) if (SECOND.test(lines[i] as string)) roles[i] = "second";
  return roles;
}

function fits(role: "country" | "postcode" | "city", line: string): boolean {
  if (role === "country") return isCountry(line);
  if (role === "city") return true;
  const rest = line.replace(POSTCODE, "").trim();
  return rest === "" || isState(rest);
}

export function tailOf(line: string): LineTail {
  const hasPostcode = POSTCODE.test(line);
  const rest = line.replace(POSTCODE, "").replace(/[\s,]+$/, "");
  return { comma: line.includes(","), state: isState(rest) ? rest : stateAtEnd(rest), hasPostcode };
}

/** The last one, two or three words of a line that has more of them, where they are a state. */
function stateAtEnd(line: string): string {
  const words = line.split(/[\s,]+/);
  for (let count = 1; count <= 3 && count < words.length; count++) {
    const state = words.slice(-count).join(" ");
    if (isState(state)) return state;
  }
  return "";
}
