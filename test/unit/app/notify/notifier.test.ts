import { describe, expect, test } from "bun:test";
import { writeMemory } from "../../../../src/app/notify/store.ts";
import { HttpReceiver } from "../../../support/http-receiver.ts";
import { failedRun, HALT, MINUTE, promotionReport, runEnd } from "../../../support/notifying.ts";
import { mailTo, NOBODY, NotifyingService, webhookAt } from "../../../support/notifying-service.ts";
import { SmtpReceiver, smtpError } from "../../../support/smtp-receiver.ts";
import { until } from "../../../support/until.ts";

/** More than it takes to send, less than until the next attempt. */
const SOON = 5000;

const titles = (receiver: HttpReceiver) => receiver.received.map(({ body }) => JSON.parse(body).title);

describe("a webhook", () => {
  test("is sent a signed message that names itself", async () => {
    await using receiver = new HttpReceiver();
    await using service = new NotifyingService(webhookAt(receiver, "s3cret"));
    service.notifier.haltChanged(HALT);
    await service.clock.pass(SOON);
    expect(receiver.received).toHaveLength(1);
    const [{ method, path, headers, body } = { headers: new Headers(), body: "" }] = receiver.received;
    expect([method, path]).toEqual(["POST", "/hook?token=abc"]);
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("user-agent")).toBe("tidemark/1.2.3");
    const expected = new Bun.CryptoHasher("sha256", "s3cret").update(body).digest("hex");
    expect(headers.get("x-tidemark-signature")).toBe(`sha256=${expected}`);
    const { id, kind, phase, code, document } = JSON.parse(body);
    expect(headers.get("x-tidemark-id")).toBe(id);
    expect([kind, phase, code, document]).toEqual(["halt", "began", HALT.code, "Acme.moneyworks"]);
  });

  test("that does not answer well is tried again, with the same id, and what follows waits its turn", async () => {
    await using receiver = new HttpReceiver();
    await using service = new NotifyingService(webhookAt(receiver));
    receiver.answer = () => new Response("no", { status: receiver.received.length < 3 ? 503 : 200 });
    service.notifier.haltChanged(HALT);
    await service.clock.pass(2000);
    expect(service.logged(/not sent yet/)).toBe(1);
    service.notifier.haltChanged(null);
    await service.clock.pass(28_000);
    expect(receiver.received).toHaveLength(1);
    await service.clock.pass(2000);
    expect(service.logged(/not sent yet/)).toBe(2);
    await service.clock.pass(118_000);
    expect(receiver.received).toHaveLength(2);
    await service.clock.pass(5 * MINUTE);
    expect(service.logged(/^sent/)).toBe(2);
    const ids = receiver.received.map(({ headers }) => headers.get("x-tidemark-id"));
    expect([ids[0] === ids[1], ids[1] === ids[2], ids[2] === ids[3]]).toEqual([true, true, false]);
    expect(titles(receiver).slice(2)).toEqual([
      `A person is needed: ${HALT.message}`,
      expect.stringMatching(/is over/),
    ]);
    const failures = service.log.entries.filter(({ message }) => message.startsWith("not sent yet"));
    expect(failures.map(({ level, fields }) => [level, fields.code])).toEqual([
      ["warn", "notify.webhook-failed"],
      ["debug", "notify.webhook-failed"],
    ]);
    expect(JSON.stringify(service.log.entries)).not.toContain("token=abc");
  });

  test("whose host is gone for a day is given up, and the reminder goes out when it is back", async () => {
    await using receiver = new HttpReceiver();
    await using service = new NotifyingService(webhookAt(receiver));
    receiver.answer = () => new Response(null, { status: 502 });
    service.notifier.haltChanged(HALT);
    const day = 24 * 60 * MINUTE;
    await service.clock.pass(day - MINUTE);
    expect(service.logged(/given up/)).toBe(0);
    await service.clock.pass(60 * MINUTE);
    expect([service.logged(/given up/), service.logged(/^sent/)]).toEqual([1, 0]);
    expect(receiver.received.length).toBeLessThan(35);
    receiver.answer = () => new Response();
    await service.clock.pass(60 * MINUTE);
    expect(service.logged(/^sent/)).toBe(1);
    expect(JSON.parse(receiver.received.at(-1)?.body ?? "").phase).toBe("continues");
  });

  test("that redirects is not followed: the message would go to somebody else", async () => {
    await using other = new HttpReceiver();
    await using receiver = new HttpReceiver();
    receiver.answer = () => Response.redirect(other.url("/"), 307);
    await using service = new NotifyingService(webhookAt(receiver));
    service.notifier.haltChanged(HALT);
    await service.clock.pass(SOON);
    expect(service.logged(/answered with status 307/)).toBeGreaterThanOrEqual(1);
    expect(other.received).toEqual([]);
  });

  test("whose answer never ends holds nothing up", async () => {
    await using receiver = new HttpReceiver();
    receiver.answer = () => new Response(new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(1000)) }));
    await using service = new NotifyingService(webhookAt(receiver));
    service.notifier.haltChanged(HALT);
    await service.clock.pass(SOON);
    expect(service.logged(/^sent/)).toBe(1);
  });
});

