import { expect, test } from "bun:test";
import fc from "fast-check";
import { printRecord } from "../../src/canonical/print.ts";
import { restoreText } from "../../src/canonical/protect.ts";
import { judgeField } from "../../src/promoter/plan/three-way.ts";
import { sameValue } from "../../src/promoter/plan/values.ts";
import { readXml } from "../../src/simulator/import/xml-reader.ts";
import { anyText } from "../support/canonical-arbitraries.ts";
import { schemaOf } from "../support/canonical-tools.ts";
import { anyValueOf, anyValues, editableFields, type FieldValues, nameOf } from "../support/edit-arbitraries.ts";
import { fieldOf, orderOf, planOne, ROWAN_PATH } from "../support/planning.ts";
import { anyReformat } from "../support/reformat.ts";

const SEEDED = { seed: 20_261_130, numRuns: 300 };
const FIELDS = editableFields("name", "usertext", "code");
const anyEdit = anyValues(FIELDS);

function print(values: FieldValues): string {
  return printRecord(nameOf(values));
}

function expectSame(held: FieldValues, wanted: FieldValues): void {
  for (const { name } of FIELDS) {
    const [a, b] = [held[name] ?? null, wanted[name] ?? null];
    if (!sameValue(schemaOf("name").field.get(name), a, b)) expect([name, a]).toEqual([name, b]);
  }
}

/** MoneyWorks' values with what a plan asks for. */
function applied(ours: FieldValues, planned: ReturnType<typeof planOne>): FieldValues {
  return planned.order === null ? ours : { ...ours, ...Object.fromEntries(planned.order.expected.fields) };
}

test("what is asked for makes MoneyWorks' record what the commit has", () => {
  fc.assert(
    fc.property(anyEdit, anyEdit, anyReformat, (base, edit, reformat) => {
      const theirs = { ...base, ...edit };
      const planned = planOne(ROWAN_PATH, { base: print(base), theirs: reformat(nameOf(theirs)) });
      expect(planned.reasons).toEqual([]);
      expectSame(applied(base, planned), theirs);
      expect(planned.fields.every(({ state }) => state === "asked")).toBe(true);
    }),
    SEEDED,
  );
});

test("what is sent is read as the code and the fields that are asked for, and nothing else", () => {
  fc.assert(
    fc.property(anyEdit, anyEdit, (base, edit) => {
      const planned = planOne(ROWAN_PATH, { base: print(base), theirs: print({ ...base, ...edit }) });
      fc.pre(planned.order !== null);
      const order = orderOf(planned);
      const [record] = readXml(order.document).children;
      const sent = Object.fromEntries((record?.children ?? []).map(({ name, text }) => [name, text]));
      expect(Object.keys(sent).sort()).toEqual(["code", ...order.expected.fields.keys()].sort());
      for (const [name, value] of order.expected.fields) {
        const asked = value === null ? null : restoreText(value);
        if (!sameValue(fieldOf(`name.${name}`), sent[name] ?? "missing", asked ?? ""))
          expect(sent[name]).toBe(asked ?? "");
      }
    }),
    SEEDED,
  );
});

test("edits of different fields on either side never conflict, and both survive", () => {
  fc.assert(
    fc.property(anyEdit, anyEdit, anyEdit, (base, edit, other) => {
      const beside = Object.fromEntries(Object.entries(other).filter(([name]) => !(name in edit)));
      const [theirs, ours] = [
        { ...base, ...edit },
        { ...base, ...beside },
      ];
      const planned = planOne(ROWAN_PATH, { base: print(base), theirs: print(theirs), ours: print(ours) });
      expect(planned.reasons).toEqual([]);
      expectSame(applied(ours, planned), { ...base, ...beside, ...edit });
    }),
    SEEDED,
  );
});

test("another writing of a file asks for nothing", () => {
  fc.assert(
    fc.property(anyEdit, anyReformat, (base, reformat) => {
      const blanks = FIELDS.map(({ name }) => name).filter((name) => (base[name] ?? null) === null);
      const planned = planOne(ROWAN_PATH, { base: print(base), theirs: reformat(nameOf(base), blanks) });
      expect(planned).toMatchObject({ fields: [], reasons: [], order: null });
    }),
    SEEDED,
  );
});

test("what both sides changed alike asks for nothing, whoever wrote it", () => {
  fc.assert(
    fc.property(anyEdit, anyEdit, anyReformat, (base, edit, reformat) => {
      const both = { ...base, ...edit };
      const planned = planOne(ROWAN_PATH, { base: print(base), theirs: reformat(nameOf(both)), ours: print(both) });
      expect([planned.order, planned.reasons]).toEqual([null, []]);
    }),
    SEEDED,
  );
});

test("every field has one verdict: agreement is mutual, conflict too, and a change is one side's alone", () => {
  const side = (path: string) =>
    fc.oneof(anyValueOf(fieldOf(path)), anyText, fc.constantFrom("0", "-0", "5.", "+5", "1e9"));
  const sides = fc
    .constantFrom("name.phone", "name.discount", "name.hold", "job.startdate")
    .chain((path) =>
      fc.tuple(fc.constant(fieldOf(path)), fc.array(side(path), { maxLength: 3 }), side(path), side(path)),
    );
  fc.assert(
    fc.property(sides, ([schema, bases, theirs, ours]) => {
      const there = judgeField({ bases, theirs, ours }, schema);
      const back = judgeField({ bases, theirs: ours, ours: theirs }, schema);
      expect(["same", "held", "change", "conflict"]).toContain(there);
      if (there === "conflict") expect(back).toBe("conflict");
      if (there === "held") expect(back).toBe("held");
      if (there === "change") expect(back).toBe("same");
      if (there === "same" && back !== "same") expect(back).toBe("change");
    }),
    { ...SEEDED, numRuns: 3000 },
  );
});
