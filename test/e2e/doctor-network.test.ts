import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { selfSigned } from "../support/certificate.ts";
import { Patient, type Visit } from "../support/doctoring.ts";
import { GitServer } from "../support/git-server.ts";
import { Installation } from "../support/installation.ts";
import { jsonLines, type Program } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { describeWithTool } from "../support/tools.ts";

setDefaultTimeout(60_000);

const DAY = 86_400_000;

describeWithTool("openssl", "TLS of MoneyWorks", () => {
  const now = Date.now();
  test.each([
    ["one that is over", -30, -2, true, "fail", "ended on", "Renew"],
    ["one that has not begun", 2, 30, true, "fail", "begins on", "clocks"],
    ["one that ends soon", -1, 5, true, "warn", "ends in 5 days", "Renew"],
    ["one that nobody vouches for", -1, 90, false, "fail", "is not trusted", "moneyworks.ca"],
    ["one that is well", -1, 90, true, "ok", "is trusted, for 90 days more", ""],
  ] as const)("tells of %s", async (_, from, to, trusted, state, says, next) => {
    const certificate = selfSigned(now + from * DAY, now + to * DAY + 60_000);
    await using patient = await Patient.open({ tls: certificate });
    const ca = join(patient.path, "ca.pem");
    writeFileSync(ca, certificate.cert);
    const visit = await patient.visit(trusted ? { TIDEMARK_MONEYWORKS_CA: ca } : {});
    const finding = visit.of("TLS of MoneyWorks");
    expect(finding).toMatchObject({ state, says: expect.stringContaining(says) });
    expect(finding.next ?? "").toContain(next);
    expect(visit.of("contact").state).toBe(state === "fail" ? "fail" : "ok");
  });
});

describe("MoneyWorks", () => {
  test("that is stopped is told at once, and the rest is looked at", async () => {
    await using patient = await Patient.open();
    await patient.sync();
    await patient.simulator.stop();
    const { code, of, findings } = await patient.visit();
    expect([code, of("contact").facts.code]).toEqual([1, "moneyworks.unreachable"]);
    expect(findings.map(({ check }) => check)).not.toContain("clock");
    expect(of("branch").state).toBe("ok");
  });

  test("without a free log-in is told at once", async () => {
    await using patient = await Patient.open({ userLimit: 0 });
    const { code, of } = await patient.visit();
    expect([code, of("contact").facts.code]).toEqual([1, "moneyworks.users-limit"]);
    expect(of("contact").next).not.toBe("");
  });

  test("whose user may not view a table, and whose address is not set", async () => {
    await using patient = await Patient.open();
    patient.simulator.controls.hideTables(["name"]);
    const { code, of } = await patient.visit();
    expect([code, of("table name").state, of("table product").state]).toEqual([1, "fail", "ok"]);
    const unset = await patient.visit({ TIDEMARK_MONEYWORKS_URL: "" });
    expect(unset.of("contact")).toMatchObject({ state: "fail", facts: { code: "config.missing" } });
    expect(unset.of("data directory").state).toBe("ok");
  });
});

describeWithTool("git", "a git service", () => {
  async function withService(look: (visit: (token: string) => Promise<Visit>, patient: Patient) => Promise<void>) {
    await using patient = await Patient.open();
    using server = new GitServer({ root: join(patient.path, "served"), token: "tok-right-1" });
    server.create("acme.git");
    const remote = { TIDEMARK_REMOTE_URL: server.url("acme.git") };
    await look((token) => patient.visit({ ...remote, TIDEMARK_REMOTE_TOKEN: token }), patient);
    await patient.sync({ ...remote, TIDEMARK_REMOTE_TOKEN: "tok-right-1" });
    const { of } = await patient.visit({ ...remote, TIDEMARK_REMOTE_TOKEN: "tok-right-1" });
    expect(of("branch").facts.position).toBe("in-step");
    // A second host that has nothing of that history yet sees whose it is by one commit.
    const second = { ...remote, TIDEMARK_REMOTE_TOKEN: "tok-right-1", TIDEMARK_DATA: join(patient.path, "second") };
    expect((await patient.visit(second)).of("branch")).toMatchObject({ state: "ok", facts: { tipIsOurs: true } });
  }

  test("refuses a wrong token, takes the right one, and says what cannot be seen of its protection", async () => {
    await withService(async (visit) => {
      const refused = await visit("tok-wrong-9");
      expect(refused.of("remote")).toMatchObject({ state: "fail", facts: { code: "remote.unauthorised" } });
      expect(JSON.stringify(refused.findings)).not.toContain("tok-wrong-9");
      const { of } = await visit("tok-right-1");
      expect(of("remote").says).toContain("the token may push");
      expect(of("branch").facts.position).toBe("empty");
      expect(of("protection").says).toContain("cannot be seen");
    });
  });
});

describe("the address of the service", () => {
  test("is taken by another program", async () => {
    await using patient = await Patient.open();
    using other = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("another") });
    const { of } = await patient.visit({ TIDEMARK_API_LISTEN: `127.0.0.1:${other.port}` });
    expect(of("address")).toMatchObject({ state: "fail", facts: { fault: "EADDRINUSE", isOurs: false } });
  });

  test("is answered by the running service, which holds the directory and is not disturbed", async () => {
    await using simulator = await SimulatorProcess.start({ records: 100 });
    const moneyworks = simulator.url;
    const free = freePort();
    const env = { TIDEMARK_API_LISTEN: `127.0.0.1:${free}`, TIDEMARK_LOG_FORMAT: "json" };
    using place = new Installation({ moneyworks, env });
    await using service: Program = place.start(["run"]);
    await service.errorLine(/"listening"/);
    const headers = { accept: "application/json" };
    const status = async () => (await fetch(`http://127.0.0.1:${free}/status`, { headers })).text();
    while ((await status()).includes('"lastSuccess":null')) await Bun.sleep(20);
    const { code, out } = await place.run(["doctor", "--json"]);
    const of = (name: string) => jsonLines(out).find(({ check }) => check === name);
    expect([code, of("address")?.facts]).toMatchObject([0, { isOurs: true }]);
    expect(of("lock")?.facts).toMatchObject({ isRunning: true });
    expect(of("lock")?.says).toContain(`process ${service.pid} `);
    expect(of("service")).toMatchObject({ state: "ok", facts: { running: true, level: "ok" } });
    expect((await fetch(`http://127.0.0.1:${free}/healthz`)).status).toBe(200);
  });
});

function freePort(): number {
  using server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("") });
  return server.port ?? 0;
}
