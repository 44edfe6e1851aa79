import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { blobOid } from "../../../src/canonical/blob.ts";
import { keyOf } from "../../../src/canonical/key.ts";
import { parseExport } from "../../../src/canonical/parse-export.ts";
import { parseRecord } from "../../../src/canonical/parse-record.ts";
import { recordPath } from "../../../src/canonical/path.ts";
import { recordBytes } from "../../../src/canonical/print.ts";
import { schemaOf } from "../../support/canonical-tools.ts";
import { describeWithTool } from "../../support/tools.ts";

interface Golden {
  readonly table: string;
  readonly seq: number;
  readonly path: string;
  readonly oid: string;
}

/** Other tools read these files: a change here is a change of the repository format. */
const GOLDEN: readonly Golden[] = [
  { table: "account", seq: 7, path: "account/1d/27/%43ON.xml", oid: "dcea05c55f0de68a75946aeb862a9357668d70a1" },
  { table: "name", seq: 12, path: "name/26/14/HERON.xml", oid: "bdc844073a7cbe2a98cb281e86975c0a480b7c46" },
  {
    table: "name",
    seq: 13,
    path: "name/34/31/K%C5%8D~whai%2F~L~td%2E.xml",
    oid: "16427e9452be2cff8dd954cbb1c1fc84f9537152",
  },
  { table: "name", seq: 14, path: "name/20/3f/%2314.xml", oid: "ce89d66dd5e4dc3356cb7a9c4874c803d89f75cf" },
  {
    table: "transaction",
    seq: 70001,
    path: "transaction/00/00/11/05/70001.xml",
    oid: "90d12864a0cf1b0f44067f54cff23869476318d1",
  },
];

function read(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(import.meta.dir, name)));
}

function goldenBytes({ table, seq }: Golden): Uint8Array {
  return read(`${table}-${seq}.xml`);
}

function run(...command: string[]): string {
  const { exitCode, stdout, stderr } = Bun.spawnSync(command, { cwd: import.meta.dir });
  expect([stderr.toString(), exitCode]).toEqual(["", 0]);
  return stdout.toString();
}

describe.each(GOLDEN.map((golden) => [`${golden.table} ${golden.seq}`, golden] as const))("%s", (_name, golden) => {
  const schema = schemaOf(golden.table);
  const parsed = parseExport(read(`${golden.table}.in.xml`), schema).records.find(({ seq }) => seq === golden.seq);
  if (!parsed) throw new Error("the export does not hold the record");

  test("prints the pinned bytes with the pinned blob id", () => {
    expect(new TextDecoder().decode(recordBytes(parsed.record))).toBe(new TextDecoder().decode(goldenBytes(golden)));
    expect(String(blobOid(recordBytes(parsed.record)))).toBe(golden.oid);
  });

  test("lies at the pinned path", () => {
    expect(recordPath(schema, keyOf(schema, { seq: golden.seq, record: parsed.record }))).toBe(golden.path);
  });

  test("is read back from its file", () => {
    expect(parseRecord(goldenBytes(golden))).toEqual(parsed.record);
  });
});

test("counts the characters that XML forbids", () => {
  expect(parseExport(read("name.in.xml"), schemaOf("name")).replaced).toBe(2);
});

describeWithTool("git", "git", () => {
  test.each(GOLDEN.map((golden) => [golden.oid, golden] as const))("gives the blob id %s", (oid, { table, seq }) => {
    expect(run("git", "hash-object", "--no-filters", `${table}-${seq}.xml`)).toBe(`${oid}\n`);
  });
});

describeWithTool("xmllint", "xmllint --c14n11", () => {
  test.each(GOLDEN.map((golden) => [`${golden.table}-${golden.seq}.xml`, golden] as const))(
    "prints %s unchanged but for the final newline",
    (file, golden) => {
      expect(`${run("xmllint", "--c14n11", file)}\n`).toBe(new TextDecoder().decode(goldenBytes(golden)));
    },
  );
});
