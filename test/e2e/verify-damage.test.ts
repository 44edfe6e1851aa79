import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { flip, gc, loose, meddle, mirrored, ownCopy, sql, unpack } from "../support/damage.ts";
import { git } from "../support/git-command.ts";
import { packsOf, verifyWorld } from "../support/verifying.ts";

setDefaultTimeout(60_000);

const CLEAN = { code: 0, findings: [], errors: "" };

describe("a damaged repository", () => {
  test.each(["plain", "gc"])("shows a flipped byte in any place of a %s pack", async (how) => {
    await using place = await mirrored();
    const { world } = place;
    if (how === "gc") gc(world.repository);
    const whole = packsOf(world.repository).toSorted((a, b) => statSync(b).size - statSync(a).size)[0] as string;
    const bytes = readFileSync(whole);
    for (let n = 1; n <= 6; n++) {
      flip(whole, Math.floor((bytes.length * n) / 7));
      const { code, findings } = await verifyWorld(world, "--no-remote");
      expect(code).toBe(3);
      expect(findings).toContainEqual(expect.stringContaining("repository pack-checksum objects/pack/"));
      expect(findings).toContainEqual(expect.stringContaining("repository object-damaged"));
      writeFileSync(whole, bytes);
    }
    expect(await verifyWorld(world)).toMatchObject(CLEAN);
  });

  test("shows a flipped byte of an index", async () => {
    await using place = await mirrored();
    const { world } = place;
    for (const pack of packsOf(world.repository)) flip(pack.replace(/pack$/, "idx"), 1100);
    const { code, findings } = await verifyWorld(world, "--no-remote");
    expect(code).toBe(3);
    expect(findings).toContainEqual(expect.stringContaining("repository index-checksum"));
  });

  test("shows a pack that was cut short, and an index that is gone", async () => {
    await using place = await mirrored();
    const { world } = place;
    gc(world.repository);
    const [pack = ""] = packsOf(world.repository);
    ownCopy(pack);
    truncateSync(pack, Math.floor(statSync(pack).size / 2));
    const cut = await verifyWorld(world, "--no-remote");
    expect(cut.findings).toContainEqual(expect.stringContaining("repository pack-checksum"));
    expect(cut.findings).toContainEqual(expect.stringContaining("repository object-damaged"));
    rmSync(pack.replace(/pack$/, "idx"));
    const gone = await verifyWorld(world, "--no-remote");
    expect(gone.code).toBe(3);
    expect(gone.findings).toContainEqual(expect.stringContaining("repository missing-object main"));
    expect(gone.remarks).toContainEqual(expect.stringContaining("pack-without-index"));
  });

  test.each(["main", "main^{tree}", "main~1", "main:name", "main~2:.tidemark/marker.json"])(
    "names the loose object %s that is gone",
    async (name) => {
      await using place = await mirrored();
      const { world } = place;
      unpack(world.repository);
      const oid = world.git("rev-parse", name);
      rmSync(loose(world.repository, oid));
      const { code, findings, details } = await verifyWorld(world, "--no-remote");
      expect(code).toBe(3);
      expect(findings).toContainEqual(expect.stringContaining("repository missing-object"));
      expect(details.join("\n")).toContain(oid);
    },
  );

  test("names a loose object that is damaged", async () => {
    await using place = await mirrored();
    const { world } = place;
    unpack(world.repository);
    const oid = world.git("rev-parse", "main:.tidemark/config.json");
    flip(loose(world.repository, oid), 12);
    const { findings } = await verifyWorld(world, "--no-remote");
    expect(findings).toContain(`repository object-damaged ${oid}`);
  });
});

