import { describe, expect, test } from "bun:test";
import type { Modtime, TableName } from "../../../src/domain/ids.ts";
import { buildMarkerFile, parseMarkerFile } from "../../../src/exporter/marker-file.ts";
import { codeThrown } from "../../support/exporter-world.ts";

const MARKER = {
  serverTime: "20250310141502" as Modtime,
  markers: [
    { table: "transaction" as TableName, marker: null, records: 4096 },
    { table: "name" as TableName, marker: "20250310141459" as Modtime, records: 0 },
  ],
};
const parse = (text: string) => parseMarkerFile(Buffer.from(text), "main:.tidemark/marker.json");

describe("the marker file", () => {
  test("says the same whatever the order of the tables", () => {
    const reversed = { ...MARKER, markers: MARKER.markers.toReversed() };
    expect(buildMarkerFile(reversed)).toEqual(buildMarkerFile(MARKER));
  });

  test("comes back", () => {
    const { serverTime, markers } = parseMarkerFile(buildMarkerFile(MARKER), "m");
    expect([serverTime, markers]).toEqual([MARKER.serverTime, MARKER.markers.toReversed()]);
  });

  test("may hold members that a later version adds", () => {
    const text =
      '{"version":1,"more":[],"serverTime":"20250310141502","tables":{"name":{"marker":null,"records":1,"x":2}}}';
    expect(parse(text).markers).toEqual([{ table: "name" as TableName, marker: null, records: 1 }]);
  });

  const refused: Record<string, [text: string, code: string]> = {
    "a newer version": ['{"version":2,"anything":true}', "mirror.newer-format"],
    "half a file": ['{"version":1', "mirror.bad-marker"],
    "no version": ["{}", "mirror.bad-marker"],
    "something else": ["[]", "mirror.bad-marker"],
    "no tables": ['{"version":1,"serverTime":"20250310141502"}', "mirror.bad-marker"],
    "a time that is none": ['{"version":1,"serverTime":"yesterday","tables":{}}', "mirror.bad-marker"],
    "a table without a count": [
      '{"version":1,"serverTime":"20250310141502","tables":{"name":{}}}',
      "mirror.bad-marker",
    ],
    "a count that is none": [
      '{"version":1,"serverTime":"20250310141502","tables":{"name":{"records":-1}}}',
      "mirror.bad-marker",
    ],
    "a table name that is none": [
      '{"version":1,"serverTime":"20250310141502","tables":{"../x":{"records":1}}}',
      "mirror.bad-marker",
    ],
  };
  for (const [name, [text, code]] of Object.entries(refused)) {
    test(`with ${name} is refused`, () => expect(codeThrown(() => parse(text))).toBe(code));
  }
});
