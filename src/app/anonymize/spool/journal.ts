import { fail } from "../../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../../domain/ids.ts";
import type { Files, FileWriter } from "../../../domain/ports/files.ts";
import type { Place } from "../sources/source.ts";

/** All that decides the bytes of the output, by what a person calls it. */
export type Beginning = Readonly<Record<string, string>>;

/** A part of a table that is written and durable. */
export interface PartEntry {
  readonly type: "part";
  readonly table: TableName;
  /** In the order in which they were written, from 0. */
  readonly number: number;
  /** Where the source goes on. */
  readonly place: Place;
  readonly read: number;
  readonly written: number;
  readonly lines: number;
  /** Bytes of the records; behind them stand the ends and the order of each, then `tail` bytes of JSON. */
  readonly bytes: number;
  readonly tail: number;
  /** How many sums stand in that. */
  readonly sums: number;
}

/** The source has no more of a table. */
interface TableEntry {
  readonly type: "table";
  readonly table: TableName;
}

type Entry = PartEntry | TableEntry;
type Line = Entry | { readonly type: "begin"; readonly version: typeof VERSION; readonly beginning: Beginning };

const VERSION = 1;
const NAME = "journal.jsonl";

/** What was done so far, a line of JSON for each step that a crash cannot take back. */
export class Journal {
  readonly #file: FileWriter;
  readonly #entries: Entry[];
  #isOpen = true;

  private constructor(file: FileWriter, entries: readonly Entry[]) {
    this.#file = file;
    this.#entries = [...entries];
  }

  static exists(files: Files, directory: string): boolean {
    return files.exists(`${directory}/${NAME}`);
  }

  /**
   * Begins one, or goes on with the one that is there: lines that a crash cut off are gone.
   * @throws anonymize.resume-differs naming what is another now, anonymize.journal
   */
  static open(files: Files, directory: string, beginning: Beginning): Journal {
    const path = `${directory}/${NAME}`;
    const [first, ...entries] = readLines(files, path);
    if (first !== undefined) requireSame(first, { beginning, path, directory });
    const partial = `${path}.partial`;
    files.remove(partial);
    const file = files.create(partial);
    files.makePrivate(partial);
    const lines: Line[] = [{ type: "begin", version: VERSION, beginning }, ...(entries as Entry[])];
    for (const line of lines) file.write(encode(line));
    file.sync();
    files.rename(partial, path);
    files.syncDirectory(directory);
    return new Journal(file, entries as Entry[]);
  }

  parts(table: TableName): readonly PartEntry[] {
    return this.#entries.filter((entry): entry is PartEntry => entry.type === "part" && entry.table === table);
  }

  isRead(table: TableName): boolean {
    return this.#entries.some((entry) => entry.type === "table" && entry.table === table);
  }

  /** Returns when it would survive a power cut. */
  add(entry: Entry): void {
    this.#file.write(encode(entry));
    this.#file.sync();
    this.#entries.push(entry);
  }

  /** The second call does nothing. */
  close(): void {
    if (this.#isOpen) this.#file.close();
    this.#isOpen = false;
  }
}

function encode(line: Line): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(line)}\n`);
}

/** What stands behind the last line end was cut off. */
function readLines(files: Files, path: string): Line[] {
  const text = new TextDecoder().decode(files.readIfPresent(path) ?? new Uint8Array());
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  try {
    return whole.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Line]));
  } catch (cause) {
    throw fail("anonymize.journal", { path, reason: "its journal is damaged" }, { cause });
  }
}

interface Asked {
  readonly beginning: Beginning;
  readonly path: string;
  readonly directory: string;
}

function requireSame(first: Line, { beginning, path, directory }: Asked): void {
  if (first.type !== "begin" || first.version !== VERSION)
    throw fail("anonymize.journal", { path, reason: "another version of Tidemark began it" });
  const names = new Set([...Object.keys(first.beginning), ...Object.keys(beginning)]);
  const differing = [...names].filter((name) => first.beginning[name] !== beginning[name]);
  if (differing.length === 0) return;
  const differences = differing.map((name) => difference(name, first.beginning[name], beginning[name])).join("; ");
  throw fail("anonymize.resume-differs", { path: directory, differences });
}

function difference(name: string, before: string | undefined, now: string | undefined): string {
  return `${name} was ${before ?? "not given"} and is ${now ?? "not given"}`;
}
