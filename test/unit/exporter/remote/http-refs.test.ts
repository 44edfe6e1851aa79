import { describe, expect, test } from "bun:test";
import type { TidemarkError } from "../../../../src/domain/errors/tidemark-error.ts";
import { openRemote } from "../../../../src/exporter/remote/open-remote.ts";
import { parseRemoteUrl } from "../../../../src/exporter/remote/remote-url.ts";
import { codeOf, failureOf, noSignal, remotePorts } from "../../../support/remote-ports.ts";
import { packets } from "./bytes.ts";
import { advertised, CannedServer, OLD, TOKEN, typed } from "./canned-server.ts";

const ADVERTISEMENT = "application/x-git-receive-pack-advertisement";
const status =
  (code: number, body = "") =>
  () =>
    typed(body, "text/plain", code);
const DATE = "Tue, 10 Mar 2026 20:00:00 GMT";
const redirect = (location: string) => () => new Response(null, { status: 301, headers: { location } });

/** What comes back instead of refs, and how often it is worth asking. */
const REFUSALS: readonly (readonly [string, () => Response, string, number])[] = [
  ["a wrong token", status(401), "remote.unauthorised", 1],
  ["a token without access", status(403), "remote.forbidden", 1],
  ["no repository", status(404), "remote.not-found", 1],
  ["a repository that is gone", status(410), "remote.not-found", 1],
  ["a proxy that wants a login", status(407), "remote.proxy-auth", 1],
  ["a redirect", redirect("https://elsewhere/acme.git/info/refs?service=git-receive-pack"), "remote.redirected", 1],
  ["another refusal", status(418), "remote.bad-status", 1],
  ["a server in trouble", status(500), "remote.server-error", 4],
  ["a server that is overloaded", status(503), "remote.server-error", 4],
  ["a rate limit", status(429), "remote.server-error", 4],
  ["a web page", () => typed("<!DOCTYPE html>", "text/html; charset=utf-8"), "remote.not-git", 1],
  ["JSON", () => typed("{}", "application/json"), "remote.not-git", 1],
  ["a plain file of refs", () => typed(`${OLD}\trefs/heads/main\n`, "text/plain"), "remote.dumb-http", 1],
  ["an empty plain file", () => typed("", "text/plain"), "remote.dumb-http", 1],
  ["another service", () => advertised(OLD, "", "git-upload-pack"), "remote.not-git", 1],
  ["garbage of the right type", () => typed("garbage", ADVERTISEMENT), "remote.protocol", 1],
  [
    "protocol v2",
    () => typed(packets("# service=git-receive-pack\n", null, "version 2\n", null), ADVERTISEMENT),
    "remote.protocol",
    1,
  ],
  ["an ERR line", () => typed(packets("ERR not exported\n"), ADVERTISEMENT), "remote.refused", 1],
  [
    "a list that breaks off",
    () => typed(packets("# service=git-receive-pack\n", null), ADVERTISEMENT),
    "remote.interrupted",
    4,
  ],
];

describe("asking a git service for refs", () => {
  test.each(REFUSALS)("that answers with %s", async (_, answer, code, requests) => {
    using server = new CannedServer([answer]);
    expect(await codeOf(server.remote().refs(noSignal()))).toBe(code);
    expect(server.requests.length).toBe(requests);
  });

  test.each([
    ["seconds", { "retry-after": "120" }, 120],
    ["a date, by its own clock", { date: DATE, "retry-after": "Tue, 10 Mar 2026 20:01:30 GMT" }, 90],
  ])("that says when to come back, in %s, is not asked again before", async (_, headers, seconds) => {
    using server = new CannedServer([() => new Response("", { status: 429, headers })]);
    const error = await failureOf(server.remote().refs(noSignal()));
    const details = { retryAfter: seconds };
    expect(error).toMatchObject({ code: "remote.server-error", details, retryable: false });
    expect(server.requests.length).toBe(1);
  });

  test.each([
    ["words", { "retry-after": "soon" }],
    ["a time that is past", { date: DATE, "retry-after": "Tue, 10 Mar 2026 19:00:00 GMT" }],
    ["a date without its own", { "retry-after": "never" }],
  ])("that says %s instead is asked as ever", async (_, headers) => {
    using server = new CannedServer([() => new Response("", { status: 503, headers })]);
    expect(await failureOf(server.remote().refs(noSignal()))).toMatchObject({ details: { retryAfter: null } });
    expect(server.requests.length).toBe(4);
  });

  test("goes on after a passing fault", async () => {
    using server = new CannedServer([status(502), () => advertised(OLD)]);
    expect((await server.remote().refs(noSignal())).get("refs/heads/main")).toBe(OLD);
    expect(server.ports.waits).toEqual([375]);
  });

  test("says where a redirect leads, without a secret that may be in it, and does not go there", async () => {
    using target = new CannedServer([() => advertised(OLD)]);
    const location = `${target.url.replace("//", "//u:pw@")}/info/refs?service=git-receive-pack`;
    using server = new CannedServer([redirect(location)]);
    const error = await failureOf(server.remote().refs(noSignal()));
    expect(error.message).toEndWith(`redirects to ${target.url}.`);
    expect(target.requests).toEqual([]);
  });

  test.each(REFUSALS)("never shows the token: %s", async (_, answer) => {
    using server = new CannedServer([() => echoing(answer())]);
    const error = (await failureOf(server.remote().refs(noSignal()))) as TidemarkError;
    const shown = [error.message, error.hint, JSON.stringify(error.details), ...server.ports.logged].join("\n");
    expect(shown).not.toContain(TOKEN);
    expect(shown).not.toContain(btoa(`git:${TOKEN}`));
  });

  test("says that nobody listens", async () => {
    using server = new CannedServer([status(500)]);
    const { url, ports } = server;
    server[Symbol.dispose]();
    const target = parseRemoteUrl(url);
    const remote = openRemote({ target, token: TOKEN, auth: "basic", version: "1" }, ports);
    expect(await codeOf(remote.refs(noSignal()))).toBe("remote.unreachable");
    expect(ports.waits.length).toBe(3);
  });

  test("refuses a token with a line break in it before anything is sent", () => {
    const target = parseRemoteUrl("https://host/acme.git");
    const open = () => openRemote({ target, token: "to\nken", auth: "bearer", version: "1" }, remotePorts());
    expect(open).toThrow("cannot be sent");
  });
});

/** The same refusal by a service that repeats the credentials in its text. */
function echoing(response: Response): Response {
  const body = `your token ${TOKEN} (${btoa(`git:${TOKEN}`)}) is no good`;
  return new Response(response.status < 300 || response.status >= 400 ? body : null, response);
}
