import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fsck, Installation, tableTrees } from "../support/installation.ts";
import { jsonLines } from "../support/program.ts";
import { doneHere, runHere } from "../support/run-here.ts";
import { seeded } from "../support/seeded.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { describeWithTool } from "../support/tools.ts";
import { treeHashes } from "../support/tree-hashes.ts";

setDefaultTimeout(90_000);

let simulator: SimulatorProcess;

beforeAll(async () => {
  simulator = await SimulatorProcess.start({ records: 300 });
});
afterAll(() => simulator[Symbol.asyncDispose]());

/** Restores a backup somewhere else, which looks at every object of it. */
async function expectSound(place: Installation, backup: string): Promise<void> {
  using elsewhere = new TemporaryDirectory();
  const data = join(elsewhere.path, "data");
  await doneHere(place, "restore", backup, "--data", data);
  expect(fsck(join(data, "repository.git"))).toBe("");
}

describe("tidemark backup", () => {
  test("is consistent beside a first read that commits all the time, also when that is killed", async () => {
    await using large = await SimulatorProcess.start({ records: 600 });
    using place = new Installation({ moneyworks: large.url, env: { TIDEMARK_CHECKPOINT: "25", TIDEMARK_CHUNK: "10" } });
    const backups: string[] = [];
    for (let round = 0; round < 2; round++) {
      await using reading = place.start(["sync"]);
      await reading.errorLine(/committed/);
      const meanwhile = join(place.path, `${round}.tar.zst`);
      await doneHere(place, "backup", meanwhile);
      backups.push(meanwhile);
      reading.kill("SIGKILL");
      expect((await reading.finished).signal).toBe("SIGKILL");
      const file = join(place.path, `${round}-killed.tar.zst`);
      await doneHere(place, "backup", file);
      backups.push(file);
    }
    for (const backup of backups) await expectSound(place, backup);
    // The data that was backed up suffered nothing.
    await doneHere(place, "sync");
    expect([fsck(place.repository), fsck(place.remote)]).toEqual(["", ""]);
    using fresh = new Installation({ moneyworks: large.url });
    await doneHere(fresh, "sync");
    expect(tableTrees(place.repository)).toBe(tableTrees(fresh.repository));
  });

  test("touches nothing, gives nobody else a right, and tells what it made", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    await doneHere(place, "sync");
    const before = treeHashes(place.data);
    const file = join(place.path, "b.tar.zst");
    const summary = jsonLines(await doneHere(place, "backup", file, "--json")).at(-1);
    expect(summary).toMatchObject({
      type: "backup",
      path: file,
      verified: true,
      bytes: statSync(file).size,
      schema: expect.any(Number),
    });
    expect(treeHashes(place.data)).toEqual(before);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await runHere(place, ["backup", file]);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining("backup.exists")]);
    await doneHere(place, "backup", file, "--force");
    for (const inside of ["data", "data/staging.sqlite", "data/other/b.tar.zst"]) {
      const { code, err } = await runHere(place, ["backup", join(place.path, inside), "--force"]);
      expect([inside, code, err]).toEqual([inside, 2, expect.stringContaining("backup.inside-data")]);
    }
    expect(treeHashes(place.data)).toEqual(before);
    expect(readdirSync(place.path).filter((name) => name.startsWith(".tidemark-backup"))).toEqual([]);
  });

  test("keeps so many in a directory, and counts only its own of this document", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    await doneHere(place, "sync");
    const shelf = join(place.path, "shelf");
    const early = await runHere(place, ["backup", shelf, "--keep", "1"]);
    expect([early.code, early.err]).toEqual([2, expect.stringContaining(`there is no directory ${shelf}`)]);
    mkdirSync(shelf);
    const foreign = ["tidemark-acme-20200101T000000Z.tar.zst", "tidemark-acme-20200101T000000Z.tar.zst.txt", "notes"];
    for (const name of foreign) writeFileSync(join(shelf, name), "mine");
    const names: string[] = [];
    for (let count = 0; count < 2; count++) {
      const { path } = jsonLines(await doneHere(place, "backup", shelf, "--keep", "1", "--json")).at(-1) ?? {};
      names.push(String(path).slice(shelf.length + 1));
      if (count === 0) await Bun.sleep(1000);
    }
    expect(readdirSync(shelf).sort()).toEqual([...foreign, ...names.slice(1)].sort());
    expect(names[1]).toMatch(/^tidemark-acme-\d{8}T\d{6}Z\.tar\.zst$/);
  });

  test("leaves nothing under the name when it is killed, and the next one tidies up", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    await doneHere(place, "sync");
    const shelf = join(place.path, "shelf");
    mkdirSync(shelf);
    for (const signal of ["SIGKILL", "SIGINT", "SIGTERM"] as const) {
      await using program = place.start(["backup", join(shelf, "b.tar.zst"), "--json", "--force"]);
      await program.line(/"step":"(hashing|writing)"/);
      program.kill(signal);
      const { code } = await program.finished;
      const found = readdirSync(shelf);
      if (found.includes("b.tar.zst")) await doneHere(place, "restore", join(shelf, "b.tar.zst"), "--verify-only");
      else expect([signal, code === 0]).toEqual([signal, false]);
      if (signal !== "SIGKILL") expect([signal, found.filter((name) => name.includes("part"))]).toEqual([signal, []]);
    }
    writeFileSync(join(shelf, ".tidemark-backup.99999999.part"), "left by one that is no more");
    writeFileSync(join(shelf, `.tidemark-backup.${process.pid}.part`), "of one that runs");
    await doneHere(place, "backup", join(shelf, "b.tar.zst"), "--force");
    rmSync(join(shelf, `.tidemark-backup.${process.pid}.part`));
    expect(readdirSync(shelf)).toEqual(["b.tar.zst"]);
  });
});

