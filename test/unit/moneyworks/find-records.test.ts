import { describe, expect, test } from "bun:test";
import type { TableName } from "../../../src/domain/ids.ts";
import { Client } from "../../../src/moneyworks/client.ts";
import { importerOn } from "../../../src/moneyworks/importer.ts";
import { parseMoneyWorksUrl } from "../../../src/moneyworks/parse-url.ts";
import {
  CollectingLog,
  fixedRandom,
  question,
  type Reply,
  recordXml,
  ScriptedHttp,
  SleepingClock,
  tableXml,
} from "../../support/moneyworks-fakes.ts";

const never = new AbortController().signal;
const T = "20250310141502";
const FIRST = 'code=="MOA"';

const row = (seq: number, code = "MOA") => recordXml(seq, T, `<code>${code}</code>`);
const name = (rows: readonly string[], found = rows.length) => tableXml("Name", rows, found);

function setUp(script: readonly Reply[] | ((search: string) => Reply)) {
  const http = new ScriptedHttp(
    typeof script === "function" ? ({ url }) => script(question(url).search ?? "") : script,
  );
  const endpoint = parseMoneyWorksUrl("http://jo:pw@h/REST/Acme.moneyworks");
  const ports = { clock: new SleepingClock(), log: new CollectingLog(), random: fixedRandom(0.5) };
  const importer = importerOn(new Client({ endpoint, http, ...ports }));
  const find = async (limit: number, value = "MOA", field = "code", table = "name") =>
    (await importer.find({ table: table as TableName, field, value, limit }, never)).map(({ seq }) => seq);
  return { find, http, importer };
}

describe("what is asked for", () => {
  test("is one export, the highest numbers first, of some more than are wanted", async () => {
    const { find, http } = setUp([name([row(9), row(7)])]);
    expect(await find(1)).toEqual([9]);
    expect(http.asked()).toEqual([
      {
        command: "export",
        table: "name",
        search: FIRST,
        sort: "sequencenumber",
        direction: "descending",
        limit: "10",
        format: "xml-verbose",
      },
    ]);
  });

  test("is asked of the right field, by table", async () => {
    const { find, http } = setUp((search) => (search.includes("detail.") ? tableXml("Detail", []) : name([])));
    await find(20, 'a "b" \\ @', "description", "detail");
    expect(http.asked()[0]).toMatchObject({ search: 'detail.description=="a \\"b\\" \\\\ @"', limit: "20" });
    expect(http.asked()[0]).toMatchObject({ sort: "detail.sequencenumber" });
  });
});

describe("a server whose search brings others along", () => {
  const page = (from: number, code: string, found: number) =>
    name(
      Array.from({ length: 10 }, (_, index) => row(from - index, code)),
      found,
    );

  test("is asked on, below the last number, until there are enough", async () => {
    const { find, http } = setUp([page(40, "MOA'S", 25), name([row(30), row(29, "moa"), row(5, "Móa")], 3)]);
    expect(await find(5)).toEqual([30, 29]);
    expect(http.asked().map(({ search }) => search)).toEqual([FIRST, `${FIRST} and sequencenumber<=30`]);
  });

  test("is not understood, when that goes on and on", async () => {
    let from = 1000;
    const { find, http } = setUp(() => {
      from -= 10;
      return page(from, "OTHER", 500);
    });
    expect((await find(1).catch((e) => e)).message).toContain("match a search whose text they do not hold");
    expect(http.requests).toHaveLength(10);
  });

  test("is not trusted when the next page is none", async () => {
    const { find } = setUp(() => page(40, "OTHER", 25));
    expect((await find(1).catch((e) => e)).message).toContain("record 40 is not below 31");
  });
});

describe("letters are the same", () => {
  test.each([
    ["Moa", "mOA"],
    ["É", "é"],
    ["e\u0301", "É"],
    ["STRASSE", "straße"],
    ["a&lt;b", "A<B"],
  ])("%j holds %j", async (held, value) => {
    const { find } = setUp([name([row(3, held)])]);
    expect(await find(1, value)).toEqual([3]);
  });
});

const DOUBTFUL: readonly [title: string, reply: Reply, code: string][] = [
  ["records in the other order", name([row(7), row(9)]), "inconsistent"],
  ["a record too few", name([row(7)], 2), "inconsistent"],
  ["another table", tableXml("Job", []), "wrong-table"],
  ["records without a number", name(["<code>MOA</code>"]), "no-sequence-numbers"],
  ["records without the field", name([recordXml(3, T, "<name>MOA</name>")]), "inconsistent"],
  ["a refusal", "Bad search expression", "search"],
  ["nothing", "", "empty-answer"],
  ["a cut answer", name([row(7)]).slice(0, 90), "bad-xml"],
];

describe("no answer is", () => {
  test.each(DOUBTFUL)("%s", async (_title, reply, code) => {
    const { find } = setUp(() => reply);
    expect((await find(3).catch((e) => e)).code).toBe(`moneyworks.${code}`);
  });
});
