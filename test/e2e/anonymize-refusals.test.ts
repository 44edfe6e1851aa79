import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_RULES } from "../../anonymizer/rules/default-rules.ts";
import { Anonymizing, filesIn } from "../support/anonymize-command.ts";
import { loose, unpack } from "../support/damage.ts";
import { git } from "../support/git-command.ts";
import { smallCompany } from "../support/small-company.ts";
import { World } from "../support/world.ts";

setDefaultTimeout(60_000);

let place: Anonymizing;
let mirror: string;

beforeAll(async () => {
  await using world = await World.open({ data: smallCompany() });
  await world.poll();
  place = new Anonymizing();
  mirror = place.at("mirror.git");
  git(place.path, ["clone", "-q", "--bare", "--no-hardlinks", world.remotePath, mirror]);
});
afterAll(() => place[Symbol.dispose]());

/** A run that is refused before anything is made. */
async function refused(from: string, ...more: string[]) {
  const { code, last } = await place.run(from, "never", ...more);
  expect(existsSync(place.at("never"))).toBe(false);
  return { exit: code, code: last.code, message: String(last.message) };
}

const refusal = (code: string, message: string, exit = 2) => ({
  exit,
  code,
  message: expect.stringContaining(message),
});

test("a source that is nothing is refused with what was looked for", async () => {
  const none = place.at("none");
  expect(await refused(none)).toEqual(refusal("anonymize.no-source", `there is no ${none}`));
  mkdirSync(place.at("empty"));
  expect(await refused(place.at("empty"))).toEqual(
    refusal("anonymize.no-source", "no git repository, has no staging.sqlite, and holds no files that end in .xml"),
  );
  expect(await refused(`${place.at("empty")}@main`)).toEqual(refusal("anonymize.no-source", "only one has commits"));
  expect(await refused(`${place.secretFile}@main`)).toEqual(refusal("anonymize.no-source", "is a file, and only"));
  expect(await refused(place.secretFile)).toEqual(refusal("anonymize.no-export", "acme.secret"));
  expect(await refused("http://robot:pa55@localhost:1/REST/Acme.moneyworks")).toEqual(
    refusal("anonymize.password-in-arguments", "--from"),
  );
  expect(await refused("http://robot@localhost:1/REST/Acme.moneyworks")).toEqual(
    refusal("anonymize.no-password", "--from"),
  );
});

test("a commit that is not there, or no mirror's, is refused by its name", async () => {
  expect(await refused(`${mirror}@nowhere`)).toEqual(refusal("anonymize.no-commit", "nowhere"));
  expect(await refused(`${mirror}@ffff`)).toEqual(refusal("anonymize.no-commit", "ffff"));
  git(place.path, ["init", "-q", "plain"]);
  expect(await refused(place.at("plain"))).toEqual(refusal("anonymize.no-commit", "HEAD"));
  git(place.at("plain"), ["commit", "-q", "--allow-empty", "-m", "nothing"]);
  expect(await refused(place.at("plain"))).toEqual(refusal("anonymize.not-a-mirror", place.at("plain")));
});

test("a repository that cannot be read whole is refused by what is wrong with it", async () => {
  git(place.path, ["clone", "-q", "--bare", "--shared", mirror, "borrowing.git"]);
  expect(await refused(place.at("borrowing.git"))).toEqual(refusal("anonymize.alternates", "borrowing.git"));
  git(place.path, ["init", "-q", "--bare", "--object-format=sha256", "sha256.git"]);
  expect(await refused(place.at("sha256.git"))).toEqual(refusal("mirror.not-a-repository", "sha256"));
  git(place.path, ["clone", "-q", "--bare", "--no-hardlinks", mirror, "damaged.git"]);
  unpack(place.at("damaged.git"));
  writeFileSync(loose(place.at("damaged.git"), git(mirror, ["rev-parse", "main:name"])), "no object");
  const { code, last } = await place.run(place.at("damaged.git"), "half");
  expect({ code, last }).toMatchObject({ code: 1, last: { code: "mirror.corrupt" } });
});