describeWithTool(["zstd", "tar"], "what leaves the house in a backup", () => {
  test("holds no secret of the configuration, but under the passphrase, and goes to standard output too", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    await doneHere(place, "sync");
    const secrets = ["hook-secret-A1b2C3d4", "folder-pass-Z9y8X7", "Tok3n-of-the-remote"];
    const password = /:\/\/[^:]*:([^@]*)@/.exec(simulator.url)?.[1] ?? "";
    const config = join(place.path, "acme.toml");
    const text = [
      `moneyworks.folder_password = "${secrets[1]}" # folder-pass-Z9y8X7 is in the comment too`,
      `api.hook_secret = "${secrets[0]}"`,
      'poll = "20m"',
    ];
    writeFileSync(config, text.join("\n"), { mode: 0o600 });
    const env = { TIDEMARK_REMOTE_TOKEN: secrets[2], TIDEMARK_CONFIG: config };
    writeFileSync(join(place.path, "pass"), "correct horse battery staple\nsecond line\n", { mode: 0o600 });
    const file = join(place.path, "b.tar.zst");
    const pass = ["--with-secrets", "--passphrase-file", join(place.path, "pass")];
    expect(await runHere(place, ["backup", file, ...pass], { env })).toMatchObject({ code: 0, err: "" });
    const archive = Bun.spawnSync(["zstd", "-dc", file]).stdout;
    for (const secret of [...secrets, password, "correct horse"]) {
      expect(secret.length).toBeGreaterThan(5);
      expect([secret, archive.includes(secret), archive.includes(btoa(secret).replace(/=+$/, ""))]).toEqual([
        secret,
        false,
        false,
      ]);
    }
    expect(String(Bun.spawnSync(["tar", "--zstd", "-xOf", file, "tidemark.toml"]).stdout)).toContain('poll = "20m"');

    const written = join(place.path, "written.toml");
    const data = join(place.path, "second");
    writeFileSync(join(place.path, "wrong"), "another passphrase\n");
    const wrong = ["restore", file, "--data", data, "--write-config", written, "--with-secrets", "--passphrase-file"];
    const refused = await runHere(place, [...wrong, join(place.path, "wrong")]);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("restore.bad-passphrase")]);
    expect(() => statSync(data)).toThrow();
    await doneHere(place, "restore", file, "--data", data, "--write-config", written, ...pass);
    expect(statSync(written).mode & 0o777).toBe(0o600);
    const unset = { TIDEMARK_DATA: undefined, TIDEMARK_MONEYWORKS_URL: undefined, TIDEMARK_REMOTE_URL: undefined };
    const { out } = await runHere(place, ["config", "--config", written], { env: unset });
    expect(out).toContain(data);
    for (const secret of secrets) expect(readFileSync(written, "utf8")).toContain(secret);

    const { code, bytes } = await runHere(place, ["backup", "-"]);
    writeFileSync(join(place.path, "piped.tar.zst"), bytes);
    expect(code).toBe(0);
    await doneHere(place, "restore", join(place.path, "piped.tar.zst"), "--verify-only");
  });
});

