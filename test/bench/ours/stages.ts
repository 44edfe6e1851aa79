/** Where the time of one run of ours went; seconds. All but `pushing` are parts of its wall time and do not overlap. */
export interface Stages {
  /** XML bytes to records. */
  readonly parse: number;
  /** Records to canonical bytes, ids and keys. */
  readonly canonical: number;
  /** SQLite: pages, and the journal and readings of commits. */
  readonly staging: number;
  /** zlib, packs, trees, commits. */
  readonly objects: number;
  /** Waiting at a checkpoint for the push of the one before, and at the end for the last. */
  readonly pushWait: number;
  /** The event loop between two pages: reading files, and what a push under way does on this thread. */
  readonly between: number;
  readonly other: number;
  /** All pushes from start to end: mostly beside the other stages. */
  readonly pushing: number;
}

/** What a run calls when the last push has settled. */
export const END = "end";

type Stage = Exclude<keyof Stages, "pushing">;

/** Sorts the readings of a stopwatch into stages by the names of calls, and of the calls that time passed between. */
export function stagesOf(readings: Readonly<Record<string, number>>): Stages {
  const stages: Record<keyof Stages, number> = {
    parse: 0,
    canonical: 0,
    staging: 0,
    objects: 0,
    pushWait: 0,
    between: 0,
    other: 0,
    pushing: 0,
  };
  for (const [name, seconds] of Object.entries(readings)) {
    if (name === "mirror.push until settled") stages.pushing += seconds;
    else if (!name.endsWith(" until settled")) stages[stageOf(name)] += seconds;
  }
  return stages;
}

function stageOf(name: string): Stage {
  const [left, entered] = name.split(" > ");
  if (entered === undefined) return stageOfCall(name);
  if (left === "source.parse") return "canonical";
  if (entered === "staging.applyPage") return "objects";
  if (entered === "staging.pending" || entered === END) return "pushWait";
  if (entered.startsWith("source.")) return "between";
  return "other";
}

function stageOfCall(name: string): Stage {
  if (name === "source.parse") return "parse";
  if (name.startsWith("staging.") || name.startsWith("journal.")) return "staging";
  if (name === "source.canonical") return "canonical";
  return name === "mirror.commit" ? "objects" : "other";
}
