import { expect, test } from "bun:test";
import { settingsText } from "../../../src/app/backup/settings-copy.ts";
import { secretsOf } from "../../../src/config/describe.ts";
import { type Config, loadConfig } from "../../../src/config/load.ts";
import { OPTION_KEYS } from "../../../src/config/options.ts";

const HASH = "0123456789abcdef".repeat(4);
const TOML = `
# old-token-in-a-comment
data = "/srv/acme \\"two\\""
tables = ["name", "product"]
chunk = 250
poll = "15m"
sweep_every = "off"
full_at = "0 3 * * 0"
max_delete = "10%"
private = ["name.phone"]
incoming = "off"
[moneyworks]
url = "https://robot:s3cret%20word@books.example:6710/REST/Acme.moneyworks"
folder_password = "folder-päss\\nword"
[remote]
url = "https://git.example/acme.git#main"
token_file = "/run/secrets/token"
[api]
listen = "off"
trust_loopback = false
tokens = ["ada:read:${HASH}", "bob:write:${HASH}"]
hook_secret = "hook-secret"
[log]
values = true
`;

function load(toml: string, token = "ghp_token-from-a-file"): Config {
  const files: Record<string, string> = { "acme.toml": toml, "/run/secrets/token": token };
  const readFile = (path: string) => ({ bytes: new TextEncoder().encode(files[path] ?? ""), openToOthers: false });
  return loadConfig({ flags: { chunk: "300" }, env: { TIDEMARK_OVERLAP: "2m" }, configFile: "acme.toml", readFile });
}

test("with its secrets, it says all that was set, wherever that was", () => {
  const config = load(TOML);
  const text = settingsText(config, "included");
  const files = (path: string) =>
    path === "copy.toml" ? { bytes: new TextEncoder().encode(text), openToOthers: false } : null;
  const copy = loadConfig({ flags: {}, env: {}, configFile: "copy.toml", readFile: files });
  for (const key of OPTION_KEYS) expect([key, copy.values[key]]).toEqual([key, config.values[key]]);
  expect(copy.values.chunk).toBe(300);
});

test("without them, it can be read, and names what is missing", () => {
  const config = load(TOML);
  const text = settingsText(config, "left out");
  for (const secret of [...secretsOf(config), "s3cret", HASH, "old-token"])
    expect([secret, text.includes(secret)]).toEqual([secret, false]);
  expect(text).toContain("# moneyworks.folder_password = ");
  expect(text).toContain('remote.token_file = "/run/secrets/token"');
  expect(text).toContain('remote.url = "https://git.example/acme.git#main"');
  const copy = load(text, "another");
  expect([copy.values.poll, copy.values["remote.token"], copy.values["api.hook_secret"]]).toEqual([
    900_000,
    "another",
    null,
  ]);
});
