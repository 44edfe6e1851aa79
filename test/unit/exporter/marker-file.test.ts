import { describe, expect, test } from "bun:test";
import type { Modtime, TableName } from "../../../src/domain/ids.ts";
import { buildMarkerFile, parseMarkerFile } from "../../../src/exporter/marker-file.ts";
import { codeThrown } from "../../support/exporter-world.ts";

const MARKER = {
  serverTime: "20250310141502" as Modtime,
  document: "8B1E4C6A-1111-4222-8333-444455556666",
  markers: [
    { table: "transaction" as TableName, marker: null, records: 4096, quarantined: 0 },
    { table: "name" as TableName, marker: "20250310141459" as Modtime, records: 0, quarantined: 0 },
  ],
};
const parse = (text: string) => parseMarkerFile(Buffer.from(text), "main:.tidemark/marker.json");

describe("the marker file", () => {
  test("says the same whatever the order of the tables", () => {
    const reversed = { ...MARKER, markers: MARKER.markers.toReversed() };
    expect(buildMarkerFile(reversed)).toEqual(buildMarkerFile(MARKER));
  });

  test("comes back", () => {
    const { serverTime, document, markers } = parseMarkerFile(buildMarkerFile(MARKER), "m");
    expect([serverTime, document, markers]).toEqual([MARKER.serverTime, MARKER.document, MARKER.markers.toReversed()]);
    expect(parseMarkerFile(buildMarkerFile({ ...MARKER, document: null }), "m").document).toBeNull();
  });

  test("counts records that are set aside, where there are any", () => {
    const markers = MARKER.markers.map((marker) => ({ ...marker, quarantined: marker.table === "name" ? 3 : 0 }));
    const bytes = buildMarkerFile({ ...MARKER, markers });
    const { tables } = JSON.parse(Buffer.from(bytes).toString());
    expect(tables.name).toEqual({ marker: "20250310141459", records: 0, quarantined: 3 });
    expect(tables.transaction).toEqual({ marker: null, records: 4096 });
    expect(parseMarkerFile(bytes, "m").markers).toEqual(markers.toReversed());
  });

  test("may lack the document and hold members that a later version adds", () => {
    const text =
      '{"version":1,"more":[],"serverTime":"20250310141502","tables":{"name":{"marker":null,"records":1,"x":2}}}';
    expect(parse(text).document).toBeNull();
    expect(parse(text).markers).toEqual([{ table: "name" as TableName, marker: null, records: 1, quarantined: 0 }]);
  });

  const refused: Record<string, [text: string, code: string]> = {
    "a newer version": ['{"version":2,"anything":true}', "mirror.newer-format"],
    "half a file": ['{"version":1', "mirror.bad-marker"],
    "no version": ["{}", "mirror.bad-marker"],
    "something else": ["[]", "mirror.bad-marker"],
    "no tables": ['{"version":1,"serverTime":"20250310141502"}', "mirror.bad-marker"],
    "a time that is none": ['{"version":1,"serverTime":"yesterday","tables":{}}', "mirror.bad-marker"],
    "a document that is none": [
      '{"version":1,"document":7,"serverTime":"20250310141502","tables":{}}',
      "mirror.bad-marker",
    ],
    "a table without a count": [
      '{"version":1,"serverTime":"20250310141502","tables":{"name":{}}}',
      "mirror.bad-marker",
    ],
    "a count that is none": [
      '{"version":1,"serverTime":"20250310141502","tables":{"name":{"records":-1}}}',
      "mirror.bad-marker",
    ],
    "a number of records set aside that is none": [
      '{"version":1,"serverTime":"20250310141502","tables":{"name":{"records":1,"quarantined":"2"}}}',
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
