import { describe, expect, test } from "bun:test";
import type { TableName } from "../../src/domain/ids.ts";
import { NAME } from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

export function fieldsContract(it: StagingUnderTest): void {
  describe("known fields", () => {
    const none = { appeared: [], vanished: [], returned: [] };
    const note = (at: number, change: Partial<Record<keyof typeof none, readonly string[]>>) =>
      it.staging.noteFields({ table: NAME, at, ...none, ...change });

    test("are none for a table that nobody has read", () => {
      expect(it.staging.knownFields(NAME)).toEqual([]);
    });

    test("appear, vanish and return, and survive a restart", () => {
      note(10, { appeared: ["phone", "code"] });
      note(20, { vanished: ["phone"], appeared: ["mobile"] });
      expect(it.reopen().knownFields(NAME)).toEqual([
        { name: "code", firstAt: 10, goneAt: null },
        { name: "mobile", firstAt: 20, goneAt: null },
        { name: "phone", firstAt: 10, goneAt: 20 },
      ]);
      note(30, { returned: ["phone"] });
      expect(it.staging.knownFields(NAME)).toContainEqual({ name: "phone", firstAt: 10, goneAt: null });
    });

    test("keep their times when they are noted twice", () => {
      note(10, { appeared: ["phone"] });
      note(20, { appeared: ["phone"] });
      note(30, { vanished: ["phone", "never seen"] });
      note(40, { vanished: ["phone"] });
      expect(it.staging.knownFields(NAME)).toEqual([{ name: "phone", firstAt: 10, goneAt: 30 }]);
    });

    test("belong to one table, and make it no mirrored one", () => {
      note(10, { appeared: ["code"] });
      expect(it.staging.knownFields("product" as TableName)).toEqual([]);
      expect(it.staging.markers()).toEqual([]);
      expect(it.staging.tables()).toEqual([]);
    });
  });
}
