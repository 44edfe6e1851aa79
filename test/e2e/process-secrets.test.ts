import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { git } from "../support/git-command.ts";
import { GitServer } from "../support/git-server.ts";
import { Installation } from "../support/installation.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { TemporaryDirectory } from "../support/temporary.ts";

setDefaultTimeout(60_000);

/** Characters that every encoding writes differently. */
const PASSWORD = "Xy7 zürich/gate&%Lm";
const TOKEN = "ghp_Qq8-Ww9~Ee0.Rr1";
const FOLDER = "folder=Vv4?Bb5";

let root: TemporaryDirectory;
let server: GitServer;
let simulator: SimulatorProcess;
let place: Installation;
/** Answers of the git service in place of git's. */
let gitAnswer: (() => Response) | null = null;

beforeAll(async () => {
  root = new TemporaryDirectory();
  server = new GitServer({
    root: root.path,
    token: TOKEN,
    intercept: () => gitAnswer?.() ?? null,
  });
  server.create("acme.git");
  simulator = await SimulatorProcess.start({ records: 120, args: ["--password", PASSWORD] });
  place = new Installation({
    moneyworks: simulator.url,
    remote: server.url("acme.git"),
    token: TOKEN,
    env: {
      TIDEMARK_MONEYWORKS_FOLDER: "root",
      TIDEMARK_MONEYWORKS_FOLDER_PASSWORD: FOLDER,
      TIDEMARK_LOG_LEVEL: "debug",
      TIDEMARK_LOG_VALUES: "true",
    },
  });
});
afterAll(async () => {
  place[Symbol.dispose]();
  await simulator[Symbol.asyncDispose]();
  server[Symbol.dispose]();
  root[Symbol.dispose]();
});

/** What must be nowhere: each secret plain, inside JSON, percent-encoded, and in base64 wherever it begins in a triple. */
const TRACES = [PASSWORD, TOKEN, FOLDER].flatMap((secret) => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  encodeURIComponent(secret).toLowerCase(),
  encodeURIComponent(encodeURIComponent(secret)),
  ...["", "x", "xx"].flatMap((before) => {
    const text = Buffer.from(`${before}${secret}`).toString("base64").replace(/=+$/, "");
    return [text.slice(before.length === 0 ? 0 : before.length + 1, -1)];
  }),
]);

function tracesIn(content: string | Buffer): string[] {
  const bytes = Buffer.from(content);
  return TRACES.filter((trace) => bytes.includes(trace));
}

test("the search finds what it looks for", () => {
  const basic = (text: string) => Buffer.from(text).toString("base64");
  for (const text of [PASSWORD, encodeURIComponent(TOKEN), basic(`robot:${PASSWORD}`), basic(`a:b:${FOLDER}`)])
    expect(tracesIn(`before ${text} after`)).not.toEqual([]);
});

interface Scene {
  readonly words: readonly string[];
  readonly env?: Record<string, string | undefined>;
  readonly fault?: object;
  readonly git?: () => Response;
  readonly file?: string;
  /** What the process must end with, so that the scene is what it says. */
  readonly exit: number;
}

const url = () => simulator.url;
const echo = () =>
  `user robot:${PASSWORD} from ${url()} said ${Buffer.from(`robot:Document:${PASSWORD}`).toString("base64")}`;
const tokenEcho = () => `no ${TOKEN} and ${Buffer.from(`tidemark:${TOKEN}`).toString("base64")}`;

