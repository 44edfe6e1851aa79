import type { TableName } from "../../src/domain/ids.ts";
import { SCHEMA } from "../../src/domain/schema/schema.ts";
import type { Rules } from "../model/rule.ts";
import type { Anonymity } from "./classes.ts";
import { DiskTable } from "./disk-table.ts";
import { type Expected, type FileKind, kindOfFile } from "./layout.ts";
import { RecordSplitter } from "./split.ts";

/** A record as it lies on disk. */
export interface DiskRecord {
  readonly table: TableName;
  readonly file: string;
  /** Where each record has a file of its own, its path is part of it; else null. */
  readonly path: string | null;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export interface DiskSink {
  record(record: DiskRecord): void;
  /** What the anonymizer did not write. @param reason for a person; null: the file was told as a stray */
  foreign(file: string, offset: number, bytes: Uint8Array, reason: string | null): void;
  /** A file that no run writes; its bytes follow as `foreign`. */
  stray(file: string): void;
}

/** What can be put to a file, chunk by chunk. */
export interface FileReading {
  push(chunk: Uint8Array): void;
  end(): void;
}

const LONGEST_WHOLE = 1 << 20;

/**
 * Reads every file of an output directory, whatever its name, and gives all its bytes away: records one by one, and what is
 * none, unless it is word for word what a run writes there.
 */
export class DiskReader {
  constructor(
    private readonly expected: Expected,
    private readonly sink: DiskSink,
  ) {}

  /** @param file its path in the output directory, with `/` */
  open(file: string): FileReading {
    const kind = kindOfFile(file, this.expected);
    if (kind.kind === "stray") this.sink.stray(file);
    if (kind.kind === "whole" || kind.kind === "record") return this.#gathered(file, kind);
    return this.#split(file, kind);
  }

  #gathered(file: string, kind: Extract<FileKind, { kind: "whole" | "record" }>): FileReading {
    const chunks: Uint8Array[] = [];
    let length = 0;
    let offset = 0;
    const reason = kind.kind === "whole" ? "it is not what a run writes there" : "no record is so long";
    return {
      push: (chunk) => {
        chunks.push(Uint8Array.from(chunk));
        length += chunk.length;
        if (length <= LONGEST_WHOLE * 8) return;
        this.sink.foreign(file, offset, Buffer.concat(chunks.splice(0)), reason);
        offset += length;
        length = 0;
      },
      end: () => {
        const bytes = Buffer.concat(chunks);
        if (kind.kind === "whole") {
          if (offset > 0 || bytes.toString() !== kind.text) this.sink.foreign(file, offset, bytes, reason);
        } else if (offset === 0) this.sink.record({ table: kind.table, file, path: file, offset, bytes });
        else this.sink.foreign(file, offset, bytes, reason);
      },
    };
  }

  #split(file: string, kind: Extract<FileKind, { kind: "records" | "stray" }>): FileReading {
    let isFirst = true;
    const between = (bytes: Uint8Array, offset: number): void => {
      if (kind.kind === "records" && bytes.length < LONGEST_WHOLE && kind.around.test(Buffer.from(bytes).toString()))
        return;
      this.sink.foreign(file, offset, bytes, kind.kind === "stray" ? null : "no run writes this there");
    };
    const record = (bytes: Uint8Array, offset: number): void => {
      const table = kind.kind === "records" ? (kind.table ?? tableOfLine(bytes)) : null;
      const isHead = isFirst && kind.kind === "records" && kind.table === null;
      isFirst = false;
      if (isHead && Buffer.from(bytes).toString() === this.expected.firstLine) return;
      if (table === null) between(bytes, offset);
      else this.sink.record({ table, file, path: null, offset, bytes });
    };
    return new RecordSplitter(kind.shape, { record, between });
  }
}

const LINE = /^\{"table":"([a-z][a-z0-9]*)",/;

function tableOfLine(bytes: Uint8Array): TableName | null {
  const table = LINE.exec(Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64)).toString())?.[1];
  return table !== undefined && SCHEMA.has(table as TableName) ? (table as TableName) : null;
}

/** What is learnt of all tables while records go by. */
export class DiskTables {
  readonly #tables = new Map<TableName, DiskTable>();

  constructor(
    private readonly rules: Rules,
    private readonly target: Expected["target"],
  ) {}

  /** @returns whether its key came before */
  add({ table, bytes }: DiskRecord): boolean {
    let known = this.#tables.get(table);
    if (known === undefined) {
      known = new DiskTable(table, this.target, this.rules.quasi.get(table));
      this.#tables.set(table, known);
    }
    return known.add(bytes);
  }

  counts(): ReadonlyMap<TableName, number> {
    return new Map([...this.#tables].map(([table, { records }]) => [table, records]));
  }

  anonymity(): readonly Anonymity[] {
    return [...this.#tables.values()].map((table) => table.anonymity()).filter((result) => result !== null);
  }
}
