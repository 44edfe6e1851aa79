import type { MwRecord } from "../../src/domain/record.ts";
import type { TableSchema } from "../../src/domain/schema/schema.ts";
import { bytesAsText } from "./bytes-as-text.ts";
import { CANONICAL_LAYOUT, RecordScanner } from "./record-scanner.ts";

/** Reads canonical files of one table; null for all that parseRecord has to judge. */
export class FileScanner {
  readonly #scanner: RecordScanner;

  constructor(schema: TableSchema) {
    this.#scanner = new RecordScanner(schema, CANONICAL_LAYOUT);
  }

  startBatch(): void {
    this.#scanner.startBatch();
  }

  /** Names of the fields in the files of this batch. */
  names(): string[] {
    return this.#scanner.names();
  }

  scan(bytes: Uint8Array): MwRecord | null {
    const text = bytesAsText(bytes);
    const record = text === null ? null : this.#scanner.scan(text, 0);
    return this.#scanner.end === text?.length ? record : null;
  }
}
