import { beforeAll, describe, expect, test } from "bun:test";
import type { Finding } from "../../../anonymizer/audit/finding.ts";
import { DEFAULT_RULES } from "../../../anonymizer/rules/default-rules.ts";
import { recordPath } from "../../../src/canonical/path.ts";
import type { RecordKey } from "../../../src/domain/ids.ts";
import type { NewRow } from "../../../src/simulator/company/data.ts";
import { type AuditedWorld, auditedWorld, auditOf, rowOf } from "../../support/auditing.ts";
import { schemaOf } from "../../support/canonical-tools.ts";
import { ExportText } from "../../support/true-books/export-text.ts";

/** One private customer, so that each value is known. */
const PERSON = {
  code: "QUILL7",
  name: "Quill & Daughters Saddlery",
  contact: "Ysolde Quill",
  address1: "77 Fernhollow Parade",
  address2: "Whakatane",
  phone: "(07) 555 0191",
  email: "ysolde@quill-saddlery.example",
  bankaccountnumber: "12-3456-0789012-00",
  comment: "Prefers green leather\rRing the back bell",
};
const NUMBER = 2;
const TABLES = new Set(["taxrate", "name", "product", "job", "memo", "transaction"]);

function small(tables: Record<string, NewRow[]>): void {
  for (const table of Object.keys(tables)) {
    if (TABLES.has(table)) tables[table] = tables[table]?.slice(0, 2) ?? [];
    else delete tables[table];
  }
  const [first, ...others] = tables.name ?? [];
  if (first === undefined) throw new Error("the company has no names");
  tables.name = [{ ...first, fields: { ...first.fields, ...PERSON } }, ...others];
}

const world = (target: "verbose" | "terse" | "snapshot" | "canonical", rules = DEFAULT_RULES): AuditedWorld =>
  auditedWorld({ seed: 7, transactions: 4, target, rules, change: small });

type Changes = Record<string, string | Uint8Array | null>;

interface Leak {
  readonly what: string;
  readonly plant: (file: (path: string) => string) => Changes;
  /** Of one finding; every leak is also `foreign` but where the rules let it through. */
  readonly finding: Partial<Finding>;
}

const fromName = (field: string): Partial<Finding> => ({ origin: { field: `name.${field}`, record: NUMBER } });

/** In the place of a field's text, in the first record of a file that has it. */
function into(text: string, field: string, value: string): string {
  const changed = text.replace(new RegExp(`(<${field}(?: system="true")?>)[^<]*`), (_, tag: string) => tag + value);
  if (changed === text) throw new Error(`there is no ${field}`);
  return changed;
}