const SCENES: Readonly<Record<string, () => Scene>> = {
  "a first run": () => ({ words: ["sync", "--json"], exit: 0 }),
  "a poll": () => ({ words: ["sync"], exit: 0 }),
  "the configuration": () => ({ words: ["config"], exit: 0 }),
  "the configuration as JSON": () => ({ words: ["config", "--json"], exit: 0 }),
  "the secrets as flags": () => ({
    words: ["sync", "--moneyworks-url", url(), "--remote-token", TOKEN, "--moneyworks-folder-password", FOLDER],
    exit: 0,
  }),
  "a server that refuses the password": () => ({
    words: ["sync", "--json"],
    env: { TIDEMARK_MONEYWORKS_URL: url().replace("robot", "nobody") },
    exit: 1,
  }),
  "a server that repeats the password in its error": () => ({
    words: ["sync", "--json"],
    fault: { kind: "status", status: 500, body: echo(), times: 0 },
    exit: 1,
  }),
  "a server that repeats the password in a text": () => ({
    words: ["sync", "--json"],
    fault: { kind: "text", body: `Bad search expression ${echo()}`, command: "export", times: 0 },
    exit: 1,
  }),
  "a URL that names no document": () => ({
    words: ["sync"],
    env: { TIDEMARK_MONEYWORKS_URL: url().replace(/REST.*/, "") },
    exit: 2,
  }),
  "a URL without its scheme": () => ({
    words: ["sync", "--json"],
    env: { TIDEMARK_MONEYWORKS_URL: url().replace("http://", "") },
    exit: 2,
  }),
  "a URL whose password is not encoded": () => ({
    words: ["sync", "--json"],
    env: { TIDEMARK_MONEYWORKS_URL: url().replace(encodeURIComponent(PASSWORD), PASSWORD) },
    exit: 2,
  }),
  "a token in the remote's URL": () => ({
    words: ["sync", "--json"],
    env: { TIDEMARK_REMOTE_URL: `https://me:${encodeURIComponent(TOKEN)}@git.example/acme.git` },
    exit: 2,
  }),
  "a token that cannot be sent": () => ({
    words: ["sync", "--json"],
    env: { TIDEMARK_REMOTE_TOKEN: `${TOKEN}\n${TOKEN}` },
    exit: 2,
  }),
  "a git service that repeats the token": () => ({
    words: ["sync", "--json"],
    git: () => new Response(tokenEcho(), { status: 403 }),
    exit: 1,
  }),
  "a git service that redirects with the token": () => ({
    words: ["sync", "--json"],
    git: () => new Response("", { status: 302, headers: { location: `https://me:${TOKEN}@git.example/` } }),
    exit: 1,
  }),
  "a git service that answers no git": () => ({
    words: ["sync", "--json"],
    git: () =>
      new Response(tokenEcho(), { headers: { "content-type": "application/x-git-receive-pack-advertisement" } }),
    exit: 1,
  }),
  "a token without quotes in the file": () => ({
    words: ["config"],
    file: `[remote]\ntoken = ${TOKEN}\n`,
    exit: 2,
  }),
  "a token under a misspelt key": () => ({ words: ["config"], file: `[remote]\ntokken = "${TOKEN}"\n`, exit: 2 }),
  "a password as a list": () => ({
    words: ["config"],
    file: `[moneyworks]\nfolder_password = ["${FOLDER}"]\n`,
    env: { TIDEMARK_MONEYWORKS_FOLDER_PASSWORD: undefined },
    exit: 2,
  }),
  "a misspelt flag with a token": () => ({ words: ["sync", `--remote-tokken=${TOKEN}`], exit: 2 }),
  "a token that became an argument": () => ({ words: ["sync", TOKEN], exit: 2 }),
  "the status": () => ({ words: ["status"], exit: 0 }),
  "the status as JSON": () => ({ words: ["status", "--json"], exit: 0 }),
  "the log": () => ({ words: ["log", "--json"], exit: 0 }),
};

describe("no secret is written by", () => {
  test.each(Object.keys(SCENES))("%s", async (name) => {
    const { words, env = {}, fault, git: answer = null, file, exit } = SCENES[name]?.() ?? { words: [], exit: -1 };
    const config = join(place.path, "tidemark.toml");
    writeFileSync(config, file ?? "");
    if (fault !== undefined) await simulator.control("fault", fault);
    gitAnswer = answer;
    const { code, out, err } = await place.run(words, env);
    gitAnswer = null;
    await simulator.control("clear-faults");
    expect({ code, said: out + err }).toEqual({ code: exit, said: expect.any(String) });
    expect(tracesIn(out + err)).toEqual([]);
  });
});

describe("after all of that, no secret is in", () => {
  test("the files of the data directory", () => {
    const files = readdirSync(place.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const found = files.filter((file) => tracesIn(readFileSync(join(file.parentPath, file.name))).length > 0);
    expect(found.map(({ name }) => name)).toEqual([]);
    expect(files.length).toBeGreaterThan(5);
  });

  test("the texts of the staging file", () => {
    const database = new Database(join(place.data, "staging.sqlite"), { readonly: true });
    const runs = database.query<{ error_message: string }, []>("SELECT error_message FROM run").all();
    database.close();
    expect(runs.filter(({ error_message }) => error_message !== null).length).toBeGreaterThan(4);
    expect(tracesIn(JSON.stringify(runs))).toEqual([]);
  });

  test.each(["here", "at the remote"])("the commits %s", (where) => {
    const repository = where === "here" ? place.repository : join(root.path, "acme.git");
    const history = git(repository, ["log", "-p", "--all", "--format=raw"]);
    expect(history).toContain("Tidemark-Config");
    expect(tracesIn(history)).toEqual([]);
  });
});
