import { describe, expect, test } from "bun:test";
import { TidemarkError } from "../../../../src/domain/errors/tidemark-error.ts";
import { parseRemoteUrl } from "../../../../src/exporter/remote/remote-url.ts";

const http = (url: string, branch = "main", username = "git") => ({ kind: "http" as const, url, username, branch });
const directory = (path: string, branch = "main") => ({ kind: "directory" as const, path, branch });

describe("a remote address", () => {
  test.each([
    ["https://host/acme.git#main", http("https://host/acme.git")],
    ["https://host/acme.git", http("https://host/acme.git")],
    ["https://host/acme.git/", http("https://host/acme.git")],
    ["  https://host/acme.git#main\n", http("https://host/acme.git")],
    ["HTTPS://Host:8443/a/b%20c.git#release/2026", http("https://host:8443/a/b%20c.git", "release/2026")],
    ["https://host/acme.git#a%23b", http("https://host/acme.git", "a#b")],
    ["https://robot@host/acme.git", http("https://host/acme.git", "main", "robot")],
    ["https://ro%40bot@host/acme.git", http("https://host/acme.git", "main", "ro@bot")],
    ["http://127.0.0.1:3000/acme", http("http://127.0.0.1:3000/acme")],
    ["/srv/acme.git", directory("/srv/acme.git")],
    ["/srv/acme.git/#mirror", directory("/srv/acme.git", "mirror")],
    ["./acme.git", directory("./acme.git")],
    ["acme", directory("acme")],
    ["/srv/a#b#main", directory("/srv/a#b")],
    ["C:\\data\\acme.git#main", directory("C:\\data\\acme.git")],
    ["/srv/with space/acme.git", directory("/srv/with space/acme.git")],
    ["file:///srv/acme.git#main", directory("/srv/acme.git")],
    ["file:///srv/with%20space.git", directory("/srv/with space.git")],
    ["file:///C:/data/acme.git", directory("C:/data/acme.git")],
    ["file://localhost/srv/acme.git", directory("/srv/acme.git")],
  ])("%j is understood", (text, target) => {
    expect(parseRemoteUrl(text)).toEqual(target);
  });

  test.each([
    ["", "remote.bad-url"],
    ["   ", "remote.bad-url"],
    ["https://host", "remote.bad-url"],
    ["https://host/", "remote.bad-url"],
    ["https://host/a.git?x=1", "remote.bad-url"],
    ["https://", "remote.bad-url"],
    ["https://host:99999/a.git", "remote.bad-url"],
    ["https://host/a.git#%zz", "remote.bad-url"],
    ["ftp://host/a.git", "remote.bad-url"],
    ["git://host/a.git", "remote.bad-url"],
    ["file://server/share/a.git", "remote.bad-url"],
    ["file:///", "remote.bad-url"],
    ["#main", "remote.bad-url"],
    ["/srv/a\0b", "remote.bad-url"],
    ["https://host/a.git#a..b", "remote.bad-branch"],
    ["https://host/a.git#-x", "remote.bad-branch"],
    ["/srv/acme.git#a b", "remote.bad-branch"],
    ["ssh://git@host/a.git", "remote.ssh-url"],
    ["git+ssh://git@host/a.git", "remote.ssh-url"],
    ["git@host:acme/a.git", "remote.ssh-url"],
    ["host:a.git", "remote.ssh-url"],
    ["https://git:secret@host/a.git", "remote.secret-in-url"],
    ["https://:secret@host/a.git", "remote.secret-in-url"],
    ["https://ghp_abcdefghijklmnop@host/a.git", "remote.secret-in-url"],
    ["https://glpat-abcdefghij@host/a.git", "remote.secret-in-url"],
  ])("%j is refused with %s", (text, code) => {
    expect(errorOf(text)).toMatchObject({ code, exitCode: 2 });
  });

  test.each([
    "https://git:hunter2@host/a.git",
    "https://git:hunter2@host:99999/a.git",
    "ftp://git:hunter2@host/a.git",
    "ssh://git:hunter2@host/a.git",
    "git:hunter2@host:a.git",
    "file://u:hunter2@host/x",
    "https://u:hunter2@host/a.git#%zz",
  ])("never repeats the password of %s", (text) => {
    const error = errorOf(text);
    expect(`${error.message} ${error.hint} ${JSON.stringify(error.details)} ${String(error.cause)}`).not.toContain(
      "hunter2",
    );
  });
});

function errorOf(text: string): TidemarkError {
  try {
    parseRemoteUrl(text);
  } catch (error) {
    if (error instanceof TidemarkError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}
