import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { releasedProgram } from "../support/built-program.ts";
import { documentedCommands, missingFrom } from "../support/documented-commands.ts";
import { Installation } from "../support/installation.ts";
import { type Program, programEnvironment } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { describeWithTool } from "../support/tools.ts";

setDefaultTimeout(60_000);

const COMMANDS = documentedCommands(readFileSync(resolve(import.meta.dir, "../../docs/api.md"), "utf8"), "curl");
const CHECK = "curl localhost/sync/full?check=true";

interface Expected {
  /** Of HTTP. Default 200. */
  readonly status?: number;
  /** Of curl. Default 0. */
  readonly exit?: number;
  /** What its output has in it, to the letter. */
  readonly says?: string;
  /** What happened before the manual's line is typed. */
  readonly before?: () => Promise<unknown>;
}

/** What is not simply 200: by command, once for each time that the manual has it. */
const EXPECTED: Readonly<Record<string, readonly Expected[]>> = {
  [CHECK]: [
    { says: "name           41     41      0        0        0          0            0\n" },
    {
      status: 409,
      says: '  phone: main "04 555 0000", MoneyWorks "09 555 0199"\n',
      before: () => phone("09 555 0199"),
    },
  ],
  "curl -f -H 'Accept: application/json' 'localhost/sync/full?check=true&table=name,product'": [
    { status: 409, exit: 22 },
  ],
  "curl -X POST 'localhost/sync/sweep?wait=false'": [{ status: 202, before: () => phone("04 555 0000") }],
  // It is told to go on for a second, which curl calls a timeout.
  "curl -N -m 1 localhost/events": [{ exit: 28 }],
};

let built: TemporaryDirectory;
let simulator: SimulatorProcess;
let place: Installation;
let service: Program;
/** As the URLs of the manual name it, or with a port. */
let host = "localhost";

/** Changes the record, and leaves no stamp: no poll notices. */
function phone(number: string): Promise<unknown> {
  return simulator.control("silent-change", { table: "name", key: "ROWAN", fields: { phone: number } });
}

/** The service as it is installed: at its default address where that can be had, else at some other port. */
async function startService(): Promise<Program> {
  const atDefault = place.start(["run"], { TIDEMARK_API_LISTEN: undefined });
  if (!/no dashboard/.test(await atDefault.errorLine(/"listening"|no dashboard/))) return atDefault;
  await atDefault[Symbol.asyncDispose]();
  const elsewhere = place.start(["run"], { TIDEMARK_API_LISTEN: "127.0.0.1:0" });
  const { address } = JSON.parse(await elsewhere.errorLine(/"listening"/));
  host = `localhost:${new URL(`http://${address}`).port}`;
  console.warn(`port 80 cannot be had: the manual's lines are typed with ${host} instead of localhost`);
  return elsewhere;
}

/** Types a line as it is, with what curl reads from its own file: to say the status behind the output, on standard error. */
function type(command: string) {
  const { exitCode, stdout, stderr } = Bun.spawnSync(["sh", "-c", command.replaceAll("localhost/", `${host}/`)], {
    env: { ...programEnvironment(), CURL_HOME: place.path },
    cwd: place.path,
  });
  return { exit: exitCode, output: stdout.toString(), status: Number(stderr.toString()) };
}

describeWithTool("curl", "the lines of the manual of the HTTP interface, typed as they are", () => {
  beforeAll(async () => {
    built = new TemporaryDirectory();
    const [program, running] = await Promise.all([
      releasedProgram(built.path),
      SimulatorProcess.start({ records: 300 }),
    ]);
    simulator = running;
    place = new Installation({ moneyworks: simulator.url, program, env: { TIDEMARK_LOG_FORMAT: "json" } });
    writeFileSync(join(place.path, ".curlrc"), 'silent\nwrite-out = "%{stderr}%{http_code}"\n');
    service = await startService();
    await service.errorLine(/"full ok"/);
  });
  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    place[Symbol.dispose]();
    await simulator[Symbol.asyncDispose]();
    built[Symbol.dispose]();
  });

  const seen = new Map<string, number>();
  for (const { command, output: shown } of COMMANDS) {
    const turn = seen.get(command) ?? 0;
    seen.set(command, turn + 1);
    const { status = 200, exit = 0, says = "", before } = EXPECTED[command]?.[turn] ?? {};
    test(`${command}: ${status}`, async () => {
      await before?.();
      const typed = type(command);
      expect([typed.status, typed.exit], typed.output).toEqual([status, exit]);
      expect(typed.output).toContain(says);
      expect(missingFrom(typed.output, shown), typed.output).toBeNull();
    });
  }

  test("are more than ten, with a check that finds nothing and one that does, and all have been typed", () => {
    expect(seen.size).toBeGreaterThan(10);
    for (const [command, expected] of Object.entries(EXPECTED))
      expect([command, seen.get(command)]).toEqual([command, expected.length]);
  });
});

const SHOWN = ["table  read", "…", "name 41 of …", "done in 1.5 s, 01958f0c-2f6f-7abc-8abc-0123456789ab"];
const PRINTED = "table     read\n\nnote\nname  3,900 of all\ndone in 20 s, 01a229e7-b9fb-7610-9658-4840d497b92d\nmore";

test("what is shown below a line is compared with what it prints, whatever the numbers", () => {
  expect(missingFrom(PRINTED, SHOWN)).toBeNull();
  expect(missingFrom(PRINTED.replace("read", "seen"), SHOWN)).toBe("table  read");
  expect(missingFrom(`new\n${PRINTED}`, SHOWN)).toBe("table  read");
  expect(missingFrom(PRINTED.replace("3,900", "no"), SHOWN)).toBe("name 41 of …");
  expect(missingFrom(PRINTED.replace("\ndone", "\n\ndone"), SHOWN)).toBe(SHOWN.at(-1) ?? "");
});
