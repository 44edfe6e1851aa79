import fc from "fast-check";
import { sortRows } from "../../src/canonical/order.ts";
import { protectText } from "../../src/canonical/protect.ts";
import type { Field, MwRecord, Subfile, SubfileRow } from "../../src/domain/record.ts";

/** Any JavaScript string, rich in what breaks XML: markup, white space, controls, halves of pairs, our own marks. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        ..."<>&\"'\t\n\r ␛{}=%~.#/",
        "]]>",
        "<!--",
        "&#11;",
        "␛{B}",
        "␛{=E9}",
        "\r\n",
        "\u000B",
        "\u0000",
      ),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(""));

/** A value as the model holds it: protected and not empty. */
export const anyValue: fc.Arbitrary<string> = anyText
  .map((text) => protectText(text).text)
  .filter((text) => text !== "");

const anyName = fc
  .stringMatching(/^[a-z][a-z0-9_]{0,6}$/)
  .filter((name) => name !== "subfile" && name !== "lastmodifiedtime");

function fieldsNamed(prefix: string): fc.Arbitrary<readonly Field[]> {
  const anyField = fc.record({ name: anyName.map((name) => prefix + name), value: anyValue, system: fc.boolean() });
  return fc
    .uniqueArray(anyField, { selector: (field) => field.name, maxLength: 6 })
    .map((fields) => fields.sort((a, b) => (a.name < b.name ? -1 : 1)));
}

function rowOf(element: string): fc.Arbitrary<SubfileRow> {
  const anyRow = fc.record({
    fields: fieldsNamed(`${element}.`),
    system: fc.boolean(),
    sort: fc.integer({ min: 1, max: 12 }),
  });
  return anyRow.map(({ fields, system, sort }) => {
    const place = { name: `${element}.sort`, value: String(sort), system: true };
    const others = fields.filter((field) => !/\.(sort|sequencenumber|lastmodifiedtime)$/.test(field.name));
    return { system, fields: [...others, place].sort((a, b) => (a.name < b.name ? -1 : 1)) };
  });
}

const anySubfile: fc.Arbitrary<Subfile> = anyName.chain((element) =>
  fc.record({
    name: fc.stringMatching(/^[A-Z][a-z]{0,4}$/),
    element: fc.constant(element),
    rows: fc.array(rowOf(element), { minLength: 1, maxLength: 4 }).map((rows) => sortRows(rows, element)),
  }),
);

/** Any record that keeps the model's rules. */
export const anyRecord: fc.Arbitrary<MwRecord> = fc.record({
  element: anyName,
  fields: fieldsNamed(""),
  subfiles: fc
    .uniqueArray(anySubfile, { selector: (subfile) => subfile.name, maxLength: 2 })
    .map((subfiles) => subfiles.sort((a, b) => (a.name < b.name ? -1 : 1))),
});