test("no secret leaves, not even in the words of an error", async () => {
  await using receiver = new HttpReceiver();
  await using mails = await SmtpReceiver.open();
  await using service = new NotifyingService({ ...webhookAt(receiver), mail: mailTo(mails) });
  service.notifier.haltChanged({ ...HALT, message: "GET /?p=hunter22", hint: "hunter22" });
  await service.clock.pass(SOON);
  expect([receiver.received.length, mails.mails.length]).toEqual([1, 1]);
  expect(`${receiver.received[0]?.body}${mails.mails[0]?.source}`).not.toContain("hunter22");
  expect(receiver.received[0]?.body).toContain("GET /?p=••••");
});

describe("an e-mail", () => {
  test("goes out beside the webhook, each at its own pace", async () => {
    let asked = 0;
    const onMailFrom = (_address: unknown, _session: unknown, done: (error?: Error) => void) => {
      asked += 1;
      done(asked === 1 ? smtpError(451, "4.7.1 Greylisted") : undefined);
    };
    await using mails = await SmtpReceiver.open({ onMailFrom });
    await using hooks = new HttpReceiver();
    await using service = new NotifyingService({ ...webhookAt(hooks), mail: mailTo(mails) });
    service.notifier.promotion(promotionReport());
    await service.clock.pass(SOON);
    expect([service.logged(/^sent/), service.logged(/not sent/)]).toEqual([1, 1]);
    await service.clock.pass(MINUTE);
    expect(service.logged(/^sent/)).toBe(2);
    const [mail] = mails.mails;
    const subject = /^Subject: (.*(?:\n .*)*)$/m.exec(mail?.source ?? "")?.[1]?.replaceAll("\n ", " ");
    expect(subject).toBe("Tidemark Acme.moneyworks: Commit 0123456789ab on edits/ada met a conflict");
    expect(mail?.source).toContain(`Message-ID: <${hooks.received[0]?.headers.get("x-tidemark-id")}@tidemark>`);
    expect(mail?.source).toContain("name/3e/20/ROWAN.xml: conflict (phone)");
    expect(mail?.source).not.toMatch(/0199|0777/);
  });

  test("that is refused for some is told in the log, and not sent again to the others", async () => {
    const onRcptTo = ({ address }: { address: string }, _session: unknown, done: (error?: Error) => void) =>
      done(address.startsWith("boss") ? smtpError(550, "no such mailbox") : undefined);
    await using mails = await SmtpReceiver.open({ onRcptTo });
    const mail = mailTo(mails);
    await using service = new NotifyingService({
      ...NOBODY,
      mail: mail === null ? null : { ...mail, to: ["ops@example.com", "boss@example.com"] },
    });
    service.notifier.haltChanged(HALT);
    await service.clock.pass(SOON);
    expect(service.logged(/refused it for 1 of 2 recipients/)).toBe(1);
    await service.clock.pass(60 * MINUTE);
    expect(mails.mails).toHaveLength(1);
  });
});

