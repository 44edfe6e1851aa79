// Makes the data directory that a release leaves behind, for the tests of its successors: `bun run fixture FILE [PROGRAM…]`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Author } from "../test/support/author.ts";
import { Program, programWords } from "../test/support/program.ts";
import { packFiles } from "../test/support/staging-fixture.ts";
import { TemporaryDirectory } from "../test/support/temporary.ts";

/** The simulated company is this one, at this time, in every fixture. */
const COMPANY = ["--records", "40", "--seed", "7", "--now", "2026-03-02T09:00:00", "--freeze"];
const TABLES = "name,product,account,transaction";

interface Making {
  readonly words: readonly string[];
  readonly place: string;
  /** The simulator's controls. */
  readonly control: string;
  readonly env: Readonly<Record<string, string>>;
}

/** @param words start the program of the release */
async function makeFixture(file: string, words: readonly string[]): Promise<void> {
  using temporary = new TemporaryDirectory();
  const place = temporary.path;
  const [program, ...first] = words;
  await using simulator = new Program([...first, "simulate", "--json", "--port", "0", ...COMPANY], { program });
  const { url, control } = JSON.parse(await simulator.line(/"listening"/));
  const env = {
    TIDEMARK_MONEYWORKS_URL: url,
    TIDEMARK_REMOTE_URL: join(place, "mirror.git"),
    TIDEMARK_DATA: join(place, "data"),
    TIDEMARK_TABLES: TABLES,
  };
  const making = { words, place, control, env };
  await live(making);
  const document = new Uint8Array(await (await fetch(`${control}/snapshot`)).arrayBuffer());
  const more = { "document.json": document, "about.json": new TextEncoder().encode(await tell(making, "version")) };
  const bytes = packFiles(join(place, "data"), /^(staging\.sqlite|repository\.git\/.*)$/, more);
  writeFileSync(file, bytes);
  console.log(`${file}: ${bytes.length} bytes`);
}

/** A first read, edits, and what else the release can do. */
async function live(making: Making): Promise<void> {
  await tell(making, "sync");
  for (let polls = 0; polls < 2; polls++) {
    for (let edits = 0; edits < 3; edits++) await edit(making);
    await tell(making, "sync");
  }
  const commands = await tell(making, "--help");
  if (/^ +promote /m.test(commands)) await promote(making);
  if (/^ +--check /m.test(await tell(making, "sync", "--help"))) await tell(making, "sync", "--full", "--check");
}

async function edit({ control }: Making): Promise<void> {
  const answer = await fetch(`${control}/random-edit`);
  if (!answer.ok) throw new Error(await answer.text());
}

async function promote(making: Making): Promise<void> {
  const { place } = making;
  const author = new Author(place, join(place, "mirror.git"));
  author.switchTo("changes");
  const path = author.git("ls-files", "name/*.xml").split("\n").at(-1) ?? "";
  const before = await Bun.file(join(author.directory, path)).text();
  const after = before.replace(
    /<phone>.*<\/phone>\n|(?=\n {2}<postcode>|\n<\/name>)/,
    "\n  <phone>09 555 0177</phone>",
  );
  author.commit({ [path]: after.replace("\n\n", "\n") }, { message: "a new number" });
  author.push("changes");
  await tell(making, "promote");
}

async function tell({ words: [program, ...first], place, env }: Making, ...args: string[]): Promise<string> {
  const { code, out, err } = await new Program([...first, ...args], { program, env, cwd: place }).finished;
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}\n${out}${err}`);
  return out;
}

const [file, ...words] = process.argv.slice(2);
if (file === undefined)
  throw new Error("name the file to write: bun run fixture test/golden/staging/schema-N.json.zst");
await makeFixture(file, words.length > 0 ? words : programWords([]));