/** Whatever stands in the first description or comment of a file. */
const leaks: readonly Leak[] = [
  {
    what: "a value in its own record",
    plant: (file) => ({ "name.xml": into(file("name.xml"), "comment", "Prefers green leather") }),
    finding: { table: "name", record: NUMBER, field: "name.comment", likeness: "word pair", ...fromName("comment") },
  },
  {
    what: "a value in another record",
    plant: (file) => {
      const [head = "", first = "", ...rest] = file("name.xml").split(/(?<=\t<\/name>\n)/);
      return { "name.xml": [head, into(first, "contact", "Ysolde Quill"), ...rest].join("") };
    },
    finding: { table: "name", field: "name.contact", likeness: "exact", ...fromName("contact") },
  },
  {
    what: "a value in another table",
    plant: (file) => ({ "job.xml": into(file("job.xml"), "description", "for Ysolde Quill") }),
    finding: { table: "job", file: "job.xml", field: "job.description", likeness: "exact", ...fromName("contact") },
  },
  {
    what: "a value in other case",
    plant: (file) => ({ "job.xml": into(file("job.xml"), "description", "YSOLDE quill") }),
    finding: { table: "job", likeness: "case-folded", ...fromName("contact") },
  },
  {
    what: "a value with more spaces and line breaks",
    plant: (file) => ({ "job.xml": into(file("job.xml"), "description", "Ysolde &#13;\n  Quill") }),
    finding: { table: "job", likeness: "word pair", ...fromName("contact") },
  },
  {
    what: "two words of a value in a text",
    plant: (file) => ({ "product.xml": into(file("product.xml"), "description", "as at Fernhollow Parade") }),
    finding: { table: "product", likeness: "word pair", ...fromName("address1") },
  },
  {
    what: "a phone number with other signs",
    plant: (file) => ({ "job.xml": into(file("job.xml"), "description", "ring 07-5550191 first") }),
    finding: { table: "job", likeness: "digits only", ...fromName("phone") },
  },
  {
    what: "the digits of a bank account in a text",
    plant: (file) => ({ "memo.xml": into(file("memo.xml"), "memo.text", "into 123456078901200 please") }),
    finding: { table: "memo", likeness: "digits only", ...fromName("bankaccountnumber") },
  },
  {
    what: "an e-mail address",
    plant: (file) => ({ "job.xml": into(file("job.xml"), "description", "&lt;ysolde@quill-saddlery.example>") }),
    finding: { table: "job", likeness: "exact", ...fromName("email") },
  },
  {
    what: "a code",
    plant: (file) => ({ "job.xml": into(file("job.xml"), "description", "see quill7") }),
    finding: { table: "job", likeness: "case-folded", ...fromName("code") },
  },
  {
    what: "a value in character references",
    plant: (file) => ({ "job.xml": into(file("job.xml"), "description", "&#89;s&#x6F;lde Q&#117;ill") }),
    finding: { table: "job", likeness: "exact", ...fromName("contact") },
  },
  {
    what: "a value in a line of a transaction",
    plant: (file) => ({ "transaction.xml": into(file("transaction.xml"), "detail.description", "Ysolde Quill") }),
    finding: { table: "transaction", field: "detail.description", ...fromName("contact") },
  },
  {
    what: "a value in a field of numbers",
    plant: (file) => ({ "job.xml": into(file("job.xml"), "sequencenumber", "0755501 91") }),
    finding: { file: "job.xml", field: "job.sequencenumber", likeness: "digits only", ...fromName("phone") },
  },
  {
    what: "a value in an attribute",
    plant: (file) => ({ "job.xml": file("job.xml").replace("<job>", '<job note="Ysolde Quill">') }),
    finding: { file: "job.xml", field: "attribute of job", ...fromName("contact") },
  },
  {
    what: "a value in an attribute of the table",
    plant: (file) => ({ "job.xml": file("job.xml").replace("<table ", "<table note='Ysolde Quill' ") }),
    finding: { file: "job.xml", field: "attribute of table", ...fromName("contact") },
  },
  {
    what: "a value in a comment between records",
    plant: (file) => ({ "job.xml": file("job.xml").replace("\t<job>", "<!-- Ysolde Quill -->\n\t<job>") }),
    finding: { file: "job.xml", field: "table.XML comment", ...fromName("contact") },
  },
  {
    what: "a value behind the end",
    plant: (file) => ({ "job.xml": `${file("job.xml")}Ysolde Quill` }),
    finding: { file: "job.xml", field: "text outside of records", ...fromName("contact") },
  },
  {
    what: "a value in the header",
    plant: (file) => ({ "job.xml": file("job.xml").replace('anonymized"}', 'anonymized","by":"Ysolde Qu\\u0069ll"}') }),
    finding: { file: "job.xml", field: "XML comment", ...fromName("contact") },
  },
  {
    what: "a file that does not belong there",
    plant: () => ({ "notes/todo.txt": "call Ysolde Quill" }),
    finding: { file: "notes/todo.txt", offset: 5, ...fromName("contact") },
  },
  {
    what: "a file of another program's making",
    plant: () => ({ "old.csv": Buffer.from("\ufeffname;Ysolde Quill", "utf16le") }),
    finding: { file: "old.csv", ...fromName("contact") },
  },
  {
    what: "a value in a file's name",
    plant: () => ({ "QUILL7.xml": "" }),
    finding: { file: "QUILL7.xml", field: "file name", offset: null, ...fromName("code") },
  },
  {
    what: "a value in a file that is known",
    plant: () => ({ ".gitignore": "*\n# Ysolde Quill\n" }),
    finding: { file: ".gitignore", ...fromName("contact") },
  },
  {
    what: "a whole record as it was",
    plant: (file) => {
      const record = new ExportText("verbose").record("name", rowOf(exports, "name", NUMBER));
      return { "name.xml": file("name.xml").replace(/\t<name>\n.*?\t<\/name>\n/s, record) };
    },
    finding: { table: "name", record: NUMBER, field: "name.address1", likeness: "exact", ...fromName("address1") },
  },
];

