import { describe, expect, test } from "bun:test";
import { mailAddressesType, mailAddressType, mailServer, webAddressType } from "../../../src/config/address-types.ts";
import { describeConfig, secretsOf } from "../../../src/config/describe.ts";
import { createRedactor } from "../../../src/lib/redact.ts";
import { configOf } from "../../support/config-input.ts";
import { errorOf } from "../../support/errors.ts";

const text = (value: string) => ({ kind: "text", value }) as const;

describe("a mail server", () => {
  const login = { user: "robot", password: "p@ss:w/rd" };
  test.each([
    ["with TLS", "smtps://mail.example", { host: "mail.example", port: 465, protection: "tls", login: null }],
    ["with STARTTLS", "smtp://mail.example", { host: "mail.example", port: 587, protection: "starttls", login: null }],
    ["with a port", "smtp://mail.example:80/", { host: "mail.example", port: 80, protection: "starttls", login: null }],
    ["on this host", "smtp://localhost:25", { host: "localhost", port: 25, protection: "plain", login: null }],
    ["at 127.0.0.2", "smtp://127.0.0.2:25", { host: "127.0.0.2", port: 25, protection: "plain", login: null }],
    ["at ::1", "smtp://[::1]:25", { host: "::1", port: 25, protection: "plain", login: null }],
    ["on this host with TLS", "smtps://localhost", { host: "localhost", port: 465, protection: "tls", login: null }],
    [
      "with a log-in",
      "SMTPS://robot:p%40ss%3Aw%2Frd@Mail.Example:2465",
      { host: "mail.example", port: 2465, protection: "tls", login },
    ],
  ])("%s", (_name, url, server) => {
    expect(mailServer(url)).toEqual(server as never);
  });

  test.each([
    ["another scheme", "https://mail.example"],
    ["no host", "smtp://"],
    ["a user without a password", "smtp://robot@mail.example"],
    ["a password without a user", "smtp://:pw@mail.example"],
    ["a path", "smtp://mail.example/inbox"],
    ["a query", "smtp://mail.example?tls=no"],
    ["a port beyond all ports", "smtp://mail.example:70000"],
    ["port 0", "smtp://mail.example:0"],
    ["a port that is no number", "smtp://mail.example:smtp"],
    ["a percent sign that encodes nothing", "smtp://robot:100%@mail.example"],
    ["two hosts", "smtp://a@b:c@mail.example"],
    ["a second line", "smtp://mail.example\nRCPT TO"],
  ])("is refused with %s", (_name, url) => {
    expect(mailServer(url)).toBeNull();
  });

  test("that cannot be read is not quoted: any part of it may be the password", () => {
    const error = errorOf(() => configOf({ flags: { "notify-smtp": "smtp://robot:hunter22@" } }));
    expect([error.code as string, error.message.includes("hunter22")]).toEqual(["config.wrong-type", false]);
  });
});

describe("mail addresses", () => {
  test("are taken one by one", () => {
    expect(mailAddressesType.parse(text("ops@example.com, jürgen@exämple.de,"))).toEqual({
      value: ["ops@example.com", "jürgen@exämple.de"],
    });
    expect(mailAddressType.parse(text("a.b+c@example.com"))).toEqual({ value: "a.b+c@example.com" });
  });

  test.each([
    ["no host", "ops@"],
    ["no name", "@example.com"],
    ["a display name", "Ops <ops@example.com>"],
    ["a second header", "ops@example.com\r\nBcc: x@y.z"],
    ["a parameter of the envelope", "ops@example.com> ORCPT=x"],
    ["a quoted name", '"a b"@example.com'],
    ["a text without @", "ops"],
    ["more than a mailbox can have", `${"a".repeat(250)}@example.com`],
  ])("are refused with %s", (_name, address) => {
    expect("problem" in mailAddressType.parse(text(address))).toBeTrue();
    expect("problem" in mailAddressesType.parse(text(`ops@example.com,${address}`))).toBeTrue();
  });

  test("are twenty at most", () => {
    const many = Array.from({ length: 21 }, (_, n) => `ops${n}@example.com`);
    expect("problem" in mailAddressesType.parse({ kind: "toml", value: many })).toBeTrue();
    expect(mailAddressesType.parse({ kind: "toml", value: many.slice(1) })).toEqual({ value: many.slice(1) });
  });
});

test.each([
  ["no scheme", "hooks.example/x"],
  ["another scheme", "ftp://hooks.example/x"],
  ["no host", "https://"],
  ["a blank", "https://hooks.example/a b"],
])("a web address with %s is refused", (_name, address) => {
  expect("problem" in webAddressType.parse(text(address))).toBeTrue();
});

describe("a web address that holds a token", () => {
  const toml = `[notify]
webhook = "https://bob:pa%20ss@hooks.example/services/T00/B%2F00?key=abc123"
heartbeat = "https://beat.example:8443/"
smtp = "smtps://robot:hunter22@mail.example"
`;
  const config = configOf({ toml });

  test("is shown by its host alone", () => {
    const rows = Object.fromEntries(describeConfig(config).map(({ key, value }) => [key, value]));
    expect(rows["notify.webhook"]).toBe("https://hooks.example/••••");
    expect(rows["notify.heartbeat"]).toBe("https://beat.example:8443/");
    expect(rows["notify.smtp"]).toBe("smtps://robot:••••@mail.example");
  });

  test.each([
    ["as it is written", "POST https://bob:pa%20ss@hooks.example/services/T00/B%2F00?key=abc123"],
    ["in part", "path /services/T00/B%2F00?key=abc123 not found"],
    ["decoded", "path /services/T00/B/00?key=abc123 not found"],
    ["as Basic credentials", `Basic ${Buffer.from("bob:pa ss").toString("base64")}`],
  ])("reaches no line %s", (_name, line) => {
    expect(createRedactor(secretsOf(config))(line)).not.toMatch(/T00|abc123|pa%20ss|pa ss|Ym9iOnBhIHNz/);
  });
});