test("options that cannot be are refused by their name", async () => {
  const words = place.words(mirror, "never");
  const without = (name: string) => words.filter((word, at) => word !== name && words[at - 1] !== name);
  for (const name of ["--from", "--to", "--secret-file"]) {
    expect((await place.type(without(name))).last).toMatchObject({ code: "anonymize.missing-option" });
  }
  for (const [name, value] of [
    ["as", "pdf"],
    ["format", "short"],
    ["sample", "0"],
    ["scale", "none"],
    ["jobs", "-1"],
    ["jobs", "65"],
  ]) {
    const answer = await refused(mirror, `--${name}`, value ?? "");
    expect(answer).toEqual(refusal("usage.bad-value", `--${name}`));
  }
  expect(await refused(mirror, "--as", "snapshot", "--format", "terse")).toEqual(
    refusal("usage.one-of", "--as snapshot and --format"),
  );
  expect(await refused(mirror, "--locale", "tlh")).toEqual(refusal("anonymize.locale", "tlh"));
  expect(await refused(mirror, "--table", "names")).toEqual(refusal("config.unknown-table", "names"));
  expect(await refused(mirror, "--table", "login")).toEqual(refusal("config.login-table", "login"));
  expect(await refused(mirror, "--table", "asset")).toEqual(refusal("anonymize.no-table", "asset"));
  expect(await refused(mirror, "--rules", place.at("none.toml"))).toEqual(refusal("anonymize.rules-file", "none.toml"));
});

test("a rules file with a hole or a mistake is refused by name before anything is made", async () => {
  const file = place.at("rules.toml");
  const rules = (from: string, to: string) => {
    expect(DEFAULT_RULES).toContain(from);
    writeFileSync(file, DEFAULT_RULES.replace(from, to));
    return refused(mirror, "--rules", file);
  };
  expect(await rules('mobile = "fake phone"\n', "")).toEqual(
    refusal("anonymize.missing-rules", "what becomes of name.mobile."),
  );
  expect(await rules('unitprice = "price"\n', "")).toEqual(refusal("anonymize.missing-rules", "detail.unitprice"));
  expect(await rules('"fake phone"', '"fake fone"')).toEqual(refusal("anonymize.bad-rule", "Line "));
  const broken = refusal("anonymize.rules-break-references", "detail.stockcode (keep)");
  expect(await rules('stockcode = "code product"', 'stockcode = "keep"')).toEqual(broken);
});

test("a secret is made once, closed to others, and never where the output goes", async () => {
  const words = (file: string, ...more: string[]) => {
    const all = place.words(mirror, "secret-out", ...more);
    return all.map((word) => (word === place.secretFile ? file : word));
  };
  const fresh = place.at("fresh.secret");
  expect((await place.type(words(fresh))).last).toMatchObject({ code: "anonymize.secret-file" });
  expect((await place.type(words(place.at("secret-out/s"), "--new-secret"))).last).toMatchObject({
    code: "anonymize.secret-in-output",
  });
  writeFileSync(place.at("short"), "too short\n");
  expect((await place.type(words(place.at("short")))).last).toMatchObject({ code: "anonymize.secret-file" });
  expect(existsSync(place.at("secret-out"))).toBe(false);
  const made = await place.type(words(fresh, "--new-secret"));
  expect(made).toMatchObject({ code: 0, err: expect.stringContaining(`made ${fresh}`) });
  expect(readFileSync(fresh, "utf8")).toMatch(/^[0-9a-f]{64}\n$/);
  expect(statSync(fresh).mode & 0o777).toBe(0o600);
  expect((await place.type(words(fresh, "--new-secret"))).last).toMatchObject({ code: "anonymize.target-finished" });
  const all = Object.values(filesIn(place.at("secret-out"))).join("");
  expect(all).not.toContain(readFileSync(fresh, "utf8").trim());
  chmodSync(fresh, 0o644);
  const elsewhere = words(fresh).map((word) => word.replace("secret-out", "other-out"));
  expect(await place.type(elsewhere)).toMatchObject({ code: 0, err: expect.stringContaining("every account") });
  const again = elsewhere.map((word) => word.replace("other-out", "third-out"));
  expect((await place.type([...again, "--new-secret"])).last).toMatchObject({ code: "anonymize.secret-exists" });
});

