import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { macAccountWords } from "../../../src/app/installation/account.ts";
import { launchdPlist, newsyslogLine } from "../../../src/app/installation/launchd/plist.ts";
import { instanceFiles, systemLayout, userLayout } from "../../../src/app/installation/layout.ts";
import { skeleton } from "../../../src/app/installation/skeleton.ts";
import { unitFile } from "../../../src/app/installation/systemd/unit.ts";
import { accessWords, compilerWords, definitionWords } from "../../../src/app/installation/windows/definition.ts";
import type { ServiceSpec } from "../../../src/domain/ports/service-manager.ts";
import { describeWithTool } from "../../support/tools.ts";

/* What the service managers are given, whole: an administrator reads it, and a change shows here. */

function spec(platform: string, scope: "system" | "user", changes: Partial<ServiceSpec> = {}): ServiceSpec {
  const input = { platform, env: {} };
  const layout = scope === "system" ? systemLayout(input) : userLayout(input, "/home/you");
  const files = instanceFiles(layout, "acme");
  return { instance: "acme", program: layout.program, account: layout.account, writable: [], ...files, ...changes };
}

const ODD = { data: "/srv/my data/50%", writable: ["/srv/git/$a.git"] };
const lines = (all: readonly (readonly string[])[]) => `${all.map((words) => words.join(" ")).join("\n")}\n`;

const DEFINITIONS: readonly [string, string][] = [
  ["system.service", unitFile(spec("linux", "system"), "system")],
  ["odd-paths.service", unitFile(spec("linux", "system", ODD), "system")],
  ["user.service", unitFile(spec("linux", "user"), "user")],
  ["daemon.plist", launchdPlist(spec("darwin", "system"))],
  ["agent.plist", launchdPlist(spec("darwin", "user", { data: "/Users/you/a & <b>" }))],
  ["newsyslog.conf", newsyslogLine("/Library/Logs/Tidemark/acme.logs/tidemark.log", "_tidemark")],
  ["mac-account.txt", lines(macAccountWords("_tidemark", 450))],
  ["windows-service.txt", lines(definitionWords(spec("win32", "system"), "create"))],
  ["windows-access.txt", lines(accessWords(spec("win32", "system")))],
  ["windows-compiler.txt", lines([compilerWords({}, spec("win32", "system").program)])],
  [
    "skeleton.toml",
    skeleton({ instance: "acme", data: "C:\\Data\\acme", listen: "127.0.0.1:8080", start: "tidemark service start" }),
  ],
];

describe("what a service manager is given", () => {
  test.each(DEFINITIONS)("%s", async (name, text) => {
    expect(text).toBe(await Bun.file(join(import.meta.dir, name)).text());
  });

  test("a skeleton that is filled in nowhere is TOML, and sets the data directory", () => {
    expect(Bun.TOML.parse(DEFINITIONS.at(-1)?.[1] ?? "")).toMatchObject({ data: "C:\\Data\\acme" });
  });
});

describeWithTool("xmllint", "property lists", () => {
  test.each(["daemon.plist", "agent.plist"])("%s is well-formed XML", (name) => {
    const { stderr, exitCode } = Bun.spawnSync(["xmllint", "--noout", "--nonet", join(import.meta.dir, name)]);
    expect([exitCode, stderr.toString()]).toEqual([0, ""]);
  });
});

describeWithTool("systemd-analyze", "the unit before systemd", () => {
  const unit = join(import.meta.dir, "system.service");

  test("is exposed less than 2 of 10", () => {
    const words = ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", unit];
    const { stdout, exitCode } = Bun.spawnSync(words);
    expect([exitCode, /Overall exposure level.*$/m.exec(stdout.toString())?.[0]]).toEqual([
      0,
      expect.stringContaining("OK"),
    ]);
  });

  test("and that test can fail", () => {
    const words = ["systemd-analyze", "security", "--offline=true", "--threshold=10", "--no-pager", unit];
    expect(Bun.spawnSync(words).exitCode).not.toBe(0);
  });
});
