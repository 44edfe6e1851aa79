import { describe, expect, test } from "bun:test";
import { configOf } from "../../support/config-input.ts";
import { errorOf } from "../../support/errors.ts";

const ACME = "/etc/tidemark/acme.toml";
const BOOKS = "/etc/tidemark/books.toml";
const files = { [ACME]: "chunk = 11\n", [BOOKS]: "chunk = 12\n", "/x.toml": "chunk = 13\n" };

describe("the file that is read", () => {
  test.each([
    ["the only one that is installed", {}, ACME],
    ["rather tidemark.toml in this directory", { files: { ...files, "tidemark.toml": "" } }, "tidemark.toml"],
    ["rather what --config names", { configFile: "/x.toml" }, "/x.toml"],
    ["rather what the environment names", { env: { TIDEMARK_CONFIG: "/x.toml" } }, "/x.toml"],
    ["none of two where a flag names another mirror", { installed: [ACME, BOOKS], flags: { data: "/d" } }, null],
    ["tidemark.toml here beside two", { files: { "tidemark.toml": "" }, installed: [ACME, BOOKS] }, "tidemark.toml"],
    ["none where nothing is installed", { installed: [] }, null],
    ["none where a flag names another mirror", { flags: { data: "/d" } }, null],
    ["none where the environment names another mirror", { env: { TIDEMARK_REMOTE_URL: "/r" } }, null],
    ["still the installed one beside other flags", { flags: { chunk: "20" } }, ACME],
  ])("is %s", (_, sources, file) => {
    expect(configOf({ files, installed: [ACME], ...sources }).file).toBe(file);
  });

  test("of two is neither: the command has to say which", () => {
    const error = errorOf(() => configOf({ files, installed: [ACME, BOOKS] }));
    expect(error).toMatchObject({ code: "config.which-instance", hint: expect.stringContaining("--instance acme") });
    expect(error.message).toContain(`${ACME}, ${BOOKS}`);
  });

  test("of another account says how to read it", () => {
    const denied = Object.assign(new Error("denied"), { code: "EACCES" });
    const error = errorOf(() => configOf({ files: { [ACME]: denied }, installed: [ACME] }));
    expect(error).toMatchObject({ code: "config.not-yours", exitCode: 2, hint: expect.stringContaining("sudo") });
    expect(error.message).toContain(ACME);
  });
});
