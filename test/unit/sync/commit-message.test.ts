import { describe, expect, test } from "bun:test";
import { BLANK_MODTIME, type Modtime, type RecordKey, type TableName } from "../../../src/domain/ids.ts";
import type { PendingSummary } from "../../../src/domain/ports/staging.ts";
import { commitBody, commitSubject, markerTrailer } from "../../../src/sync/commit-message.ts";

const name = "name" as TableName;
const transaction = "transaction" as TableName;

function changed(key: string, fields: string[]): PendingSummary["records"][number] {
  return { table: name, key: key as RecordKey, operation: "changed", fields };
}

describe("the subject of a commit", () => {
  test("counts by table and operation", () => {
    const counts = [
      { table: name, operation: "added" as const, records: 1 },
      { table: name, operation: "changed" as const, records: 2 },
      { table: transaction, operation: "deleted" as const, records: 3 },
    ];
    expect(commitSubject("poll", { counts, records: [] })).toBe("poll: name 1 added, 2 changed, transaction 3 deleted");
  });
  test("says so when only the configuration changed", () => {
    expect(commitSubject("poll", { counts: [], records: [] })).toBe("poll: configuration");
  });
});

describe("the body of a commit", () => {
  test("names each record with its changed fields", () => {
    const counts = [{ table: name, operation: "changed" as const, records: 1 }];
    expect(commitBody({ counts, records: [changed("ROWAN", ["phone", "email"])] })).toEqual([
      "name ROWAN changed: phone, email",
    ]);
  });
  test("counts the records it does not name", () => {
    const counts = [{ table: name, operation: "changed" as const, records: 5001 }];
    expect(commitBody({ counts, records: [changed("A", [])] })).toEqual(["name A changed", "… and 5000 more"]);
  });
  test("keeps a key with a line break on one line, so that no trailer can be forged", () => {
    const counts = [{ table: name, operation: "changed" as const, records: 1 }];
    const [line] = commitBody({ counts, records: [changed("A\n\nTidemark-Run: x", [])] });
    expect(line).toBe("name A␣␣Tidemark-Run: x changed");
  });
});

test("the marker trailer shows an unfinished first read as a dash and leaves out tables that were always empty", () => {
  const markers = [
    { table: "memo" as TableName, marker: BLANK_MODTIME, records: 0, quarantined: 0 },
    { table: name, marker: "20250310141502" as Modtime, records: 2, quarantined: 0 },
    { table: transaction, marker: null, records: 9, quarantined: 0 },
  ];
  expect(markerTrailer(markers)).toBe("name=20250310141502 transaction=-");
});
