import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { TableName } from "../../src/domain/ids.ts";
import type { XmlFormat } from "../../src/domain/repeat.ts";
import { Anonymizing, recordsIn } from "../support/anonymize-command.ts";
import { gc, unpack } from "../support/damage.ts";
import { git } from "../support/git-command.ts";
import { smallCompany } from "../support/small-company.ts";
import { World } from "../support/world.ts";

setDefaultTimeout(60_000);

const TABLES = ["account", "department", "job", "name", "product", "taxrate", "transaction"];

let world: World;
let place: Anonymizing;
/** What every source has to come to: the mirror's records as canonical files. */
let expected: Record<string, string>;

beforeAll(async () => {
  world = await World.open({ data: smallCompany() });
  await world.poll();
  place = new Anonymizing();
  for (const format of ["xml-verbose", "xml-terse"] as const) await writeExports(format);
  world.close();
  expected = recordsIn(await place.done(world.remotePath, "expected", "--as", "canonical"));
});
afterAll(async () => {
  place[Symbol.dispose]();
  await world[Symbol.asyncDispose]();
});

/** What a person would get who exports each table. */
async function writeExports(format: XmlFormat): Promise<void> {
  const directory = place.at(format);
  mkdirSync(directory);
  const { signal } = new AbortController();
  for (const table of TABLES) {
    const request = { table: table as TableName, after: 0, limit: 1000, format };
    writeFileSync(join(directory, `${table}.xml`), await world.ports.source.exportBytes(request, signal));
  }
}

const canonical = async (from: string, to: string) => recordsIn(await place.done(from, to, "--as", "canonical"));

describe("the same records come of", () => {
  test("a mirror, bare or cloned, packed by git or unpacked, by branch, tag and beginning of an id", async () => {
    expect(Object.keys(expected).filter((path) => path.endsWith(".xml")).length).toBe(16);
    git(place.path, ["clone", "-q", "--no-hardlinks", world.remotePath, "clone"]);
    expect(await canonical(place.at("clone"), "of-clone")).toEqual(expected);
    git(place.at("clone"), ["tag", "-a", "-m", "before", "v1"]);
    gc(place.at("clone/.git"));
    expect(await canonical(`${place.at("clone")}@v1`, "of-tag")).toEqual(expected);
    const head = git(place.at("clone"), ["rev-parse", "HEAD"]);
    unpack(place.at("clone/.git"));
    expect(await canonical(`${place.at("clone")}@${head.slice(0, 7)}`, "of-id")).toEqual(expected);
    git(place.at("clone"), ["worktree", "add", "-q", "-b", "other", "../tree"]);
    expect(await canonical(place.at("tree"), "of-tree")).toEqual(expected);
    expect(await canonical(`${place.at("tree")}@origin/main`, "of-origin")).toEqual(expected);
  });

  test("a staging file and the data directory that it is in", async () => {
    expect(await canonical(world.stagingFile, "of-staging")).toEqual(expected);
    expect(await canonical(dirname(world.stagingFile), "of-data")).toEqual(expected);
    expect(await canonical(`${dirname(world.stagingFile)}@main`, "of-data-main")).toEqual(expected);
  });

  test("XML exports, several of one table too, some compressed", async () => {
    const verbose = place.at("xml-verbose");
    expect(await canonical(verbose, "of-exports")).toEqual(expected);
    const parted = place.at("parted");
    mkdirSync(parted);
    for (const [at, table] of TABLES.entries()) {
      const bytes = await Bun.file(join(verbose, `${table}.xml`)).bytes();
      if (at % 3 === 0) writeFileSync(join(parted, `${table}.xml.gz`), gzipSync(bytes));
      else if (at % 3 === 1) writeFileSync(join(parted, `${table}.xml.zst`), Bun.zstdCompressSync(bytes));
      else for (const [name, half] of halves(table, bytes)) writeFileSync(join(parted, name), half);
    }
    expect(await canonical(parted, "of-parted")).toEqual(expected);
  });

  test("a document on its server, whose password is not typed; its log-in is given back", async () => {
    const words = place.words(world.url.replace(":secret@", "@"), "of-server", "--as", "canonical");
    const commands: string[] = [];
    world.onRequest = ({ target }) => commands.push(target);
    const { code, last } = await place.type(words, { TIDEMARK_MONEYWORKS_PASSWORD: "secret" });
    world.onRequest = () => {};
    expect({ code, last }).toMatchObject({ code: 0, last: { type: "summary" } });
    expect(recordsIn(await filesOf("of-server"))).toEqual(expected);
    expect(commands.filter((target) => target.includes("table=login"))).toEqual([]);
    expect(commands.at(-1)).toContain("no_linger");
  });
});

async function filesOf(name: string) {
  const { filesIn } = await import("../support/anonymize-command.ts");
  return filesIn(place.at(name));
}

/** One export as two: a person may have exported by range. */
function halves(table: string, bytes: Uint8Array): [name: string, text: string][] {
  const text = new TextDecoder().decode(bytes);
  const start = text.slice(0, text.indexOf(">", text.indexOf("<table ")) + 1);
  const records = text.slice(start.length, text.lastIndexOf("</table>")).split(/(?<=\n\t<\/\w+>)/);
  const head = start.replace(/ count="\d+"/, "").replace(/ found="\d+"/, "");
  const middle = Math.ceil(records.length / 2);
  const part = (some: string[]) => `${head}${some.join("")}\n</table>\n`;
  return [
    [`${table}-1.xml`, part(records.slice(0, middle))],
    [`${table}-2.xml`, part(records.slice(middle))],
  ];
}

test("a terse export has no numbers: exports come of it, canonical files do not", async () => {
  const files = await place.done(place.at("xml-terse"), "of-terse", "--format", "terse");
  expect(Object.keys(files)).toEqual(
    [".gitignore", "ANONYMIZED.json", ...TABLES.map((table) => `${table}.xml`)].sort(),
  );
  expect(files["name.xml"]).toStartWith('<?xml version="1.0"?>\n<!-- tidemark-anonymized {"format"');
  expect(files["name.xml"]).toContain('-->\n<table name="Name" count="2" start="0" found="2">\n');
  const { code, last } = await place.run(place.at("xml-terse"), "none", "--as", "canonical");
  expect({ code, last }).toMatchObject({ code: 2, last: { code: "anonymize.no-number" } });
});

test("an export of users and passwords is passed over, and said so", async () => {
  const login = '<?xml version="1.0"?>\n<table name="Login" count="0" start="0" found="0">\n</table>\n';
  writeFileSync(join(place.at("xml-verbose"), "login.xml"), login);
  const { code, last } = await place.run(place.at("xml-verbose"), "without-login");
  expect(code).toBe(0);
  expect(last.passedOver).toEqual([{ table: "login", reason: "it holds the passwords of users" }]);
  expect(Object.keys(await filesOf("without-login"))).not.toContain("login.xml");
});