test("a secret is bytes of a file, and a new one never where git would take it", async () => {
  const words = (file: string, to: string, ...more: string[]) =>
    place.words(mirror, to, "--table", "account", ...more).map((word) => (word === place.secretFile ? file : word));
  const worldOf = async (bytes: Uint8Array, to: string) => {
    writeFileSync(place.at("binary"), bytes, { mode: 0o600 });
    expect((await place.type(words(place.at("binary"), to))).code).toBe(0);
    return JSON.parse(filesIn(place.at(to))["ANONYMIZED.json"] ?? "").world;
  };
  // No byte of them is UTF-8 by itself.
  const world = await worldOf(new Uint8Array(32).fill(0xfe), "bytes-1");
  expect(await worldOf(new Uint8Array(32).fill(0xff), "bytes-2")).not.toBe(world);
  expect(await worldOf(Buffer.concat([new Uint8Array(32).fill(0xfe), Buffer.from("\r\n")]), "bytes-3")).toBe(world);
  Bun.spawnSync(["mkfifo", place.at("pipe")]);
  expect((await place.type(words(place.at("pipe"), "never"))).last).toMatchObject({ code: "anonymize.secret-file" });
  git(place.path, ["init", "-q", "desk"]);
  const exposed = await place.type(words(place.at("desk/s"), "never", "--new-secret"));
  expect(exposed.last).toMatchObject({ code: "anonymize.secret-in-work-tree" });
  expect(existsSync(place.at("desk/s"))).toBe(false);
  writeFileSync(place.at("desk/.gitignore"), "/s\n/dir.s/\n");
  expect((await place.type(words(place.at("desk/s"), "ignored", "--new-secret"))).code).toBe(0);
  // A rule for a directory of that name does not hide a file.
  const open = await place.type(words(place.at("desk/dir.s"), "never", "--new-secret"));
  expect(open.last).toMatchObject({ code: "anonymize.secret-in-work-tree" });
  writeFileSync(place.at("desk/.gitignore"), "");
  const told = await place.type(words(place.at("desk/s"), "told"));
  expect(told).toMatchObject({ code: 0, err: expect.stringContaining("git does not ignore it") });
});

test("what is no file is no export, and no output goes into a data directory", async () => {
  Bun.spawnSync(["mkfifo", place.at("name.xml")]);
  expect(await refused(place.at("name.xml"))).toEqual(refusal("anonymize.bad-export", "a pipe or a device"));
  mkdirSync(place.at("dangling"));
  symlinkSync(place.at("nowhere"), place.at("dangling/name.xml"));
  expect(await refused(place.at("dangling"))).toEqual(refusal("anonymize.bad-export", "ENOENT"));
  mkdirSync(place.at("data"));
  writeFileSync(place.at("data/staging.sqlite"), "");
  const { code, last } = await place.run(place.at("data"), "data/test");
  expect({ code, last }).toMatchObject({ code: 2, last: { code: "anonymize.target-in-data" } });
});

test("a directory that is somebody's is left as it is; one that is ours is closed to others", async () => {
  mkdirSync(place.at("taken"));
  writeFileSync(place.at("taken/letter.txt"), "mine");
  expect((await place.run(mirror, "taken")).last).toMatchObject({
    code: "anonymize.target-not-empty",
    message: expect.stringContaining("letter.txt"),
  });
  expect(filesIn(place.at("taken"))).toEqual({ "letter.txt": "mine" });
  expect((await place.run(mirror, "acme.secret")).last).toMatchObject({ code: "anonymize.target-not-empty" });
  mkdirSync(place.at("open"), { mode: 0o777 });
  const files = await place.done(mirror, "open");
  expect(statSync(place.at("open")).mode & 0o777).toBe(0o700);
  for (const name of Object.keys(files))
    expect([name, statSync(place.at(`open/${name}`)).mode & 0o777]).toEqual([name, 0o600]);
  expect(files[".gitignore"]).toBe("*\n");
  expect((await place.run(mirror, "open", "--resume")).last).toMatchObject({ code: "anonymize.target-finished" });
});

test("nothing is written where git would take it", async () => {
  git(place.path, ["init", "-q", "work"]);
  expect((await place.run(mirror, "work/out")).last).toMatchObject({ code: "anonymize.in-work-tree" });
  symlinkSync(place.at("work"), place.at("link"));
  expect((await place.run(mirror, "link/out")).last).toMatchObject({ code: "anonymize.in-work-tree" });
  expect(existsSync(join(place.at("work"), "out"))).toBe(false);
  writeFileSync(place.at("work/.gitignore"), "/out/\n");
  await place.done(mirror, "work/out");
});

test("a disk that is full or read-only is told, and what was done stays", async () => {
  mkdirSync(place.at("closed"), { mode: 0o500 });
  const { code, last } = await place.run(mirror, "closed/out");
  // The superuser may write there all the same.
  if (process.getuid?.() !== 0)
    expect({ code, last }).toMatchObject({ code: 1, last: { code: "anonymize.cannot-write" } });
  writeFileSync(place.at("file"), "");
  expect((await place.run(mirror, "file/out")).last).toMatchObject({ code: "anonymize.cannot-write" });
});
