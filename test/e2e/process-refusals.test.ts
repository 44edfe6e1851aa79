import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectRefused, type Refusal } from "../support/expect-refused.ts";
import { git } from "../support/git-command.ts";
import { makeHistory } from "../support/git-history.ts";
import { Installation } from "../support/installation.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";

setDefaultTimeout(60_000);

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await SimulatorProcess.start();
});
afterAll(() => simulator[Symbol.asyncDispose]());

interface Case extends Refusal {
  readonly name: string;
  /** The arguments; default: `sync`. */
  readonly words?: readonly string[];
  /** What differs from a sound configuration, made from the document's URL. */
  readonly env?: (url: string) => Readonly<Record<string, string | undefined>>;
  /** Content of `tidemark.toml`. */
  readonly file?: string;
}

/** Wrong before anything is asked of the network or written to disk. */
const AT_ONCE: readonly Case[] = [
  {
    name: "a MoneyWorks URL without a password",
    env: () => ({ TIDEMARK_MONEYWORKS_URL: "http://robot@127.0.0.1:6710/REST/Acme.moneyworks" }),
    code: "moneyworks.url-no-password",
    exit: 2,
    names: "user:password@host",
  },
  {
    name: "no MoneyWorks URL",
    env: () => ({ TIDEMARK_MONEYWORKS_URL: undefined }),
    code: "config.missing",
    exit: 2,
    names: "TIDEMARK_MONEYWORKS_URL",
  },
  {
    name: "no remote URL",
    env: () => ({ TIDEMARK_REMOTE_URL: undefined }),
    code: "config.missing",
    exit: 2,
    names: "TIDEMARK_REMOTE_URL",
  },
  {
    name: "an HTTP remote without a token",
    env: () => ({ TIDEMARK_REMOTE_URL: "http://127.0.0.1:1/acme.git" }),
    code: "config.missing-token",
    exit: 2,
    names: "TIDEMARK_REMOTE_TOKEN",
  },
  {
    name: "a table that does not exist, in the environment",
    env: () => ({ TIDEMARK_TABLES: "name,produkt" }),
    code: "config.unknown-table",
    exit: 2,
    names: /^TIDEMARK_TABLES: .*produkt.*Did you mean product\?/,
  },
  {
    name: "a table that does not exist, as a flag",
    words: ["sync", "--tables", "nome"],
    code: "config.unknown-table",
    exit: 2,
    names: /^--tables: .*nome/,
  },
  {
    name: "a table that does not exist, in the file",
    file: 'chunk = 50\n\ntables = ["name", "nome"]\n',
    code: "config.unknown-table",
    exit: 2,
    names: /^tidemark\.toml:3: .*nome/,
  },
  {
    name: "a table that does not exist, for one run",
    words: ["sync", "--full", "--table", "nome"],
    code: "config.unknown-table",
    exit: 2,
    names: /--table.*nome.*Did you mean name\?/,
  },
  {
    name: "the table of passwords",
    env: () => ({ TIDEMARK_TABLES: "name,login" }),
    code: "config.login-table",
    exit: 2,
    names: "holds passwords",
  },
  {
    name: "the table of passwords, for one run",
    words: ["sync", "--table", "login"],
    code: "config.login-table",
    exit: 2,
    names: "holds passwords",
  },
  {
    name: "a branch name that git forbids",
    env: () => ({ TIDEMARK_REMOTE_URL: "mirror.git#main..old" }),
    code: "remote.bad-branch",
    exit: 2,
    names: "main..old",
  },
  {
    name: "a password in the remote's URL",
    env: () => ({ TIDEMARK_REMOTE_URL: "https://me:token@git.example/acme.git" }),
    code: "remote.secret-in-url",
    exit: 2,
    names: "git.example",
  },
  {
    name: "an SSH remote",
    env: () => ({ TIDEMARK_REMOTE_URL: "git@git.example:acme.git" }),
    code: "remote.ssh-url",
    exit: 2,
    names: "https://",
  },
  {
    name: "an unknown key in the file",
    file: 'data = "data"\n\n[remote]\nuri = "x"\n',
    code: "config.unknown-key",
    exit: 2,
    names: /^tidemark\.toml:4 .*'remote\.uri'.*Did you mean remote\.url\?/,
  },
  {
    name: "a value of the wrong type in the file",
    file: '# how much at once\nchunk = "ten"\n',
    code: "config.wrong-type",
    exit: 2,
    names: /^tidemark\.toml:2: 'chunk' must be a whole number .*"ten"/,
  },
  {
    name: "a value out of range in the file",
    file: "checkpoint = 0\n",
    code: "config.out-of-range",
    exit: 2,
    names: /^tidemark\.toml:1: 'checkpoint'/,
  },
  {
    name: "a file that is not TOML",
    file: 'data = "data"\ntables = [\n',
    code: "config.syntax",
    exit: 2,
    names: /^tidemark\.toml:2 /,
  },
  {
    name: "a file that does not exist",
    words: ["sync", "--config", "nowhere.toml"],
    code: "config.no-file",
    exit: 2,
    names: "nowhere.toml",
  },
  {
    name: "an unknown variable",
    env: () => ({ TIDEMARK_CHUNKS: "5" }),
    code: "config.unknown-variable",
    exit: 2,
    names: /TIDEMARK_CHUNKS.*Did you mean TIDEMARK_CHUNK\?/,
  },
  {
    name: "a certificate file that does not exist",
    words: ["sync", "--remote-ca", "nowhere.pem"],
    code: "config.bad-certificates",
    exit: 2,
    names: /nowhere\.pem.*remote\.ca/,
  },
];

