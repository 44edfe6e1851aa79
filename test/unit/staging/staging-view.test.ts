import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Files } from "../../../src/domain/ports/files.ts";
import { createFiles } from "../../../src/platform/files.ts";
import { openStaging } from "../../../src/staging/staging.ts";
import { viewStaging } from "../../../src/staging/staging-view.ts";
import { errorOf } from "../../support/errors.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

let place: TemporaryDirectory;
let path: string;

beforeEach(() => {
  place = new TemporaryDirectory();
  path = join(place.path, "with 100% #1?", "staging.sqlite");
  createFiles().makeDirectory(join(place.path, "with 100% #1?"));
  const staging = openStaging({ path });
  staging.setSetting("who", "first");
  staging.close();
});
afterEach(() => place[Symbol.dispose]());

/** Another process, which writes and then closes the file or is killed. */
function writeElsewhere(value: string, end: "close" | "kill" = "close"): void {
  const script = `
    import { Database } from "bun:sqlite";
    const file = new Database(process.argv[1], { readwrite: true });
    file.exec("PRAGMA busy_timeout = 5000");
    file.run("UPDATE setting SET value = ? WHERE name = 'who'", [process.argv[2]]);
    if (process.argv[3] === "kill") process.kill(process.pid, "SIGKILL");
    file.close();`;
  Bun.spawnSync([process.execPath, "-e", script, path, value, end]);
}

const who = (files: Files = createFiles()) => {
  const view = viewStaging(path, files);
  try {
    return view.read((staging) => staging.setting("who"));
  } finally {
    view.close();
  }
};

describe("a view of a staging file", () => {
  test("that nobody has open makes no file", () => {
    expect(who()).toBe("first");
    expect(readdirSync(join(path, ".."))).toEqual(["staging.sqlite"]);
  });

  test("sees what others write between two looks, and in the middle of one", () => {
    const view = viewStaging(path, createFiles());
    expect(view.read((staging) => staging.setting("who"))).toBe("first");
    writeElsewhere("second");
    expect(view.read((staging) => staging.setting("who"))).toBe("second");
    let looks = 0;
    const seen = view.read((staging) => {
      looks += 1;
      if (looks === 1) writeElsewhere("third");
      return staging.setting("who");
    });
    expect([seen, looks]).toEqual(["third", 2]);
    view.close();
  });

  test("reads what a killed writer left in the log, and goes on when the next writer comes", () => {
    writeElsewhere("killed", "kill");
    const before = readdirSync(join(path, "..")).length;
    expect(before).toBe(3);
    const view = viewStaging(path, createFiles());
    expect(view.read((staging) => staging.setting("who"))).toBe("killed");
    writeElsewhere("next");
    expect(view.read((staging) => staging.setting("who"))).toBe("next");
    view.close();
  });

  test("reads a log whose index is lost", () => {
    writeElsewhere("killed", "kill");
    rmSync(`${path}-shm`);
    expect(who()).toBe("killed");
  });

  test("gives up after a file that never rests, by asking SQLite to take care", () => {
    let stamps = 0;
    const files: Files = { ...createFiles(), stamp: () => ({ size: 0, text: String(stamps++), identity: "" }) };
    expect(who(files)).toBe("first");
  });

  test("throws what goes wrong in the look itself, once", () => {
    const view = viewStaging(path, createFiles());
    let looks = 0;
    const look = () => {
      looks += 1;
      throw new Error("mine");
    };
    expect(() => view.read(look)).toThrow("mine");
    expect(looks).toBe(1);
    view.close();
  });

  test("writes nothing, whatever is tried", () => {
    const view = viewStaging(path, createFiles());
    expect(errorOf(() => view.read((staging) => staging.setSetting("who", "me"))).code).toStartWith("data.");
    view.close();
    expect(who()).toBe("first");
  });

  test("that is not there is an error and makes none", () => {
    const view = viewStaging(`${path}.other`, createFiles());
    expect(errorOf(() => view.read(() => 1)).code).toBe("data.cannot-open");
    expect(existsSync(`${path}.other`)).toBeFalse();
  });
});
