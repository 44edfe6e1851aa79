import { Editor } from "../support/editor.ts";
import { Installation } from "../support/installation.ts";
import { jsonLines, programEnvironment, programWords } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { PeakMemory } from "./measure/peak-memory.ts";

/**
 * `bun run bench:promote [RECORDS [EDITS]]`: what it costs to carry one commit of so many edited names into MoneyWorks, beside a
 * client that does nothing but send the same number of imports, one after the other, in the same minute. The server is a process
 * of its own. `PROGRAM_UNDER_TEST=dist/tidemark` measures the built binary.
 */
const records = Number(Bun.argv[2] ?? "20000");
const edits = Number(Bun.argv[3] ?? "500");
const ROUNDS = 3;

interface Row {
  readonly what: string;
  readonly requests: number;
  readonly imports: number;
  readonly seconds: number;
  readonly peakMiB: number | null;
}

console.error(`making a company of ${records} records …`);
await using simulator = await SimulatorProcess.start({ records });
using place = new Installation({
  moneyworks: simulator.url,
  env: { TIDEMARK_POLL: "1h", TIDEMARK_LOG_LEVEL: "error", TIDEMARK_MAX_PROMOTE: String(Math.max(edits, 1)) },
});
await place.sync();
using editor = new Editor(place.remote);

/** Gives so many names another phone. @returns how many there were */
function editNames(phone: string): number {
  const paths = editor.git("ls-files", "name").split("\n").slice(0, edits);
  const files = paths.map((path) => {
    const bare = editor.read(path).replace(/ *<phone>.*<\/phone>\n/, "");
    return [path, bare.replace("<name>\n", `<name>\n  <phone>${phone}</phone>\n`)] as const;
  });
  editor.send(Object.fromEntries(files));
  return files.length;
}

async function requestsSoFar(): Promise<number> {
  const { requests } = (await simulator.control("state")) as { readonly requests: number };
  return requests;
}

async function promote(): Promise<Omit<Row, "what" | "imports">> {
  const before = await requestsSoFar();
  const started = performance.now();
  const command = programWords(["promote", "--json"]);
  const child = Bun.spawn(command, { cwd: place.path, env: programEnvironment(place.env), stderr: "inherit" });
  const memory = new PeakMemory(child.pid, command[0] ?? "");
  const output = await child.stdout.text();
  if ((await child.exited) !== 0) throw new Error(`promote ended with ${child.exitCode}: ${output.slice(0, 2000)}`);
  const seconds = (performance.now() - started) / 1000;
  const [report] = jsonLines(output).filter(({ type }) => type === "promotion");
  if (report?.outcome !== "accepted") throw new Error(`not accepted: ${JSON.stringify(report).slice(0, 2000)}`);
  return { requests: (await requestsSoFar()) - before, seconds, peakMiB: memory.stop() / 1024 / 1024 };
}

/** The baseline: the same imports by a client that judges, journals and verifies nothing. */
async function bareImports(count: number, phone: string): Promise<Omit<Row, "what" | "imports">> {
  const codes = editor
    .git("ls-files", "name")
    .split("\n")
    .slice(0, count)
    .flatMap((path) => /<code>(.*)<\/code>/.exec(editor.read(path))?.[1] ?? []);
  const { origin, pathname, username, password } = new URL(simulator.url);
  const headers = { authorization: `Basic ${btoa(`${username}:Document:${password}`)}`, connection: "close" };
  const started = performance.now();
  for (const code of codes) {
    const body = `<?xml version="1.0"?>\n<table name="Name" update="true"><name><code>${code}</code><phone>${phone}</phone></name></table>\n`;
    const response = await fetch(`${origin}${pathname}/import`, { method: "POST", body, headers });
    const text = await response.text();
    if (!/updated 1/.test(text)) throw new Error(`an import was not taken: ${text}`);
  }
  return { requests: codes.length, seconds: (performance.now() - started) / 1000, peakMiB: null };
}

const rows: Row[] = [];
for (let round = 1; round <= ROUNDS; round++) {
  console.error(`round ${round} of ${ROUNDS} …`);
  const imports = editNames(`09 555 ${1000 + round}`);
  rows.push({ what: "tidemark promote", imports, ...(await promote()) });
  editor.pull();
  rows.push({ what: "bare imports", imports, ...(await bareImports(imports, `09 555 ${2000 + round}`)) });
  await place.sync();
  editor.git("fetch", "-q");
  editor.git("reset", "-q", "--hard", "origin/main");
  editor.push("--force");
}
console.table(
  rows.map(({ seconds, peakMiB, ...row }, index) => ({
    ...row,
    seconds: seconds.toFixed(2),
    peakMiB: peakMiB?.toFixed(0) ?? "",
    ratio: index % 2 === 0 ? (seconds / (rows[index + 1]?.seconds ?? Number.NaN)).toFixed(2) : "1.00",
  })),
);
