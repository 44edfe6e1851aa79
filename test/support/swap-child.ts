// Puts a restored directory in place and is killed before a step: `bun test/support/swap-child.ts DIRECTORY STEP keep|discard`.
import { beginSwap, finishSwap } from "../../src/app/backup/swap.ts";
import type { Files } from "../../src/domain/ports/files.ts";
import { createFiles } from "../../src/platform/files.ts";

const CHANGES = ["create", "makeDirectory", "makePrivate", "rename", "remove", "syncDirectory"] as const;

function mortal(files: Files, last: number): Files {
  let steps = 0;
  const step = (): void => {
    if (++steps === last) process.kill(process.pid, "SIGKILL");
  };
  return new Proxy(files, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function" || !(CHANGES as readonly string[]).includes(String(name))) return value;
      return (...args: unknown[]) => {
        step();
        return Reflect.apply(value, target, args);
      };
    },
  });
}

const [path = "", step = "", wish = ""] = process.argv.slice(2);
const files = mortal(createFiles(), Number(step));
beginSwap({ path }, files, { before: "before-restore-1", discard: wish === "discard" });
finishSwap({ path }, files);
