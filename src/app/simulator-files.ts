import { fail } from "../domain/errors/tidemark-error.ts";
import type { Files } from "../domain/ports/files.ts";
import { createFiles } from "../platform/files.ts";
import type { SimulatorOptions } from "../simulator/options.ts";
import { type RecordedCompany, recordedHeader } from "../simulator/recorded-rows.ts";
import { readSnapshot } from "../simulator/snapshot.ts";
import { textLines } from "./text-lines.ts";

/** Bytes; the header of a snapshot of version 2 has some hundred. */
const LONGEST_HEADER = 1 << 16;
const LINE_FEED = 10;

/** A snapshot of version 2 is read as it is needed; one of version 1 is one JSON value. @throws simulator.file, simulator.snapshot */
export function loadSnapshot(path: string): Pick<SimulatorOptions, "snapshot" | "recorded"> {
  const recorded = recordedCompany(path);
  if (recorded !== null) return { recorded };
  const text = readText(path);
  try {
    return { snapshot: readSnapshot(JSON.parse(text)) };
  } catch (cause) {
    if (cause instanceof SyntaxError) throw fail("simulator.snapshot", { reason: "it is not JSON" }, { cause });
    throw cause;
  }
}

function recordedCompany(path: string): RecordedCompany | null {
  const first = firstBytes(path);
  if (first.length === LONGEST_HEADER && !first.includes(LINE_FEED)) return null;
  const records = utf8Lines(path);
  const { value = "" } = records.next();
  const header = recordedHeader(value);
  if (header !== null) return { ...header, records };
  records.return(undefined);
  return null;
}

/** A snapshot of version 1 is one line of any length, as the simulator writes it: it is not looked through for its end. */
function firstBytes(path: string): Uint8Array {
  const bytes = new Uint8Array(LONGEST_HEADER);
  return readable(path, (files) => {
    const file = files.open(path);
    try {
      return bytes.subarray(0, file.read(bytes, 0));
    } finally {
      file.close();
    }
  });
}

function* utf8Lines(path: string): Generator<string> {
  try {
    yield* textLines(readable(path, (files) => files.open(path)));
  } catch (cause) {
    if (cause instanceof TypeError) throw fail("simulator.snapshot", { reason: "it is not UTF-8" }, { cause });
    throw cause;
  }
}

export function readText(path: string): string {
  return new TextDecoder().decode(readable(path, (files) => files.read(path)));
}

function readable<T>(path: string, read: (files: Files) => T): T {
  try {
    return read(createFiles());
  } catch (cause) {
    throw fail("simulator.file", { path, reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}
