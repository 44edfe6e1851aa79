import { expect, test } from "bun:test";
import { createPrograms } from "../../../src/platform/programs.ts";

const { run } = createPrograms();

test("each line is told once and whole, the last one without an end too, and nothing is kept", async () => {
  const lines: string[] = [];
  const script = "printf 'one\\ntw'; sleep 0.05; printf 'o\\n\\nthr\\303'; sleep 0.05; printf '\\251e'; echo said >&2";
  const result = await run(["sh", "-c", script], { onLine: (line) => void lines.push(line) });
  expect(lines).toEqual(["one", "two", "", "thrée"]);
  expect(result).toEqual({ code: 0, out: "", err: "said\n" });
});

test("without a listener all of it is the result", async () => {
  expect(await run(["sh", "-c", "cat; exit 3"], { input: "a\nb" })).toEqual({ code: 3, out: "a\nb", err: "" });
});

test("a program that does not exist, or that a signal ended, has no code", async () => {
  expect((await run(["tidemark-no-such-program"])).code).toBeNull();
  expect((await run(["sleep", "60"], { timeoutMs: 20 })).code).toBeNull();
});
