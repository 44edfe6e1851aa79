import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { finishSwap, isSwapping, stageOf } from "../../src/app/backup/swap.ts";
import { createFiles } from "../../src/platform/files.ts";
import { TemporaryDirectory } from "../support/temporary.ts";

setDefaultTimeout(60_000);

const CHILD = resolve(import.meta.dir, "../support/swap-child.ts");
const MOST_STEPS = 60;

/** The old data as a killed service left it, and the new one beside it. */
function lay(path: string): void {
  const place = (name: string, text: string) => {
    mkdirSync(join(path, name, ".."), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  for (const name of ["staging.sqlite", "staging.sqlite-wal", "staging.sqlite-shm", "repository.git/HEAD"])
    place(name, "old");
  place("repository.git/objects/pack/old.pack", "old");
  place("lock.sqlite", "lock");
  for (const name of ["staging.sqlite", "repository.git/HEAD", "repository.git/objects/pack/new.pack"])
    place(`restoring/${name}`, "new");
}

function contents(path: string): Record<string, string> {
  if (!existsSync(path)) return {};
  const found = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    found.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [file.slice(path.length + 1), readFileSync(file, "utf8")];
    }),
  );
}

const OLD = {
  "staging.sqlite": "old",
  "staging.sqlite-wal": "old",
  "staging.sqlite-shm": "old",
  "repository.git/HEAD": "old",
  "repository.git/objects/pack/old.pack": "old",
};
const NEW = { "staging.sqlite": "new", "repository.git/HEAD": "new", "repository.git/objects/pack/new.pack": "new" };
const LOCK = { "lock.sqlite": "lock" };

function under(name: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${name}/${path}`, text]));
}

test.each(["keep", "discard"])(
  "a process that is killed before any step leaves the old data or the new one, whole (%s)",
  (wish) => {
    const seen = new Set<string>();
    let survived = false;
    for (let step = 1; !survived && step < MOST_STEPS; step++) {
      using place = new TemporaryDirectory();
      const { path } = place;
      lay(path);
      const { exitCode, signalCode, stderr } = Bun.spawnSync([process.execPath, CHILD, path, String(step), wish]);
      survived = exitCode === 0;
      if (!survived) expect([step, signalCode, String(stderr)]).toEqual([step, "SIGKILL", ""]);
      const files = createFiles();
      const isDecided = isSwapping({ path }, files) || !existsSync(stageOf({ path }));
      seen.add(isDecided ? "new" : "old");
      finishSwap({ path }, files);
      const kept = wish === "keep" ? under("before-restore-1", OLD) : {};
      expect([step, contents(path)]).toEqual([step, isDecided ? { ...NEW, ...LOCK, ...kept } : { ...OLD, ...LOCK }]);
      expect([existsSync(stageOf({ path })), isSwapping({ path }, files)]).toEqual([false, false]);
      expect(finishSwap({ path }, files)).toBe(false);
    }
    expect([survived, [...seen].sort()]).toEqual([true, ["new", "old"]]);
  },
);

test.each(["", "{}", '{"version":1,"before":"../victim","discard":true}', '{"version":2,"before":"before-restore-1"}'])(
  "a journal that no restore wrote is followed by nobody: %s",
  (journal) => {
    using place = new TemporaryDirectory();
    const path = join(place.path, "data");
    lay(path);
    mkdirSync(join(place.path, "victim"));
    writeFileSync(join(path, "restore.json"), journal);
    const before = contents(place.path);
    expect(() => finishSwap({ path }, createFiles())).toThrow(expect.objectContaining({ code: "restore.bad-journal" }));
    expect([contents(place.path), existsSync(join(place.path, "victim"))]).toEqual([before, true]);
  },
);