let exports: AuditedWorld;
beforeAll(() => {
  exports = world("verbose");
});

const fileOf =
  ({ files }: AuditedWorld) =>
  (path: string) =>
    files.get(path) ?? "";

describe("leaks in exports are found:", () => {
  test.each(leaks.map((leak) => [leak.what, leak] as const))("%s", async (_, { plant, finding }) => {
    const changes = plant(fileOf(exports));
    const { isClean, findings, counts } = await auditOf(exports, changes);
    expect(findings).toContainEqual(expect.objectContaining({ kind: "survived", ...finding }));
    expect([isClean, counts.foreign]).toEqual([false, 1]);
    expect(JSON.stringify(findings)).not.toMatch(VALUES);
  });
});

/** No finding has one of them in it, but where a file is called so. */
const VALUES = /ysolde|saddlery|fernhollow|5550191|leather/i;

describe("leaks in other forms are found:", () => {
  test("a line of a snapshot, and its first line", async () => {
    const snapshot = world("snapshot");
    const text = fileOf(snapshot)("snapshot.jsonl");
    const inLine = text.replace(/("table":"job".*?"description":")[^"]*/, "$1Ysolde Qu\\u0069ll");
    const { findings } = await auditOf(snapshot, { "snapshot.jsonl": inLine });
    const place = { kind: "survived", table: "job", file: "snapshot.jsonl", field: "job.description" };
    expect(findings).toContainEqual(expect.objectContaining({ ...place, likeness: "exact", ...fromName("contact") }));
    const first = await auditOf(snapshot, { "snapshot.jsonl": text.replace('"uuid":"x"', '"uuid":"Ysolde Quill"') });
    const head = { kind: "survived", file: "snapshot.jsonl", offset: expect.any(Number), ...fromName("contact") };
    expect(first.findings).toContainEqual(expect.objectContaining(head));
  });

  test("a canonical file, its name, and one that is too many", async () => {
    const canonical = world("canonical");
    const [path = "", text = ""] = [...canonical.files].find(([name]) => name.startsWith("name/")) ?? [];
    const changed = await auditOf(canonical, { [path]: into(text, "contact", "Ysolde Quill") });
    const place = { kind: "survived", table: "name", file: path, field: "name.contact", ...fromName("contact") };
    expect(changed.findings).toContainEqual(expect.objectContaining(place));
    const added = recordPath(schemaOf("name"), "QUILL7" as RecordKey);
    const named = await auditOf(canonical, { [added]: text });
    const inName = { kind: "survived", table: "name", file: added, field: "file name", ...fromName("code") };
    expect(named.findings).toContainEqual(expect.objectContaining(inName));
  });

  test("a terse export, whose records have no numbers", async () => {
    const terse = world("terse");
    const { findings } = await auditOf(terse, {
      "job.xml": into(fileOf(terse)("job.xml"), "description", "Ysolde Quill"),
    });
    const place = { kind: "survived", table: "job", record: null, field: "job.description", ...fromName("contact") };
    expect(findings).toContainEqual(expect.objectContaining(place));
  });
});

describe("without an original in it, it is still not the anonymizer's:", () => {
  const job = (change: (text: string) => string): Changes => ({ "job.xml": change(fileOf(exports)("job.xml")) });
  const record = /\t<job>\n.*?\t<\/job>\n/s;

  test("a changed record", async () => {
    const { counts, findings } = await auditOf(
      exports,
      job((text) => into(text, "description", "zzz")),
    );
    expect([counts.foreign, counts.survived, counts.missing]).toEqual([1, 0, 0]);
    expect(findings[0]).toMatchObject({ kind: "foreign", table: "job", file: "job.xml" });
  });

  test("a record that comes twice", async () => {
    const { counts } = await auditOf(
      exports,
      job((text) => text.replace(record, "$&$&")),
    );
    expect([counts.foreign, counts.duplicate, counts.survived]).toEqual([1, 1, 0]);
  });

  test("a record that is gone", async () => {
    const { counts, findings } = await auditOf(
      exports,
      job((text) => text.replace(record, "")),
    );
    expect([counts.missing, counts.foreign, counts.survived]).toEqual([1, 0, 0]);
    expect(findings[0]).toMatchObject({ kind: "missing", table: "job" });
  });

  test("an empty file", async () => {
    expect((await auditOf(exports, { notes: "" })).counts.foreign).toBe(1);
  });
});