/** Wrong as the other side sees it. */
const AT_CONTACT: readonly Case[] = [
  {
    name: "a wrong password",
    env: (url) => ({ TIDEMARK_MONEYWORKS_URL: url.replace("sandbank", "sandbag") }),
    code: "moneyworks.login",
    exit: 1,
    names: "refused the user or password",
  },
  {
    name: "a wrong document name",
    env: (url) => ({ TIDEMARK_MONEYWORKS_URL: url.replace("Acme", "Acne") }),
    code: "moneyworks.no-document",
    exit: 1,
    names: "name and folder",
  },
  {
    name: "a MoneyWorks host that is not there",
    env: () => ({ TIDEMARK_MONEYWORKS_URL: "http://robot:sandbank@127.0.0.1:1/REST/Acme.moneyworks" }),
    code: "moneyworks.unreachable",
    exit: 1,
    names: "127.0.0.1:1",
  },
  {
    name: "a table that this document does not have",
    env: () => ({ TIDEMARK_TABLES: "name,stickies" }),
    code: "sync.unknown-table",
    exit: 2,
    names: /'stickies'.*/,
  },
];

describe("refused before anything is made:", () => {
  test.each(AT_ONCE)("$name", async ({ words = ["sync"], env, file, ...refusal }) => {
    using place = new Installation({ moneyworks: simulator.url });
    if (file !== undefined) writeFileSync(join(place.path, "tidemark.toml"), file);
    const own = file?.includes("data =") === true ? { TIDEMARK_DATA: undefined } : {};
    expectRefused(await place.run(words, { ...own, ...env?.(simulator.url) }), refusal);
    expect([existsSync(place.data), existsSync(place.remote)]).toEqual([false, false]);
  });
});

describe("refused at first contact, and right again once it is corrected:", () => {
  test.each(AT_CONTACT)("$name", async ({ words = ["sync"], env, ...refusal }) => {
    if (refusal.code === "sync.unknown-table") await simulator.control("quirks", { missingTables: ["stickies"] });
    using place = new Installation({ moneyworks: simulator.url });
    expectRefused(await place.run(words, env?.(simulator.url)), refusal);
    expect(existsSync(place.remote)).toBe(false);
    await place.sync("--table", "name");
    expect(git(place.remote, ["ls-tree", "--name-only", "main", "name"])).toBe("name");
  });
});

describe("a remote path is refused and left as it was when it is", () => {
  test("a file", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    writeFileSync(place.remote, "notes");
    expectRefused(await place.run(["sync"]), { code: "remote.path-is-file", exit: 2, names: place.remote });
    expect(await Bun.file(place.remote).text()).toBe("notes");
  });

  test("a work tree", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    mkdirSync(place.remote);
    const [commit] = makeHistory(place.remote, [{ files: { README: "ours" } }]);
    expectRefused(await place.run(["sync"]), { code: "remote.not-bare", exit: 2, names: place.remote });
    expect(git(place.remote, ["rev-parse", "main"])).toBe(String(commit));
    expect(git(place.remote, ["status", "--porcelain"])).toBe("");
  });

  test("a directory with other files", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    mkdirSync(place.remote);
    writeFileSync(join(place.remote, "notes"), "notes");
    expectRefused(await place.run(["sync"]), { code: "remote.not-empty", exit: 2, names: place.remote });
  });

  test("a repository whose main is not ours", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    const work = join(place.path, "work");
    mkdirSync(work);
    const [commit] = makeHistory(work, [{ files: { README: "ours" } }]);
    git(place.path, ["clone", "--quiet", "--bare", work, place.remote]);
    const refusal: Refusal = { code: "remote.foreign-history", exit: 4, names: "another branch name" };
    expectRefused(await place.run(["sync"]), refusal);
    // The service stays, so that a person sees why nothing happens.
    await using service = place.start(["run"]);
    await service.errorLine(/"code":"remote\.foreign-history"/);
    service.kill("SIGTERM");
    expect((await service.finished).code).toBe(0);
    expect(git(place.remote, ["rev-parse", "main"])).toBe(String(commit));
    const beside = { TIDEMARK_REMOTE_URL: `${place.remote}#mirror` };
    expect((await place.run(["sync", "--table", "name"], beside)).code).toBe(0);
    expect(git(place.remote, ["rev-parse", "main"])).toBe(String(commit));
  });
});