describe("a main that somebody else wrote to", () => {
  test("shows a file too many, by its path", async () => {
    await using place = await mirrored();
    const commit = meddle(place.world, "README.md", "hello\n");
    const { code, findings, remarks } = await verifyWorld(place.world);
    expect(code).toBe(3);
    expect(findings).toContain(`staging head-differs ${commit}`);
    expect(findings).toContain("staging foreign-file README.md");
    expect(remarks).toContainEqual(expect.stringContaining(`foreign-commit ${commit}`));
  });

  test("shows a record too many, one that is gone, and one in another form", async () => {
    await using place = await mirrored();
    const { world } = place;
    const paths = git(world.repository, ["ls-tree", "-r", "--name-only", "main"]).split("\n");
    const [first = "", second = ""] = paths.filter((path) => path.startsWith("name/"));
    const key = (path: string) => path.slice(path.lastIndexOf("/") + 1, -4);
    meddle(world, first, null);
    meddle(world, second, "<name></name>\n");
    meddle(world, "transaction/00/00/00/3f/4093.xml", "<transaction>\n</transaction>\n");
    const { findings } = await verifyWorld(world, "--no-remote");
    expect(findings).toContain(`staging file-missing name ${key(first)}`);
    expect(findings).toContain(`staging file-differs name ${key(second)}`);
    expect(findings).toContain(`staging not-canonical name ${key(second)}`);
    expect(findings).toContain("staging file-too-many transaction 4093");
    expect(findings).toContain("staging record-count transaction");
  });

  test("shows that marker.json is gone or no marker", async () => {
    await using place = await mirrored();
    meddle(place.world, ".tidemark/marker.json", null);
    meddle(place.world, ".tidemark/config.json", "{");
    const { findings } = await verifyWorld(place.world, "--no-remote");
    expect(findings).toContain("repository no-marker .tidemark/marker.json");
    expect(findings).toContain("repository bad-config .tidemark/config.json");
  });

  test("shows a main that is gone, and a repository that is gone", async () => {
    await using place = await mirrored();
    git(place.world.repository, ["update-ref", "-d", "refs/heads/main"]);
    expect((await verifyWorld(place.world)).findings).toContain("repository no-main refs/heads/main");
    rmSync(place.world.repository, { recursive: true });
    const { code, findings } = await verifyWorld(place.world);
    expect([code, findings]).toEqual([3, expect.arrayContaining(["repository no-repository refs/heads/main"])]);
  });
});

describe("a damaged staging file", () => {
  test.each([
    ["UPDATE record SET main_oid = zeroblob(20), oid = zeroblob(20) WHERE key = 'N1'", "staging file-differs name N1"],
    ["UPDATE record SET oid = zeroblob(20) WHERE key = 'N1'", "staging content-differs name N1"],
    [
      "UPDATE content SET body = x'0011' WHERE record_id = (SELECT id FROM record WHERE key = 'N1')",
      "staging content-damaged name N1",
    ],
    [
      "DELETE FROM content WHERE record_id = (SELECT id FROM record WHERE key = 'N1')",
      "staging content-missing name N1",
    ],
    ["DELETE FROM record WHERE key = 'N1'", "staging file-too-many name N1"],
    ["UPDATE record SET leaf = leaf + 1 WHERE key = 'N1'", "staging wrong-leaf name N1"],
    ["UPDATE mirrored_table SET live = live + 1 WHERE name = 'name'", "staging live-count name"],
    ["UPDATE mirrored_table SET main_records = 1 WHERE name = 'name'", "staging marker-differs name"],
    ["UPDATE tree SET oid = zeroblob(20) WHERE parent = '' AND name = 'name'", "staging tree-differs name"],
    ["INSERT INTO tree VALUES ('name/zz', 'a', zeroblob(20))", "staging tree-left name/zz"],
    ["DELETE FROM batch WHERE id = (SELECT max(id) FROM batch)", "staging head-differs"],
    [
      "INSERT INTO record (table_id, leaf, key, main_oid) SELECT id, 4095, 'GHOST', zeroblob(20) FROM mirrored_table WHERE name = 'name'",
      "staging file-missing name GHOST",
    ],
  ])("shows %s", async (statement, finding) => {
    await using place = await mirrored();
    sql(place.world, `PRAGMA foreign_keys = OFF; ${statement}`);
    const { code, findings } = await verifyWorld(place.world, "--no-remote");
    expect(code).toBe(3);
    expect(findings).toContainEqual(expect.stringContaining(finding));
  });

  test("names a commit that was begun and not finished", async () => {
    await using place = await mirrored();
    const head = place.world.git("rev-parse", "main");
    sql(place.world, "UPDATE batch SET state = 'prepared' WHERE id = (SELECT max(id) FROM batch)");
    expect((await verifyWorld(place.world, "--no-remote")).findings).toContain(`staging prepared-left ${head}`);
  });

  test("is told when its pages are damaged, is none at all, or is gone", async () => {
    await using place = await mirrored();
    const { world } = place;
    const bytes = readFileSync(world.stagingFile);
    for (let page = 3; page < bytes.length / 8192; page += 7) {
      const damaged = Buffer.from(bytes);
      damaged.fill(0xa5, page * 8192, page * 8192 + 4000);
      writeFileSync(world.stagingFile, damaged);
      expect((await verifyWorld(world, "--no-remote")).code).toBe(3);
    }
    writeFileSync(world.stagingFile, "this is no database, and long enough to look like one".repeat(50));
    const { findings } = await verifyWorld(world, "--no-remote");
    expect(findings).toContainEqual(expect.stringContaining("staging unreadable"));
    rmSync(world.stagingFile);
    expect((await verifyWorld(world, "--no-remote")).findings).toEqual([expect.stringContaining("staging no-staging")]);
  });
});
