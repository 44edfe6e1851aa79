import { describe, expect, test } from "bun:test";
import type { Targets } from "../../../../src/app/notify/targets.ts";
import { HttpReceiver } from "../../../support/http-receiver.ts";
import { failedRun, MINUTE, runEnd } from "../../../support/notifying.ts";
import { NOBODY, NotifyingService } from "../../../support/notifying-service.ts";
import { until } from "../../../support/until.ts";

describe("a heartbeat", () => {
  const beating = (receiver: HttpReceiver): Targets => ({
    ...NOBODY,
    heartbeat: { url: receiver.url("/ping/abc"), ca: undefined },
  });

  test("follows what was read well, at most once a minute", async () => {
    await using receiver = new HttpReceiver();
    await using service = new NotifyingService(beating(receiver));
    for (const run of [runEnd(), runEnd(), failedRun(), runEnd({ kind: "promote" }), runEnd({ kind: "check" })])
      service.notifier.runEnded(run);
    await until("it was asked", () => receiver.received.length === 1);
    await service.clock.pass(59_000);
    service.notifier.runEnded(runEnd());
    await service.clock.pass(1000);
    service.notifier.runEnded(runEnd({ kind: "sweep" }));
    await until("it was asked again", () => receiver.received.length === 2);
    expect(receiver.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /ping/abc",
      "GET /ping/abc",
    ]);
  });

  test("that is not taken is said once", async () => {
    await using receiver = new HttpReceiver();
    receiver.answer = () => new Response(null, { status: 404 });
    await using service = new NotifyingService(beating(receiver));
    for (let beat = 1; beat <= 3; beat += 1) {
      service.notifier.runEnded(runEnd());
      await until("it was told", () => service.logged(/not taken/) === beat);
      await service.clock.pass(MINUTE);
    }
    const levels = service.log.entries.filter(({ message }) => /not taken/.test(message)).map(({ level }) => level);
    expect(levels).toEqual(["warn", "debug", "debug"]);
    expect(JSON.stringify(service.log.entries)).not.toContain("abc");
  });
});
