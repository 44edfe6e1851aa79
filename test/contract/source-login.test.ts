import { describe, expect, test } from "bun:test";
import { createSource } from "../../src/moneyworks/source.ts";
import { createHttp } from "../../src/platform/http.ts";
import type { SimulatorAddress } from "../../src/simulator/simulator.ts";
import { makeCertificates } from "../support/raw-server.ts";
import { failureOf } from "../support/remote-ports.ts";
import { openSimulated, ROBOT, type SimulatedOptions } from "../support/simulated-source.ts";
import { describeWithTool } from "../support/tools.ts";

const never = new AbortController().signal;
const password = encodeURIComponent(ROBOT.password);
const form =
  (text: string) =>
  ({ port }: SimulatorAddress) =>
    text.replace("PASSWORD", password).replace("PORT", String(port));

const WORKING: readonly [name: string, options: SimulatedOptions][] = [
  ["before the host", { url: form("http://robot:PASSWORD@127.0.0.1:PORT/REST/Acme.moneyworks") }],
  ["before the document", { url: form("http://127.0.0.1:PORT/REST/robot:PASSWORD@Acme.moneyworks") }],
  ["in three parts", { url: form("http://robot:Document:PASSWORD@127.0.0.1:PORT/REST/Acme.moneyworks") }],
  ["without /REST", { url: form("http://robot:PASSWORD@127.0.0.1:PORT/Acme.moneyworks") }],
  ["in other letter case", { url: form("http://ROBOT:PASSWORD@127.0.0.1:PORT/REST/Acme.moneyworks") }],
  [
    "for a document with spaces in a folder",
    {
      server: { document: "Big Clients/Acme & Co.moneyworks" },
      url: form("http://robot:PASSWORD@127.0.0.1:PORT/REST/Big Clients%2fAcme & Co.moneyworks"),
    },
  ],
  [
    "with a folder's own",
    {
      server: { folder: { path: "Clients", password: "f0lder" } },
      client: { folder: "Clients", folderPassword: "f0lder" },
    },
  ],
  [
    "with the password of the document's folder",
    {
      server: { document: "Clients/Acme.moneyworks", folder: { path: "Clients", password: "f0lder" } },
      client: { folderPassword: "f0lder" },
    },
  ],
  ["of an unprotected document", { server: { users: [] }, url: form("http://:@127.0.0.1:PORT/REST/Acme.moneyworks") }],
];

describe("a log-in", () => {
  test.each(WORKING)("works %s", async (_name, options) => {
    await using harness = await openSimulated(options);
    expect((await harness.source.contact(never)).version).toBe("9.2.1");
    expect(harness.simulator.controls.requests.every(({ target }) => !target.includes("@"))).toBe(true);
  });

  const FAILING: readonly [name: string, options: SimulatedOptions, code: string][] = [
    ["a wrong password", { url: form("http://robot:wrongwrong@127.0.0.1:PORT/REST/Acme.moneyworks") }, "login"],
    ["an unknown user", { url: form("http://nobody:PASSWORD@127.0.0.1:PORT/REST/Acme.moneyworks") }, "login"],
    ["an unknown document", { url: form("http://robot:PASSWORD@127.0.0.1:PORT/REST/Other.moneyworks") }, "no-document"],
    ["a missing folder log-in", { server: { folder: { path: "root", password: "f" } } }, "folder-login-required"],
    [
      "a wrong folder password",
      { server: { folder: { path: "root", password: "f0lder" } }, client: { folderPassword: "wrongwrong" } },
      "login",
    ],
  ];
  test.each(FAILING)("fails at once with %s, without repeating the password", async (_name, options, code) => {
    await using harness = await openSimulated(options);
    const error = await failureOf(harness.source.contact(never));
    expect(error).toMatchObject({ code: `moneyworks.${code}` });
    expect(harness.clock.slept).toEqual([]);
    expect(Bun.inspect(error, { depth: 9 })).not.toMatch(/wrongwrong|s3cr|f0lder/);
  });
});

describeWithTool("openssl", "a server behind a private certificate authority", () => {
  test("is asked by who trusts the authority, and by nobody else", async () => {
    const { ca, cert, key } = makeCertificates();
    const url = form("https://robot:PASSWORD@localhost:PORT/REST/Acme.moneyworks");
    const server = { tls: { cert, key }, hostname: "localhost" };
    await using harness = await openSimulated({ server, client: { ca }, url });
    expect((await harness.source.contact(never)).version).toBe("9.2.1");
    const { clock, log, address } = harness;
    const ports = { http: createHttp(), clock, log, random: { fraction: () => 0, uuid: () => "" } };
    const stranger = createSource({ ...ports, url: url(address) });
    expect(await failureOf(stranger.contact(never))).toMatchObject({ code: "moneyworks.tls" });
    const plain = createSource({ ...ports, url: url(address).replace("https:", "http:") });
    expect(await failureOf(plain.contact(never))).toMatchObject({ code: expect.stringMatching(/^moneyworks\./) });
  });
});
