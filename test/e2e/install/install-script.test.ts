import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { releasedProgram } from "../../support/built-program.ts";
import { InstallPlace, PLAIN_TOOLS } from "../../support/installing.ts";
import { describeWithTool, hasTool } from "../../support/tools.ts";

const SHELLS = [["dash"], ["bash", "--posix"], ["busybox", "sh"]].filter(([name = ""]) => hasTool(name));
const SOURCE = resolve(import.meta.dir, "../../../install.sh");

describeWithTool(["openssl", "ssh-keygen"], "install.sh", () => {
  test.each(SHELLS)("installs, says so the second time, and uninstalls, under %s", (...shell) => {
    using place = new InstallPlace();
    const words = shell.filter((word) => typeof word === "string");
    const before = place.tree();
    const first = place.install([], { shell: words });
    expect([first.err, first.code]).toEqual(["", 0]);
    const program = join(place.prefix, "bin/tidemark");
    expect(readFileSync(program, "utf8")).toBe(place.release.read(place.release.program));
    expect(statSync(program).mode & 0o777).toBe(0o755);
    expect(place.started()).toEqual(["version"]);
    const installed = place.tree();
    const { ino } = statSync(program);
    expect(place.install([], { shell: words })).toMatchObject({ code: 0, out: expect.stringContaining("already") });
    expect([place.tree(), statSync(program).ino]).toEqual([installed, ino]);
    // As an upgrade leaves them.
    writeFileSync(`${program}.previous`, "former");
    mkdirSync(join(place.prefix, "bin/.tidemark-upgrade"));
    expect(place.install(["--uninstall"], { shell: words }).code).toBe(0);
    expect(existsSync(program)).toBe(false);
    expect(
      place
        .tree()
        .split("\n")
        .filter((line) => !line.endsWith("directory")),
    ).toEqual(before.split("\n").filter((line) => line !== "" && !line.endsWith("directory")));
  });

  test("changes nothing on a dry run, and says what it would do", () => {
    using place = new InstallPlace();
    const before = place.tree();
    const { code, out } = place.run(["--dry-run", "--prefix", place.prefix, "--instance", "acme"]);
    expect([code, place.tree(), place.started()]).toEqual([0, before, []]);
    expect(out).toContain(`would install  ${place.prefix}/bin/tidemark`);
    expect(out).toContain("service install --instance acme");
    place.install();
    const installed = place.tree();
    const away = place.run(["--dry-run", "--prefix", place.prefix, "--uninstall", "--purge"]);
    expect([away.code, place.tree()]).toEqual([0, installed]);
    expect(away.out).toContain(`would remove   ${place.prefix}/bin/tidemark`);
  });

  test("leaves the service to the program, for one account without an administrator", () => {
    using place = new InstallPlace();
    expect(place.run(["--user", "--instance", "acme"]).code).toBe(0);
    expect(existsSync(join(place.home, ".local/bin/tidemark"))).toBe(true);
    expect(place.run(["--user", "--uninstall", "--purge", "--yes"]).code).toBe(0);
    expect(place.started()).toEqual([
      "version",
      "service install --user --instance acme",
      "service uninstall --all --user --purge --yes",
    ]);
    expect(existsSync(join(place.home, ".local/bin/tidemark"))).toBe(false);
  });

  test("takes what upgrades keep away with the program, and stays out of one that is open", () => {
    using place = new InstallPlace();
    place.install();
    const program = join(place.prefix, "bin/tidemark");
    const workshop = join(place.prefix, "bin/.tidemark-upgrade");
    mkdirSync(workshop);
    for (const path of [`${program}.previous`, join(workshop, "journal.json")]) writeFileSync(path, "{}");
    const open = place.tree();
    const refused = { code: 1, err: expect.stringContaining(`${program} upgrade --recover`) };
    expect([place.install(), place.tree()]).toEqual([expect.objectContaining(refused), open]);
    expect(place.install(["--uninstall"]).code).toBe(0);
    expect([existsSync(`${program}.previous`), existsSync(workshop)]).toEqual([false, false]);
  });

  test("takes the one program that --from names", () => {
    using place = new InstallPlace();
    expect(place.install(["--from", place.release.file(place.release.program)]).code).toBe(0);
    const other = place.release.file("tidemark-1.2.3-windows-x64");
    expect(place.install(["--from", other])).toMatchObject({ code: 1, err: expect.stringContaining("not what this") });
  });

  test.each(["curl", "wget"].filter(hasTool))("fetches a release from a URL with %s", async (tool) => {
    using place = new InstallPlace();
    await using server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: async (request) => {
        const file = Bun.file(place.release.file(new URL(request.url).pathname.slice(1)));
        return (await file.exists()) ? new Response(file) : new Response("", { status: 404 });
      },
    });
    const script = join(place.path, "install.sh");
    writeFileSync(script, place.release.read("install.sh"));
    const words = ["sh", script, "--from", server.url.href, "--prefix", place.prefix, "--no-service"];
    const path = place.pathOf(...PLAIN_TOOLS, "openssl", "ssh-keygen", tool);
    const child = Bun.spawn(words, {
      env: { PATH: path, HOME: place.home, FAKE_LOG: place.log, TMPDIR: place.temporary },
      stdin: "ignore",
      stderr: "pipe",
    });
    expect([await child.stderr.text(), await child.exited]).toEqual(["", 0]);
    expect(existsSync(join(place.prefix, "bin/tidemark"))).toBe(true);
  });

  test("a script that broke off anywhere runs nothing", () => {
    using place = new InstallPlace();
    const whole = place.release.read("install.sh");
    const before = place.tree();
    const ends = [...Array.from({ length: 40 }, (_, at) => Math.floor((whole.length * at) / 40))];
    for (let left = 2; left < 60; left += 1) ends.push(whole.length - left);
    for (const end of ends) {
      place.release.write("install.sh", whole.slice(0, end));
      const { out } = place.install(["--from", place.release.path]);
      expect([end, out, place.tree(), place.started()]).toEqual([end, "", before, []]);
    }
    place.release.write("install.sh", whole);
    expect(place.install().code).toBe(0);
  });

  test("installs the real program, which says that it is the one", async () => {
    using place = new InstallPlace();
    const built = await releasedProgram(place.path);
    place.release.write(place.release.program, new Uint8Array(readFileSync(built)));
    place.release.sign();
    expect(place.install()).toMatchObject({ code: 0, err: "" });
    const version = (program: string) => Bun.spawnSync([program, "version", "--json"]).stdout.toString();
    expect(version(join(place.prefix, "bin/tidemark"))).toBe(version(built));
  });

  test.each([
    [["--prefixes", "x"], "--prefixes is not an option"],
    [["--from"], "--from needs a value"],
    [["--prefix="], "--prefix needs a value"],
    [["--no-service=yes"], "--no-service takes no value"],
    [["--instance", "Acme!"], "is not a name for an instance"],
    [["--purge"], "--purge goes with --uninstall"],
  ])("refuses %j", (args, says) => {
    using place = new InstallPlace();
    expect(place.run(args)).toMatchObject({ code: 2, err: expect.stringContaining(says) });
  });

  test("the one in the repository has a place for the keys, and refuses until it is filled", () => {
    using place = new InstallPlace();
    expect(readFileSync(SOURCE, "utf8").split("@TIDEMARK_KEYS@")).toHaveLength(2);
    const args = ["--from", place.release.path];
    const refused = place.install(args, { script: SOURCE });
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("No key is known") });
    const key = join(place.path, "key.pub");
    writeFileSync(key, `# the release key\n${place.release.keys}`);
    expect(place.install([...args, "--key", key], { script: SOURCE }).code).toBe(0);
  });
});

describeWithTool("shellcheck", "install.sh for shellcheck", () => {
  test("is clean", () => {
    const { stdout, exitCode } = Bun.spawnSync(["shellcheck", "--shell=sh", SOURCE]);
    expect([stdout.toString(), exitCode]).toEqual(["", 0]);
  });
});
