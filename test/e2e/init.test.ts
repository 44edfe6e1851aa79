import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { skeleton } from "../../src/app/installation/skeleton.ts";
import { runCommand } from "../../src/cli/main.ts";
import { selfSigned } from "../support/certificate.ts";
import { PASSWORD, Patient } from "../support/doctoring.ts";
import { FakeHost } from "../support/fake-host.ts";
import { git } from "../support/git-command.ts";
import { GitServer } from "../support/git-server.ts";
import { jsonLines } from "../support/program.ts";
import { canMount, SmallDisk } from "../support/small-disk.ts";
import { describeWithTool } from "../support/tools.ts";

const TOKEN = "tok-of-the-mirror-7";

let patient: Patient;
let server: GitServer;
beforeEach(async () => {
  patient = await Patient.open();
  server = new GitServer({ root: join(patient.path, "served"), token: TOKEN });
  server.create("acme.git");
  mkdirSync(join(patient.path, "etc"));
});
afterEach(async () => {
  server[Symbol.dispose]();
  await patient[Symbol.asyncDispose]();
});

const etc = (name: string) => join(patient.path, "etc", name);
const config = () => etc("acme.toml");

function secretFile(name: string, text: string): string {
  const path = join(patient.path, name);
  writeFileSync(path, `${text}\n`, { mode: 0o600 });
  return path;
}

/** Everything that a script gives. */
function given(): string[] {
  return [
    ...["--moneyworks-url-file", secretFile("url", patient.url)],
    ...["--remote-url", server.url("acme.git"), "--remote-token-file", secretFile("token", TOKEN)],
    ...["--tables", "name,product"],
  ];
}

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  answers: readonly string[] = [],
) {
  const host = new FakeHost({ args, env, answers });
  const code = await runCommand(host, Date.now());
  expect(host.output + host.errors).not.toContain(PASSWORD);
  expect(host.output + host.errors).not.toContain(TOKEN);
  return { code, out: host.output, err: host.errors };
}

const init = (...args: string[]) => run(["init", "--yes", "--config", config(), ...args]);

