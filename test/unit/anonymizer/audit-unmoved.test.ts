import { expect, test } from "bun:test";
import { isUnmoved, UnmovedFields } from "../../../anonymizer/audit/unmoved.ts";

test("dates that did not move are counted, blank ones are not", () => {
  const fields = new UnmovedFields();
  for (const blank of ["00000000", "00000000000000", "19040101", ""])
    fields.compare("name.dateoflastsale", "date", blank, blank);
  expect(fields.take()).toEqual([]);
  fields.compare("name.dateoflastsale", "date", "20250310", "20250310");
  fields.compare("name.dateoflastsale", "date", "20250310", "20230910");
  const [counted] = fields.take();
  expect(counted).toEqual({ field: "name.dateoflastsale", compared: 2, equal: 1 });
  expect(counted === undefined ? null : isUnmoved(counted)).toBe(true);
});
