import { expect, setDefaultTimeout, test } from "bun:test";
import { HttpReceiver } from "../support/http-receiver.ts";
import { Installation } from "../support/installation.ts";
import { parseMetrics, sampleOf } from "../support/metrics-of.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { SmtpReceiver } from "../support/smtp-receiver.ts";
import { describeWithTool, metricsParser } from "../support/tools.ts";
import { until } from "../support/until.ts";

setDefaultTimeout(60_000);

describeWithTool(metricsParser(), "a running service", () => {
  test("beats, shows its figures, tells that MoneyWorks lets it in no more, and does not tell it again after a restart", async () => {
    await using hooks = new HttpReceiver();
    await using mails = await SmtpReceiver.open();
    await using simulator = await SimulatorProcess.start({ records: 60 });
    using place = new Installation({
      moneyworks: simulator.url,
      env: {
        TIDEMARK_POLL: "1s",
        TIDEMARK_LOG_FORMAT: "json",
        TIDEMARK_API_LISTEN: "127.0.0.1:0",
        TIDEMARK_NOTIFY_AFTER: "1",
        TIDEMARK_NOTIFY_WEBHOOK: hooks.url("/hook/T0KEN"),
        TIDEMARK_NOTIFY_HEARTBEAT: hooks.url("/beat"),
        TIDEMARK_NOTIFY_SMTP: `smtp://127.0.0.1:${mails.port}`,
        TIDEMARK_NOTIFY_FROM: "tidemark@example.com",
        TIDEMARK_NOTIFY_TO: "ops@example.com",
      },
    });
    await using service = place.start(["run"]);
    const { address } = JSON.parse(await service.errorLine(/"listening"/));
    await service.errorLine(/full ok/);
    const asked = (path: string) => hooks.received.filter((received) => received.path === path);
    await until("it beats", () => asked("/beat").length === 1);
    const metrics = async (host = address) => parseMetrics(await (await fetch(`http://${host}/metrics`)).text());
    const before = await metrics();
    expect(sampleOf(before, "tidemark_up")).toBe(1);
    expect(sampleOf(before, "tidemark_runs_total", { kind: "full", outcome: "ok" })).toBe(1);
    expect(sampleOf(before, "tidemark_moneyworks_requests_total", { outcome: "2xx" })).toBeGreaterThan(10);
    expect(sampleOf(before, "tidemark_records", { table: "name" })).toBeGreaterThan(0);
    expect(sampleOf(before, "tidemark_data_bytes", { part: "repository" })).toBeGreaterThan(1000);

    await simulator.control("fault", { kind: "status", status: 401, times: 0 });
    await until("it is told", () => asked("/hook/T0KEN").length === 1 && mails.mails.length === 1);
    const [told] = asked("/hook/T0KEN").map(({ body }) => JSON.parse(body));
    expect(told).toMatchObject({ kind: "failure", phase: "began", code: "moneyworks.login" });
    expect(mails.mails[0]?.source).toContain(`Message-ID: <${told.id}@tidemark>`);
    expect(sampleOf(await metrics(), "tidemark_up")).toBe(0);
    expect(sampleOf(await metrics(), "tidemark_api_requests_total", { route: "/metrics", status: "2xx" })).toBe(2);
    service.kill("SIGTERM");
    const { code, err } = await service.finished;
    expect(code).toBe(0);

    await using again = place.start(["run"]);
    await again.errorLine(/"message":"poll failed"/);
    const after = await metrics(JSON.parse(await again.errorLine(/"listening"/)).address);
    const success = (families: typeof before) =>
      sampleOf(families, "tidemark_last_success_timestamp_seconds", { kind: "full" }) ?? 0;
    expect(Math.abs(success(after) - success(before))).toBeLessThan(60);
    expect(sampleOf(after, "tidemark_runs_total", { kind: "full", outcome: "ok" })).toBe(0);
    again.kill("SIGTERM");
    const later = await again.finished;
    expect([later.code, asked("/hook/T0KEN").length, mails.mails.length]).toEqual([0, 1, 1]);
    expect(err + later.err).not.toContain("T0KEN");
  });
});
