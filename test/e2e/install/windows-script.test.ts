import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/* No PowerShell runs here (docs/installing.md): what can be held without one. */

const TEXT = readFileSync(resolve(import.meta.dir, "../../../install.ps1"), "utf8");

describe("install.ps1", () => {
  test("has one place for the keys, alone on its line in a text where nothing is replaced", () => {
    expect(TEXT.split("@TIDEMARK_KEYS@")).toHaveLength(2);
    expect(TEXT).toContain("= @'\n@TIDEMARK_KEYS@\n'@\n");
  });

  test("is plain ASCII: Windows PowerShell takes a file without a mark for the host's old code page", () => {
    expect([...TEXT].filter((letter) => letter > "~")).toEqual([]);
  });

  test("does nothing outside its one function but call it, in a statement that is none until its last letter", () => {
    const lines = TEXT.trimEnd().split("\n");
    const [opening, closing] = [lines.indexOf("function Install-Tidemark {"), lines.lastIndexOf("}")];
    const comment = lines.slice(0, opening).join("\n");
    expect(comment.startsWith("<#") && comment.endsWith("#>")).toBe(true);
    expect(lines.slice(closing + 1).filter((line) => line !== "")).toEqual([
      expect.stringMatching(/^try \{ Install-Tidemark @args \} catch \{ .* \}$/),
    ]);
  });
});
