import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { Launchd, stateFrom as launchdState } from "../../../../src/app/installation/launchd/manager.ts";
import { Systemd, stateFrom as systemdState } from "../../../../src/app/installation/systemd/manager.ts";
import {
  commandLine,
  instancesFrom,
  stateFrom as windowsState,
} from "../../../../src/app/installation/windows/definition.ts";
import { WindowsServices } from "../../../../src/app/installation/windows/manager.ts";
import type { Files } from "../../../../src/domain/ports/files.ts";
import type { ProgramResult } from "../../../../src/domain/ports/programs.ts";
import type { ServiceSpec } from "../../../../src/domain/ports/service-manager.ts";
import { createClock } from "../../../../src/platform/clock.ts";
import { createFiles } from "../../../../src/platform/files.ts";
import { RecordingPrograms } from "../../../support/recording-programs.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";

const SPEC: ServiceSpec = {
  ...{ instance: "acme", program: "/p/tidemark", config: "/c/acme.toml", data: "/d/acme" },
  ...{ account: "tidemark", writable: [], log: null },
};

function refusal(work: Promise<void>): Promise<unknown> {
  return work.then(
    () => "no error",
    (reason: unknown) => reason,
  );
}

function parts() {
  const programs = new RecordingPrograms();
  return { programs, parts: { programs, files: createFiles(), clock: createClock() } };
}

const RUNNING =
  "LoadState=loaded\nActiveState=active\nSubState=running\nResult=success\nMainPID=7\nUnitFileState=enabled\n";
const FAILED = "LoadState=loaded\nActiveState=failed\nSubState=failed\nResult=exit-code\nMainPID=0\nExecMainStatus=2\n";

describe("systemd", () => {
  test.each([
    [RUNNING, { running: true, failed: false, pid: 7, enabled: true, says: "active (running)" }],
    [FAILED, { running: false, failed: true, pid: null, enabled: false, says: "failed (exit-code 2)" }],
    [`${FAILED}ActiveState=activating\nSubState=auto-restart\n`, { running: false, failed: true, comesBack: true }],
    ["LoadState=not-found\nActiveState=inactive\nSubState=dead\n", { installed: false, says: "inactive (dead)" }],
    ["ActiveState=activating\nSubState=auto-restart\nResult=exit-code\nExecMainStatus=1\n", { failed: true }],
  ])("reads %j", (text, state) => {
    expect(systemdState(text)).toMatchObject(state);
  });

  test("writes a unit for each instance, and takes it away again", async () => {
    using place = new TemporaryDirectory();
    const { programs, parts: all } = parts();
    const systemd = new Systemd(all, { scope: "system", directory: place.path });
    await systemd.install(SPEC);
    expect(await systemd.instances()).toEqual(["acme"]);
    await systemd.uninstall("acme");
    expect(await systemd.instances()).toEqual([]);
    expect(programs.lines).toEqual([
      "systemctl daemon-reload",
      "systemctl enable --quiet tidemark@acme.service",
      "systemctl disable --quiet --now tidemark@acme.service",
      "systemctl daemon-reload",
      "systemctl reset-failed tidemark@acme.service",
    ]);
  });

  test("a service that ends right after its start has failed to start", async () => {
    using place = new TemporaryDirectory();
    const { programs, parts: all } = parts();
    programs.answers["systemctl show"] = { out: FAILED };
    const systemd = new Systemd(all, { scope: "system", directory: place.path });
    const error = await refusal(systemd.start("acme"));
    expect(error).toMatchObject({ code: "service.failed", message: expect.stringContaining("failed (exit-code 2)") });
  });

  test("names the command that was refused and what it said", async () => {
    using place = new TemporaryDirectory();
    const { programs, parts: all } = parts();
    programs.answers["systemctl daemon-reload"] = { code: 1, err: "Access denied\n" };
    const error = await refusal(new Systemd(all, { scope: "system", directory: place.path }).install(SPEC));
    expect(error).toMatchObject({ message: expect.stringContaining("systemctl daemon-reload: Access denied") });
  });
});

describe("the journal", () => {
  const read = (answer: Partial<ProgramResult>) => {
    const { programs, parts: all } = parts();
    programs.answers.journalctl = answer;
    const options = { lines: 5, follow: false, onLine: () => {}, signal: new AbortController().signal };
    return refusal(new Systemd(all, { scope: "system", directory: "/none" }).logs("acme", options));
  };

  test("is read", async () => {
    expect(await read({ out: "a line\n" })).toBe("no error");
    expect(await read({})).toBe("no error");
  });

  test("that an account may not read says so", async () => {
    const message = expect.stringContaining("not seeing messages");
    expect(await read({ err: "Hint: You are currently not seeing messages from other users\n" })).toMatchObject({
      message,
    });
  });
});

const LOADED = "system/tidemark.acme = {\n\tstate = running\n\n\tpid = 412\n\tlast exit code = 0\n}\n";

