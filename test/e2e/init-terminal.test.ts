import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { GitServer } from "../support/git-server.ts";
import { programWords } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { Terminal } from "../support/terminal.ts";
import { describeWithTool } from "../support/tools.ts";

setDefaultTimeout(60_000);

const TOKEN = "tok-of-the-mirror-7";

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await SimulatorProcess.start({ records: 120 });
});
afterAll(() => simulator[Symbol.asyncDispose]());

interface Place {
  readonly path: string;
  readonly server: GitServer;
  /** `http://127.0.0.1:1234` */
  readonly origin: string;
  readonly user: string;
  readonly password: string;
  readonly terminal: Terminal;
}

/** init in a shell on a terminal; what the terminal is set to afterwards is shown. */
async function withInit(words: readonly string[], work: (place: Place) => Promise<void>): Promise<void> {
  using temporary = new TemporaryDirectory();
  const { path } = temporary;
  using server = new GitServer({ root: join(path, "served"), token: TOKEN });
  server.create("acme.git");
  const { origin, username: user, password } = new URL(simulator.url);
  const command = [...programWords(["init", ...words])].map((word) => `'${word}'`).join(" ");
  const shell = ["sh", "-c", `trap : INT; ${command}; echo "code $?"; stty -a; exit 0`];
  await using terminal = new Terminal(shell, {}, path);
  await work({ path, server, origin, user, password: decodeURIComponent(password), terminal });
}

/** Every line that any process of this host was started with, as far as it can be seen. */
/** Of every process that descends from this one. */
function commandLines(): string {
  const parents = new Map<string, string>();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const [, parent] = /^PPid:\s*(\d+)$/m.exec(read(`/proc/${pid}/status`)) ?? [];
    if (parent !== undefined) parents.set(pid, parent);
  }
  const isOurs = (pid: string): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === String(process.pid) || isOurs(parent));
  };
  const lines = [...parents.keys()].filter(isOurs).map((pid) => read(`/proc/${pid}/cmdline`));
  expect(lines.join("\n")).toContain("\0init\0");
  return lines.join("\n");
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

describeWithTool(["python3", "git", "stty"], "tidemark init at a terminal", () => {
  test("asks, lets each wrong answer be corrected alone, shows the tables, writes, reads", async () => {
    const file = "acme.toml";
    await withInit(["--config", file], async ({ path, server, origin, user, password, terminal }) => {
      await terminal.sees("Nothing is written before every answer has been tried");
      await terminal.answers("MoneyWorks (URL", "http://127.0.0.1:1");
      await terminal.answers("Document (", "Wrong.moneyworks");
      await terminal.answers("User: ", user);
      await terminal.answers(`Password of ${user}: `, "not-the-password");
      await terminal.sees("refused the connection");
      await terminal.answers("Address [http://127.0.0.1:1]: ", origin);
      await terminal.answers("Document [Wrong.moneyworks]: ", "Acme.moneyworks");
      await terminal.sees("refused the user or password");
      await terminal.answers(`User [${user}]: `, "");
      expect(commandLines()).not.toContain(password);
      // Begun anew, and its last two letters taken back.
      await terminal.answers(`Password of ${user}: `, `all-wrong\u0015${password}xy\u007f\u007f`);
      await terminal.sees("MoneyWorks 9");
      await terminal.sees("table transaction");
      await terminal.answers("Repository (URL", `${server.url("none.git")}#main`);
      await terminal.answers("Access token", "tok-that-is-wrong");
      await terminal.sees("remote.unauthorised");
      await terminal.answers("Access token", TOKEN);
      await terminal.answers("Repository [", `${server.url("acme.git")}#main`);
      await terminal.sees("the token may push");
      await terminal.sees("The first read: ");
      for (const secret of [password, TOKEN]) expect(commandLines()).not.toContain(secret);
      await terminal.answers("And now: ", "sync");
      await terminal.sees("code 0");
      expect(await terminal.ends()).toBe(0);
      for (const secret of [password, "not-the-password", TOKEN, "tok-that-is-wrong"])
        expect(terminal.screen).not.toContain(secret);
      expect(statSync(join(path, file)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(path, file), "utf8")).toContain(`password = "${password}"`);
      expect(readdirSync(path).sort()).toEqual(["acme-data", file, "served"]);
    });
  });

  test("Ctrl-C at a secret ends it with 130, leaves nothing, and the terminal as it was", async () => {
    await withInit(["--config", "acme.toml"], async ({ path, origin, user, terminal }) => {
      await terminal.answers("MoneyWorks (URL", `${origin}/REST/Acme.moneyworks`);
      await terminal.answers("User: ", user);
      await terminal.sees(`Password of ${user}: `);
      terminal.types("half-a-pass\u0003");
      await terminal.sees("code 130");
      expect(await terminal.ends()).toBe(0);
      expect(terminal.screen).not.toContain("half-a-pass");
      expect(terminal.screen).toMatch(/ icanon/);
      expect(terminal.screen).toMatch(/ echo /);
      expect(readdirSync(path)).toEqual(["served"]);
    });
  });

  test("Ctrl-C at a question ends it too", async () => {
    await withInit(["--config", "acme.toml"], async ({ path, terminal }) => {
      await terminal.sees("MoneyWorks (URL");
      terminal.types("\u0003");
      await terminal.sees("(init.stopped)");
      await terminal.sees("code 130");
      expect(existsSync(join(path, "acme.toml"))).toBe(false);
    });
  });
});