describeWithTool("git", "tidemark init --yes", () => {
  test("tries everything, writes a file for its owner alone, and what it wrote works", async () => {
    const { code, out } = await init(...given(), "--json");
    expect(code).toBe(0);
    const lines = jsonLines(out);
    const checks = lines.filter(({ type }) => type === "check").map(({ check }) => check);
    for (const check of ["contact", "table name", "table product", "remote", "branch"]) expect(checks).toContain(check);
    expect(lines.at(-1)).toMatchObject({ type: "summary", file: config(), next: "nothing", requests: 2 });
    expect(readdirSync(join(patient.path, "etc"))).toEqual(["acme.toml"]);
    expect(statSync(config()).mode & 0o777).toBe(0o600);
    const shown = await run(["config", "--config", config()]);
    expect(shown.out).toContain(`${etc("acme-data")}`);
    expect((await run(["sync", "--config", config()])).code).toBe(0);
    expect(git(join(patient.path, "served", "acme.git"), ["rev-parse", "main"])).toMatch(/^[0-9a-f]{40}$/);
  });

  test("goes on to the first read when it is told to", async () => {
    const { code, out } = await init(...given(), "--then", "sync");
    expect(code).toBe(0);
    expect(out).toContain("Written:");
    expect(existsSync(join(etc("acme-data"), "staging.sqlite"))).toBe(true);
  });

  test("names everything that is missing, with exit code 2", async () => {
    const { code, err } = await init();
    expect(code).toBe(2);
    expect(err).toContain("moneyworks.url (--moneyworks-url-file, or TIDEMARK_MONEYWORKS_URL)");
    expect(err).toContain("remote.url");
    const apart = await init(
      "--moneyworks-url",
      "https://robot@mw/REST/Acme",
      "--remote-url",
      "https://git.example/a.git",
    );
    expect(apart.err).toContain("moneyworks.password");
    expect(apart.err).toContain("remote.token");
    expect(existsSync(config())).toBe(false);
  });

  test.each([
    ["moneyworks-url", (): string => patient.url, "TIDEMARK_MONEYWORKS_URL"],
    ["moneyworks-password", (): string => PASSWORD, "TIDEMARK_MONEYWORKS_PASSWORD"],
    ["remote-token", (): string => TOKEN, "TIDEMARK_REMOTE_TOKEN"],
  ] as const)("takes no secret on the command line: --%s", async (flag, secret, variable) => {
    const { code, err } = await init(`--${flag}`, secret());
    expect([code, err.includes("init.secret-in-arguments"), err.includes(variable)]).toEqual([2, true, true]);
    expect(existsSync(config())).toBe(false);
  });

  test("writes nothing when an answer does not hold", async () => {
    const wrong = given().map((word) => (word.endsWith("/token") ? secretFile("other", "tok-wrong") : word));
    expect(await init(...wrong)).toMatchObject({ code: 1, err: expect.stringContaining("remote.unauthorised") });
    await patient.simulator.stop();
    expect(await init(...given())).toMatchObject({ code: 1, err: expect.stringContaining("moneyworks.unreachable") });
    expect(readdirSync(join(patient.path, "etc"))).toEqual([]);
  });

  test("refuses a branch with somebody else's history", async () => {
    const path = server.create("foreign.git");
    const tree = git(path, ["hash-object", "-t", "tree", "-w", "/dev/null"]);
    const author = ["-c", "user.name=Eve", "-c", "user.email=eve@example"];
    git(path, ["update-ref", "refs/heads/main", git(path, [...author, "commit-tree", tree, "-m", "mine"])]);
    const args = given().map((word) => word.replace("acme.git", "foreign.git"));
    expect(await init(...args)).toMatchObject({ code: 4, err: expect.stringContaining("remote.foreign-history") });
    expect(existsSync(config())).toBe(false);
  });

  test("changes a file that is there only when told to, and leaves the rest of it", async () => {
    writeFileSync(
      config(),
      '# Ours.\nchunk = 50 # small\n[remote]\nurl = "https://old.example/a.git"\ntoken_file = "/old"\n',
    );
    const before = readFileSync(config(), "utf8");
    expect(await init(...given())).toMatchObject({ code: 2, err: expect.stringContaining("init.exists") });
    expect(readFileSync(config(), "utf8")).toBe(before);
    expect((await init(...given(), "--overwrite")).code).toBe(0);
    const after = readFileSync(config(), "utf8");
    expect(after).toStartWith("# Ours.\n");
    expect(after).toContain("chunk = 50 # small\n");
    expect(after).toContain(`token = "${TOKEN}"`);
    expect(after).not.toContain("/old");
    expect(statSync(config()).mode & 0o777).toBe(0o600);
    expect((await run(["doctor", "--config", config()])).code).toBe(0);
  });

  test("fills in what the installation left to be filled in, without being told to", async () => {
    const input = { instance: "acme", data: etc("data"), listen: null, start: "tidemark service start" };
    writeFileSync(config(), skeleton(input), { mode: 0o600 });
    expect((await init(...given())).code).toBe(0);
    const after = readFileSync(config(), "utf8");
    expect(after).toStartWith("# Tidemark, instance acme.");
    expect(after).toContain(`data = ${JSON.stringify(etc("data"))}`);
    expect(after).not.toContain('# url = "https://git');
    // Where it answers was decided when that was written.
    expect(after).toContain('# listen = "127.0.0.1:80"');
  });

  test("makes paths absolute: the service is started elsewhere", async () => {
    const url = secretFile("url", patient.url);
    const { code } = await init("--moneyworks-url-file", url, "--remote-url", "mirror.git#books", "--data", "here");
    expect(code).toBe(0);
    const written = readFileSync(config(), "utf8");
    expect(written).toContain('url = "/nowhere/mirror.git#books"');
    expect(written).toContain('data = "/nowhere/here"');
  });

  test.skipIf(!canMount())("leaves no half file on a full disk", async () => {
    using disk = new SmallDisk(512);
    disk.fill();
    const args = ["init", "--yes", "--config", join(disk.path, "acme.toml"), ...given()];
    const { code, err } = await run(args);
    expect([code, err.includes("init.cannot-write")]).toEqual([1, true]);
    expect(readdirSync(disk.path)).toEqual(["filler"]);
  });
});

