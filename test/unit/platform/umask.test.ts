import { expect, test } from "bun:test";
import { makeForOwner } from "../../../src/platform/umask.ts";

test.each([
  [0o000, true, 0o022],
  [0o077, true, 0o022],
  [0o000, false, 0o022],
  [0o077, false, 0o077],
])("of %o and %p becomes %o", (before, isForAll, after) => {
  const own = process.umask(before);
  try {
    makeForOwner(isForAll);
    expect(process.umask()).toBe(after);
  } finally {
    process.umask(own);
  }
});
