import { readFileSync } from "node:fs";
import { join } from "node:path";

/** From an event's name to the state that follows, by the state before it. */
export type Transitions = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The table of docs/sync.md whose header names these states. @throws when there is none */
export function transitionTable(states: readonly string[]): Transitions {
  const text = readFileSync(join(import.meta.dir, "../../docs/sync.md"), "utf8");
  const tables = text.split(/\n(?!\|)/).map((block) => block.split("\n").filter((line) => line.startsWith("|")));
  for (const [header = "", , ...rows] of tables) {
    const names = cellsOf(header).slice(1);
    if (names.toSorted().join() !== states.toSorted().join()) continue;
    return new Map(rows.map(cellsOf).map(([event = "", ...cells]) => [event, pair(names, cells)]));
  }
  throw new Error(`docs/sync.md has no table of the states ${states.join(", ")}`);
}

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function pair(names: readonly string[], cells: readonly string[]): Map<string, string> {
  return new Map(names.map((name, at) => [name, cells[at] ?? ""]));
}
