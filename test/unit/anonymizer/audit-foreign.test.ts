import { expect, test } from "bun:test";
import { Balance, hashRecord } from "../../../anonymizer/audit/balance.ts";
import { RawSearch } from "../../../anonymizer/audit/candidates.ts";
import { FormFilter } from "../../../anonymizer/audit/filter.ts";
import { ForeignRecords } from "../../../anonymizer/audit/foreign.ts";
import { keyOf } from "../../../anonymizer/audit/form-key.ts";
import { Forms } from "../../../anonymizer/audit/forms.ts";
import { eachPiece } from "../../../anonymizer/audit/markup.ts";
import { table } from "../../support/anonymizing.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const recordOf = (number: number, kind: string) =>
  `\t<name>\n\t\t<sequencenumber>${number}</sequencenumber>\n\t\t<contact>Ysolde Quill</contact>\n\t\t<kind>${kind}</kind>\n\t</name>\n`;

test("of a changed record only what was put into it is told, however many others were changed before it", () => {
  const forms = new Forms();
  const filter = new FormFilter(new ArrayBuffer(1 << 16));
  forms.ofValue("Ysolde Quill", false, (low, high) => filter.add(low, high));
  const balance = new Balance(new ArrayBuffer(1 << 10));
  const records = new ForeignRecords(balance, new RawSearch(forms, filter), eachPiece, 2);
  const name = table("name");
  const numbers = [1, 2, 3, 4, 5];
  const made = (number: number) => bytesOf(recordOf(number, "1"));
  const changed = (number: number) => bytesOf(recordOf(number, "7"));
  for (const number of numbers) {
    balance.made(hashRecord(name, null, made(number)));
    balance.found(hashRecord(name, null, changed(number)));
  }
  for (const number of [4, 5, 1]) {
    records.found({ table: name, file: "name.xml", path: null, offset: 0, bytes: changed(number) });
  }
  for (const number of numbers) {
    const keys: number[] = [];
    forms.inText("Ysolde Quill", (low, high) => keys.push(keyOf(low, high)));
    const hash = hashRecord(name, null, made(number));
    records.made({ hash, table: name, record: number, path: null, keys: Float64Array.from(keys) });
  }
  const told = [...records.foreign()].map(({ record, candidates }) => [record, candidates.length]);
  expect(told).toEqual([
    [4, 0],
    [5, 0],
  ]);
  expect(records.passedOver).toBe(1);
});
