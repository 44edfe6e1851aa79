import { createExportSplitter } from "../../../../anonymizer/reading/export-splitter.ts";
import { fail, TidemarkError } from "../../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../../domain/ids.ts";
import type { Files } from "../../../domain/ports/files.ts";
import { type ByteStream, openStream } from "./byte-stream.ts";
import type { AnonymizeSource, Place, SourcePart, SourceTable } from "./source.ts";

const NAME = /\.xml(?:\.gz|\.zst)?$/i;
/** Passwords of users are in it. */
const LOGIN = "login";

/** The exports in a directory, by name; not those below it. */
export function exportFiles(directory: string, files: Files): readonly string[] {
  return files
    .list(directory)
    .filter((name) => NAME.test(name))
    .map((name) => `${directory}/${name}`);
}

/**
 * XML exports, verbose and terse, of any size, several of one table too; a chunk of one is in memory at a time.
 * @throws anonymize.bad-export, anonymize.export-*
 */
export async function openExports(paths: readonly string[], files: Files): Promise<AnonymizeSource> {
  const found: ExportFile[] = [];
  for (const path of paths) found.push(await lookAt(path, files));
  const tables = new Map<TableName, ExportFile[]>();
  for (const file of found) tables.set(file.table, [...(tables.get(file.table) ?? []), file]);
  tables.delete(LOGIN as TableName);
  return {
    name: paths.length === 1 ? (paths[0] as string) : `${paths.length} exports`,
    identity: paths.map((path) => `${path.slice(path.lastIndexOf("/") + 1)} ${files.stamp(path)?.text}`).join(", "),
    tables: [...tables].map(([table, ofTable]) => ({ table, records: declaredBy(ofTable) })),
    passedOver: found.some(({ table }) => table === LOGIN)
      ? [{ table: LOGIN, reason: "it holds the passwords of users" }]
      : [],
    parts: (table, from) => tableParts(tables.get(table) ?? [], from, files),
    close: async () => {},
  };
}

interface ExportFile {
  readonly path: string;
  readonly table: TableName;
  readonly declared: number | null;
}

function declaredBy(ofTable: readonly ExportFile[]): SourceTable["records"] {
  return ofTable.reduce<number | null>(
    (sum, { declared }) => (sum === null || declared === null ? null : sum + declared),
    0,
  );
}

/** Reads a file's head. */
async function lookAt(path: string, files: Files): Promise<ExportFile> {
  const splitter = createExportSplitter({ file: path });
  const stream = opened(path, files);
  try {
    for await (const chunk of stream.chunks) {
      splitter.push(chunk);
      if (splitter.table !== null) return { path, table: splitter.table, declared: splitter.declared };
    }
    splitter.end();
  } catch (cause) {
    throw readable(path, cause);
  } finally {
    stream.close();
  }
  throw fail("anonymize.bad-export", { path, reason: "it has no table" });
}

/** Where a table's reading goes on: in which of its files, and how far in that. Batches before it are cut again and passed over. */
interface InFile {
  readonly file: number;
  readonly at: number;
}

async function* tableParts(ofTable: readonly ExportFile[], from: Place, files: Files): AsyncGenerator<SourcePart> {
  const start: InFile = from === "" ? { file: 0, at: 0 } : (JSON.parse(from) as InFile);
  for (let file = start.file; file < ofTable.length; file++) {
    const { path } = ofTable[file] as ExportFile;
    const stream = opened(path, files);
    try {
      for await (const { batch, place } of split(path, stream, file === start.file ? start.at : 0)) {
        yield { batch, place: JSON.stringify({ file, at: place } satisfies InFile) };
      }
    } catch (cause) {
      throw readable(path, cause);
    } finally {
      stream.close();
    }
  }
}

async function* split(path: string, stream: ByteStream, from: number) {
  const splitter = createExportSplitter({ file: path, from });
  for await (const chunk of stream.chunks) yield* splitter.push(chunk);
  yield* splitter.end();
}

function opened(path: string, files: Files): ByteStream {
  try {
    return openStream(path, files);
  } catch (cause) {
    throw readable(path, cause);
  }
}

/** The error for a file that cannot be opened or read. */
export function readable(path: string, cause: unknown): Error {
  if (cause instanceof TidemarkError) return cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "it is damaged";
  const reason = code === "EINVAL" ? "it is a pipe or a device" : code;
  return fail("anonymize.bad-export", { path, reason }, { cause });
}
