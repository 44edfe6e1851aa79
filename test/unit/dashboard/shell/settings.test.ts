import { expect, test } from "bun:test";
import { Notices } from "../../../../src/dashboard/shell/notices.ts";
import { Theme } from "../../../../src/dashboard/shell/theme.ts";

function store(kept: Record<string, string> = {}) {
  const values = new Map(Object.entries(kept));
  return {
    values,
    get: (name: string) => values.get(name) ?? null,
    set: (name: string, value: string | null) => {
      if (value === null) values.delete(name);
      else values.set(name, value);
    },
  };
}

test("colours go round, and the system's own choice is kept by forgetting", () => {
  const kept = store();
  const theme = new Theme(kept);
  const seen = [theme.choice.value];
  for (let turn = 0; turn < 3; turn++) {
    theme.next();
    seen.push(theme.choice.value);
  }
  expect(seen).toEqual(["auto", "light", "dark", "auto"]);
  expect(kept.values.size).toBe(0);
});

test("a kept choice is taken up, and what is none is not", () => {
  expect(new Theme(store({ "tidemark-theme": "dark" })).choice.value).toBe("dark");
  expect(new Theme(store({ "tidemark-theme": "sepia" })).choice.value).toBe("auto");
});

test("the newest notice takes the place of the one before", () => {
  const notices = new Notices();
  notices.done("Poll started.", "r1");
  expect(notices.newest.value).toMatchObject({ kind: "done", run: "r1" });
  notices.failed({ message: "No.", hint: "Wait.", run: null });
  expect(notices.newest.value).toMatchObject({ kind: "failed", text: "No.", hint: "Wait." });
  notices.clear();
  expect(notices.newest.value).toBeNull();
});