describe("tidemark init", () => {
  test("without a terminal says how it can be run all the same", async () => {
    const { code, err } = await run(["init", "--config", config()]);
    expect([code, err.includes("init.nobody"), err.includes("--yes")]).toEqual([2, true, true]);
  });

  test("asks again for just what was wrong, as often as it takes", async () => {
    const { origin } = new URL(patient.url);
    const moneyworks = [
      "ftp://mw",
      `${origin}/REST/Nope.moneyworks`,
      "",
      "robot",
      "bad-pass",
      "Acme.moneyworks",
      "",
      PASSWORD,
    ];
    const remote = ["ssh://git@host/a.git", "", "git.example/acme.git", server.url("acme.git"), "tok-wrong", TOKEN];
    const then = ["what?", "nothing"];
    const { code, err, out } = await run(["init", "--config", config()], {}, [...moneyworks, ...remote, ...then]);
    expect(code).toBe(0);
    const told = [...err.matchAll(/^ {2}\(([a-z.-]+)\)$/gm)].map(([, name]) => name);
    expect(told).toEqual([
      ...["moneyworks.url-scheme", "moneyworks.no-document", "moneyworks.login"],
      ...["remote.ssh-url", "init.unclear-repository", "remote.unauthorised"],
    ]);
    expect(out).toMatch(/The first read: [\d,]+ records in \d+ requests, about (a second|\d+ seconds)/);
    expect(out).toContain("Next: tidemark sync --config");
    expect((await run(["sync", "--config", config()])).code).toBe(0);
  });

  test("asks for the file of an authority where a server is not trusted, and for another address where there is none", async () => {
    const certificate = selfSigned(Date.now() - 86_400_000, Date.now() + 86_400_000);
    await using secure = await Patient.open({ tls: certificate });
    const ca = secretFile("ca.pem", certificate.cert);
    const { host } = new URL(secure.url);
    const moneyworks = [
      `https://127.0.0.1:1/REST/Acme.moneyworks`,
      "robot",
      PASSWORD,
      `https://${host}`,
      "none.pem",
      // An address is no file.
      `https://${host}`,
    ];
    const answers = [...moneyworks, ca, join(secure.path, "mirror.git"), "nothing"];
    const { code, err, out } = await run(["init", "--config", config()], {}, answers);
    expect(out).toContain(
      `There is no directory ${join(secure.path, "mirror.git")} on this host; the next push makes it.`,
    );
    const told = [...err.matchAll(/^ {2}\(([a-z.-]+)\)$/gm)].map(([, name]) => name);
    expect(told).toEqual(["moneyworks.unreachable", "moneyworks.tls", "config.bad-certificates", "moneyworks.tls"]);
    expect(code).toBe(0);
    expect(readFileSync(config(), "utf8")).toContain(`ca = "${ca}"`);
  });

  test("asks before it changes a file, and takes no for an answer", async () => {
    writeFileSync(config(), '[moneyworks]\nurl = "http://a:b@h/REST/A"\n');
    const { code, err } = await run(["init", "--config", config()], {}, [""]);
    expect([code, err.includes("is there already. Change it?")]).toEqual([130, true]);
    expect(err).toContain("Nothing was written or changed.");
    expect(readFileSync(config(), "utf8")).toContain("http://a:b@h/REST/A");
  });

  test("offers no service for a file that none knows", async () => {
    const { code, err } = await run(["init", "--config", config(), "--then", "service"]);
    expect([code, err.includes("sync or nothing")]).toEqual([2, true]);
  });
});
