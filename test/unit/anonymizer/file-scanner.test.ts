import { expect, test } from "bun:test";
import { FileScanner } from "../../../anonymizer/reading/file-scanner.ts";
import type { TableName } from "../../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../../src/domain/schema/schema.ts";

test("a canonical file with a blank field is the strict reader's, however often it comes", () => {
  const scanner = new FileScanner(SCHEMA.get("name" as TableName) as TableSchema);
  const file = Buffer.from("<name>\n  <code>A</code>\n  <contact></contact>\n</name>\n");
  for (let time = 0; time < 3; time++) expect(scanner.scan(file)).toBeNull();
});