describe("a restart", () => {
  test("repeats nothing that was told and forgets nothing that was not", async () => {
    await using receiver = new HttpReceiver();
    await using service = new NotifyingService(webhookAt(receiver));
    service.notifier.haltChanged(HALT);
    await service.clock.pass(SOON);
    expect(receiver.received).toHaveLength(1);
    receiver.answer = () => new Response(null, { status: 500 });
    service.notifier.promotion(promotionReport());
    await service.clock.pass(SOON);
    expect(service.logged(/not sent yet/)).toBe(1);
    receiver.answer = () => new Response();
    await service.restart(webhookAt(receiver));
    service.notifier.haltChanged(HALT);
    await service.clock.pass(MINUTE);
    expect(service.logged(/^sent/)).toBe(2);
    await service.clock.pass(10 * MINUTE);
    expect(titles(receiver).slice(2)).toEqual([expect.stringMatching(/met a conflict/)]);
    await service.restart(webhookAt(receiver));
    service.notifier.haltChanged(null);
    await service.clock.pass(SOON);
    expect(receiver.received).toHaveLength(4);
    expect(titles(receiver)[3]).toMatch(/^The halt is over after/);
  });

  test("counts failures on", async () => {
    await using receiver = new HttpReceiver();
    await using service = new NotifyingService(webhookAt(receiver));
    for (const _time of [1, 2]) service.notifier.runEnded(failedRun());
    await service.restart(webhookAt(receiver));
    service.notifier.runEnded(failedRun());
    await service.clock.pass(SOON);
    expect(receiver.received).toHaveLength(1);
  });

  test("with nobody to be told any more drops what waits, and says so", async () => {
    await using receiver = new HttpReceiver();
    await using mails = await SmtpReceiver.open();
    await using service = new NotifyingService(webhookAt(receiver));
    receiver.answer = () => new Response(null, { status: 500 });
    service.notifier.haltChanged(HALT);
    await service.clock.pass(SOON);
    expect(service.logged(/not sent yet/)).toBeGreaterThanOrEqual(1);
    await service.restart({ ...NOBODY, mail: mailTo(mails) });
    await service.clock.pass(SOON);
    expect(service.logged(/given up/)).toBe(1);
    expect(mails.mails).toEqual([]);
  });

  test.each(["", "{", "[]", "null", '{"version":2}', '{"version":1}', '{"version":1,"incidents":{},"outbox":[]}'])(
    "on a memory that cannot be read (%s) begins anew",
    async (text) => {
      await using receiver = new HttpReceiver();
      await using service = new NotifyingService(NOBODY);
      service.staging.setSetting("notify", text);
      await service.restart(webhookAt(receiver));
      service.notifier.haltChanged(HALT);
      await service.clock.pass(SOON);
      expect(receiver.received).toHaveLength(1);
    },
  );
});

describe("a stop", () => {
  test("takes with it what was never tried: the service ends because of it", async () => {
    await using receiver = new HttpReceiver();
    await using service = new NotifyingService(webhookAt(receiver));
    await service.clock.pass(SOON);
    service.notifier.haltChanged(HALT);
    await service.stop();
    expect(titles(receiver)).toEqual([`A person is needed: ${HALT.message}`]);
  });

  test("does not wait for a receiver that hangs", async () => {
    await using receiver = new HttpReceiver();
    receiver.answer = () => new Promise<Response>(() => {});
    await using service = new NotifyingService(webhookAt(receiver));
    service.notifier.haltChanged(HALT);
    const stopped = service.stop();
    await until("it was asked", () => receiver.received.length >= 1);
    service.clock.isBusy = () => false;
    await service.clock.pass(5000);
    await stopped;
    receiver.answer = () => new Response();
    await service.restart(webhookAt(receiver));
    await service.clock.pass(SOON);
    expect(service.logged(/^sent/)).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers.get("x-tidemark-id"))).size).toBe(1);
  });
});

describe("nobody waits for it:", () => {
  test("a memory that cannot be written costs a line of the log", async () => {
    await using receiver = new HttpReceiver();
    await using place = new NotifyingService(NOBODY);
    const full = {
      setting: () => null,
      setSetting: () => {
        throw new Error("disk full");
      },
    };
    await using service = new NotifyingService(webhookAt(receiver), { staging: full });
    service.notifier.haltChanged(HALT);
    await service.clock.pass(SOON);
    expect(receiver.received).toHaveLength(1);
    expect(service.logged(/could not be kept.*disk full/)).toBeGreaterThan(0);
    expect(place.logged(/./)).toBe(0);
  });

  test("with nobody to tell, nothing is remembered", async () => {
    await using service = new NotifyingService(NOBODY);
    service.notifier.haltChanged(HALT);
    for (const _time of [1, 2, 3]) service.notifier.runEnded(failedRun());
    expect(service.staging.setting("notify")).toBeNull();
  });

  test("a run that is no news is not written down", async () => {
    await using receiver = new HttpReceiver();
    let writes = 0;
    await using place = new NotifyingService(NOBODY);
    const { staging } = place;
    const counting = {
      setting: (name: string) => staging.setting(name),
      setSetting: (name: string, value: string) => {
        writes += 1;
        staging.setSetting(name, value);
      },
    };
    writeMemory(counting, { incidents: { streaks: {}, open: {}, paces: {} }, outbox: {} });
    await using service = new NotifyingService(webhookAt(receiver), { staging: counting });
    await service.clock.pass(SOON);
    const before = writes;
    for (let run = 0; run < 100; run += 1) service.notifier.runEnded(runEnd());
    expect(writes).toBe(before);
  });
});
