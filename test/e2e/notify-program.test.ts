import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { HttpReceiver } from "../support/http-receiver.ts";
import { jsonLines, runProgram } from "../support/program.ts";
import { makeCertificates } from "../support/raw-server.ts";
import { SmtpReceiver } from "../support/smtp-receiver.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { describeWithTool } from "../support/tools.ts";

describeWithTool("openssl", "tidemark notify --test", () => {
  const pki = makeCertificates();
  const certificate = { cert: pki.cert, key: pki.key };
  const onAuth = (
    { password }: { password?: string | null | undefined },
    _session: unknown,
    done: (error: Error | null, answer?: { user: string }) => void,
  ) => (password === "p@ss-1" ? done(null, { user: "robot" }) : done(new Error(`wrong: ${password}`)));
  const secure = { ...certificate, secure: true, disabledCommands: ["STARTTLS"], onAuth };

  /** The program with every way configured, behind certificates of a private authority. */
  async function notify(at: { hooks: HttpReceiver; mails: SmtpReceiver; password: string }, ...words: string[]) {
    using place = new TemporaryDirectory();
    const ca = join(place.path, "ca.pem");
    const toml = join(place.path, "tidemark.toml");
    writeFileSync(ca, pki.ca);
    writeFileSync(
      toml,
      `[moneyworks]
url = "https://robot:hunter22@mw.example:6710/REST/Acme.moneyworks"
[notify]
webhook = "${at.hooks.url("/services/T0KEN-1")}"
webhook_secret = "s3cret-1"
heartbeat = "${at.hooks.url("/ping/T0KEN-2")}"
smtp = "smtps://robot:${encodeURIComponent(at.password)}@localhost:${at.mails.port}"
from = "tidemark@example.com"
to = ["ops@example.com"]
ca = "${ca}"
`,
      { mode: 0o600 },
    );
    const done = await runProgram(["notify", "--config", toml, ...words]);
    expect(done.out + done.err).not.toMatch(/T0KEN|s3cret|p@ss|p%40ss|hunter22|wrong-pw/);
    return done;
  }

  test("arrives each way, and says so", async () => {
    await using hooks = new HttpReceiver(certificate);
    await using mails = await SmtpReceiver.open(secure);
    const { code, out, err } = await notify({ hooks, mails, password: "p@ss-1" }, "--test");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toBe("ok    webhook    taken\nok    mail       taken\nok    heartbeat  taken\n");
    expect(hooks.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /services/T0KEN-1",
      "GET /ping/T0KEN-2",
    ]);
    expect(JSON.parse(hooks.received[0]?.body ?? "")).toMatchObject({ kind: "test", document: "Acme.moneyworks" });
    expect(mails.mails).toMatchObject([{ isTls: true, user: "robot", to: ["ops@example.com"] }]);
    expect(mails.mails[0]?.source).toContain("Subject: Tidemark Acme.moneyworks: This is a test\n");
  });

  test("tells each failure with what to do, and no secret, whatever the other side says", async () => {
    await using hooks = new HttpReceiver(certificate);
    hooks.answer = ({ path }) => new Response(`no ${path}`, { status: 404, statusText: path.slice(1) });
    await using mails = await SmtpReceiver.open(secure);
    const { code, out } = await notify({ hooks, mails, password: "wrong-pw" }, "--test", "--json");
    expect(code).toBe(1);
    expect(jsonLines(out)).toEqual([
      {
        type: "attempt",
        way: "webhook",
        isTaken: false,
        says: expect.stringContaining("status 404"),
        next: expect.any(String),
      },
      {
        type: "attempt",
        way: "mail",
        isTaken: false,
        says: expect.stringContaining("log-in: it answered '535 wrong: ••••'"),
        next: expect.any(String),
      },
      {
        type: "attempt",
        way: "heartbeat",
        isTaken: false,
        says: expect.stringContaining("status 404"),
        next: expect.any(String),
      },
      { type: "summary", ok: false },
    ]);
  });

  test("without --test shows what is configured", async () => {
    await using hooks = new HttpReceiver(certificate);
    await using mails = await SmtpReceiver.open(secure);
    const { code, out } = await notify({ hooks, mails, password: "p@ss-1" });
    expect([code, hooks.received, mails.mails]).toEqual([0, [], []]);
    expect(out).toMatch(/notify\.webhook +https:\/\/localhost:\d+\/••••\n/);
    expect(out).toMatch(/notify\.smtp +smtps:\/\/robot:••••@localhost:\d+\n/);
  });
});

describe("tidemark notify --test is refused", () => {
  test.each([
    ["with nobody to tell", [], "notify.nobody"],
    ["with an e-mail from nobody", ["--notify-smtp", "smtp://h", "--notify-to", "a@b.c"], "config.incomplete-mail"],
    ["with an e-mail to nobody", ["--notify-smtp", "smtp://h", "--notify-from", "a@b.c"], "config.incomplete-mail"],
    [
      "with an authority that is not there",
      ["--notify-webhook", "http://h/", "--notify-ca", "/nope"],
      "config.bad-certificates",
    ],
  ])("%s", async (_name, words, code) => {
    const done = await runProgram(["notify", "--test", ...words]);
    expect([done.code, done.err.includes(`(${code})`)]).toEqual([2, true]);
  });
});