describe("launchd", () => {
  test.each([
    [LOADED, { running: true, failed: false, pid: 412, says: "running" }],
    ["x = {\n\tstate = not running\n\tlast exit code = 2\n}\n", { running: false, failed: true, pid: null }],
    ["x = {\n\tstate = spawn scheduled\n\tlast exit code = (never exited)\n}\n", { running: false, failed: false }],
    [null, { running: false, failed: false, says: "not loaded" }],
  ])("reads %j", (text, state) => {
    expect(launchdState(text, true)).toMatchObject(state);
  });

  test("loads a job at its start and waits until it is gone at its stop", async () => {
    using place = new TemporaryDirectory();
    const { programs, parts: all } = parts();
    let loaded = false;
    const load = (now: boolean, code: number) => () => {
      loaded = now;
      return { code };
    };
    programs.answers["launchctl bootstrap"] = load(true, 0);
    // "Operation now in progress", which is no failure.
    programs.answers["launchctl bootout"] = load(false, 36);
    programs.answers["launchctl print"] = () => (loaded ? { out: LOADED } : { code: 113 });
    const paths = { directory: join(place.path, "jobs"), newsyslog: join(place.path, "newsyslog") };
    const launchd = new Launchd(all, { domain: "system", ...paths, log: () => "" });
    await launchd.install({ ...SPEC, log: join(place.path, "logs", "tidemark.log") });
    await launchd.start("acme");
    expect(await launchd.state("acme")).toMatchObject({ installed: true, running: true });
    await launchd.uninstall("acme");
    expect(await launchd.instances()).toEqual([]);
    expect(createFiles().list(paths.newsyslog)).toEqual([]);
    expect(programs.lines.filter((line) => !line.startsWith("launchctl print"))).toEqual([
      "launchctl enable system/tidemark.acme",
      `launchctl bootstrap system ${paths.directory}/tidemark.acme.plist`,
      "launchctl bootout system/tidemark.acme",
    ]);
  });
});

const QUERY = (state: string, exit = "0", pid = "0") => `
SERVICE_NAME: Tidemark-acme
        TYPE               : 10  WIN32_OWN_PROCESS
        STATUS             : ${state}
                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)
        WIN32_EXIT_CODE    : ${exit}  (0x0)
        PID                : ${pid}
`;

/** Files under Windows' names, in a directory of this host. */
function windowsFiles(directory: string): Files {
  const files = createFiles();
  const here = (path: string) => join(directory, path.replace(/[:\\]/g, "_"));
  return {
    ...files,
    read: (path) => files.read(here(path)),
    readIfPresent: (path) => files.readIfPresent(here(path)),
    exists: (path) => files.exists(here(path)),
    create: (path) => files.create(here(path)),
    rename: (from, to) => files.rename(here(from), here(to)),
    remove: (path) => files.remove(here(path)),
    makeDirectory: () => {},
    syncDirectory: () => {},
  };
}

describe("the Windows service manager", () => {
  test.each([
    [QUERY("4  RUNNING", "0", "88"), { running: true, failed: false, pid: 88, says: "RUNNING" }],
    [QUERY("1  STOPPED", "1066"), { running: false, failed: true, pid: null, says: "STOPPED (error 1066)" }],
    [QUERY("1  STOPPED", "1077"), { running: false, failed: false }],
    [QUERY("2  START_PENDING"), { running: false, failed: false }],
    [null, { installed: false, says: "not installed" }],
  ])("reads %j", (text, state) => {
    expect(windowsState(text, "")).toMatchObject(state);
  });

  test("finds instances in what the registry lists", () => {
    const key = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Tidemark-";
    expect(instancesFrom(`\r\n${key}books\r\n${key}acme\r\n\r\nEnd of search: 2 match(es) found.\r\n`)).toEqual([
      "acme",
      "books",
    ]);
  });

  test("quotes as Windows programs read it", () => {
    expect(commandLine(["C:\\a b\\", 'say "x"', "", "plain\\"])).toBe('"C:\\a b\\\\" "say \\"x\\"" "" plain\\');
  });

  test("compiles the host once, changes a service that is there, and leaves no file when the last one goes", async () => {
    using place = new TemporaryDirectory();
    const { programs, parts: all } = parts();
    const files = windowsFiles(place.path);
    programs.answers["sc.exe queryex"] = { out: QUERY("1  STOPPED") };
    programs.answers["C:\\Windows"] = () => {
      files.create("C:\\P\\tidemark-service.exe").close();
      return {};
    };
    const program = "C:\\P\\tidemark.exe";
    const windows = new WindowsServices({ ...all, files }, { env: {}, program, log: () => "" });
    for (let time = 0; time < 2; time += 1) await windows.install({ ...SPEC, program });
    expect(programs.lines.filter((line) => line.includes("csc.exe"))).toHaveLength(1);
    expect(programs.lines.filter((line) => line.startsWith("sc.exe config"))).toHaveLength(2);
    const source = new TextDecoder().decode(files.read("C:\\P\\tidemark-service.cs"));
    expect(source).toContain("class TidemarkService");
    await windows.uninstall("acme");
    expect(files.exists("C:\\P\\tidemark-service.exe")).toBe(false);
    expect(programs.lines.at(-2)).toBe("sc.exe delete Tidemark-acme");
  });
});