describe("tidemark restore", () => {
  test("waits for nobody: a service that holds the directory keeps its data", async () => {
    using place = new Installation({ moneyworks: simulator.url, env: { TIDEMARK_POLL: "1h" } });
    await doneHere(place, "sync");
    const file = join(place.path, "b.tar.zst");
    await doneHere(place, "backup", file);
    await using service = place.start(["run"]);
    await service.errorLine(/poll ok|full ok|nothing/);
    const { code, err } = await runHere(place, ["restore", file, "--yes"]);
    expect([code, err]).toEqual([5, expect.stringContaining("data.locked")]);
  });

  test.skipIf(process.getuid?.() !== 0)(
    "by the administrator leaves everything to the account that owns the directory",
    async () => {
      using place = new Installation({ moneyworks: simulator.url });
      const file = join(place.path, "b.tar.zst");
      await doneHere(place, "sync");
      await doneHere(place, "backup", file);
      const data = join(place.path, "theirs");
      mkdirSync(data, { mode: 0o700 });
      chownSync(data, 12_345, 23_456);
      chmodSync(place.path, 0o711);
      const config = join(place.path, "theirs.toml");
      await doneHere(place, "restore", file, "--data", data);
      await doneHere(place, "restore", file, "--data", data, "--yes", "--write-config", config);
      const names = readdirSync(data, { recursive: true, encoding: "utf8" });
      expect(names.filter((name) => name.endsWith("staging.sqlite"))).toHaveLength(2);
      for (const path of [config, data, ...names.map((name) => join(data, name))]) {
        const { uid, gid, mode } = statSync(path);
        const isOpen = (mode & 0o077) !== 0 && !path.endsWith("lock.sqlite");
        expect([path, uid, gid, isOpen]).toEqual([path, 12_345, 23_456, false]);
      }
    },
  );

  test("that is killed leaves the old data or the new one to the next start", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    await doneHere(place, "sync");
    const file = join(place.path, "b.tar.zst");
    await doneHere(place, "backup", file);
    for (const step of ["unpacking", "inspecting", "replacing"]) {
      await simulator.control("random-edit");
      await doneHere(place, "sync");
      await using program = place.start(["restore", file, "--yes", "--json", "--discard-old"]);
      await program.line(new RegExp(`"step":"${step}"`));
      program.kill("SIGKILL");
      await program.finished;
      await doneHere(place, "sync");
      expect([step, readdirSync(place.data).sort()]).toEqual([
        step,
        ["lock.sqlite", "repository.git", "staging.sqlite"],
      ]);
      expect([fsck(place.repository), fsck(place.remote)]).toEqual(["", ""]);
    }
  });

  test("refuses what is damaged, cut off, of another document, or nobody confirmed, before anything changes", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    await doneHere(place, "sync");
    const file = join(place.path, "b.tar.zst");
    await doneHere(place, "backup", file);
    const bytes = readFileSync(file);
    const before = treeHashes(place.repository);
    const staging = readFileSync(join(place.data, "staging.sqlite"));
    const bad = join(place.path, "bad.tar.zst");
    const chance = seeded(8);
    const spots = [0, 30, bytes.length - 1, ...Array.from({ length: 4 }, () => Math.floor(chance() * bytes.length))];
    for (const at of spots) {
      const copy = Uint8Array.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ 0x10;
      writeFileSync(bad, copy);
      const { code, err } = await runHere(place, ["restore", bad, "--yes"]);
      expect([at, code === 0, err]).toEqual([
        at,
        false,
        expect.stringMatching(/restore\.(damaged|not-a-backup|newer-format)/),
      ]);
    }
    writeFileSync(bad, bytes.subarray(0, bytes.length >> 1));
    const cut = await runHere(place, ["restore", bad, "--yes"]);
    expect([cut.code, cut.err]).toEqual([1, expect.stringContaining("restore.damaged")]);
    const unasked = await runHere(place, ["restore", file]);
    expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining("restore.needs-yes")]);
    const placeless = await runHere(place, ["restore", file, "--yes", "--write-config", join(place.path, "no/a.toml")]);
    expect([placeless.code, placeless.err]).toEqual([2, expect.stringContaining("backup.cannot-write")]);
    const config = join(place.path, "a.toml");
    expect((await runHere(place, ["restore", file, "--write-config", config])).code).toBe(2);
    expect(existsSync(config)).toBe(false);
    expect(treeHashes(place.repository)).toEqual(before);
    expect(readFileSync(join(place.data, "staging.sqlite")).equals(staging)).toBe(true);
    expect(readdirSync(place.data).sort()).toEqual(["lock.sqlite", "repository.git", "staging.sqlite"]);

    using stranger = new Installation({ moneyworks: simulator.url });
    await simulator.control("exchange", { uuid: "0B0E0000-1111-4222-8333-444455556666" });
    await doneHere(stranger, "sync");
    const theirs = treeHashes(stranger.repository);
    const refused = await runHere(stranger, ["restore", file, "--yes"]);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("restore.other-document")]);
    expect(treeHashes(stranger.repository)).toEqual(theirs);
  });
});
