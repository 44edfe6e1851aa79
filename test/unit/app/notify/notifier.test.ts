import { describe, expect, test } from "bun:test";
import { createNotifier, type Notifier, type NotifierParts } from "../../../../src/app/notify/notifier.ts";
import { writeMemory } from "../../../../src/app/notify/store.ts";
import type { Targets } from "../../../../src/app/notify/targets.ts";
import type { Http } from "../../../../src/domain/ports/http.ts";
import type { Mailer } from "../../../../src/domain/ports/mailer.ts";
import { createHttp } from "../../../../src/platform/http.ts";
import { createMailer } from "../../../../src/platform/mail.ts";
import { createRandom } from "../../../../src/platform/random.ts";
import { openStaging } from "../../../../src/staging/staging.ts";
import { HttpReceiver } from "../../../support/http-receiver.ts";
import { ManualClock } from "../../../support/manual-clock.ts";
import { CollectingLog } from "../../../support/moneyworks-fakes.ts";
import { failedRun, HALT, MINUTE, promotionReport, runEnd, SPEAKER, START } from "../../../support/notifying.ts";
import { SmtpReceiver, smtpError } from "../../../support/smtp-receiver.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";
import { until } from "../../../support/until.ts";

/** More than it takes to send, less than until the next attempt. */
const SOON = 5000;

const NOBODY: Targets = { webhook: null, mail: null, heartbeat: null, after: 3 };

function webhookAt(receiver: HttpReceiver, secret: string | null = null): Targets {
  return { ...NOBODY, webhook: { url: receiver.url("/hook?token=abc"), secret, ca: undefined } };
}

function mailTo(receiver: SmtpReceiver): Targets["mail"] {
  const server = { host: "127.0.0.1", port: receiver.port, protection: "plain", login: null } as const;
  return { server, from: "tidemark@example.com", to: ["ops@example.com"] };
}

/** Knows of every request that is under way. */
class Flights {
  #count = 0;

  get isBusy(): boolean {
    return this.#count > 0;
  }

  http({ request }: Http): Http {
    return { request: (asked) => this.#during(() => request(asked)) };
  }

  mailer({ send }: Mailer): Mailer {
    return { send: (...sending) => this.#during(() => send(...sending)) };
  }

  async #during<T>(work: () => Promise<T>): Promise<T> {
    this.#count += 1;
    try {
      return await work();
    } finally {
      this.#count -= 1;
    }
  }
}

/** A service that tells people, on a real staging file, with time that the test lets pass; may be started anew. */
class Service implements AsyncDisposable {
  readonly clock = new ManualClock(START);
  readonly log = new CollectingLog();
  readonly #temporary = new TemporaryDirectory();
  readonly staging = openStaging({ path: `${this.#temporary.path}/staging.sqlite` });
  readonly #parts: Omit<NotifierParts, "targets">;
  #stop = new AbortController();
  notifier: Notifier;

  constructor(targets: Targets, parts: Partial<NotifierParts> = {}) {
    const { clock, log, staging } = this;
    const flights = new Flights();
    clock.isBusy = () => flights.isBusy;
    const ways = { http: flights.http(createHttp()), mailer: flights.mailer(createMailer()), random: createRandom() };
    this.#parts = { speaker: SPEAKER, clock, log, staging, ...ways, ...parts };
    this.notifier = this.#start(targets);
  }

  async restart(targets: Targets): Promise<void> {
    await this.stop();
    this.#stop = new AbortController();
    this.notifier = this.#start(targets);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.notifier.close();
  }

  logged(pattern: RegExp): number {
    return this.log.entries.filter(({ message }) => pattern.test(message)).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.staging.close();
    this.#temporary[Symbol.dispose]();
  }

  #start(targets: Targets): Notifier {
    const notifier = createNotifier({ ...this.#parts, targets });
    notifier.start(this.#stop.signal);
    return notifier;
  }
}

const titles = (receiver: HttpReceiver) => receiver.received.map(({ body }) => JSON.parse(body).title);

describe("a webhook", () => {
  test("is sent a signed message that names itself", async () => {
    await using receiver = new HttpReceiver();
    await using service = new Service(webhookAt(receiver, "s3cret"));
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
    await using service = new Service(webhookAt(receiver));
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
    await using service = new Service(webhookAt(receiver));
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
    await using service = new Service(webhookAt(receiver));
    service.notifier.haltChanged(HALT);
    await service.clock.pass(SOON);
    expect(service.logged(/answered with status 307/)).toBeGreaterThanOrEqual(1);
    expect(other.received).toEqual([]);
  });

  test("whose answer never ends holds nothing up", async () => {
    await using receiver = new HttpReceiver();
    receiver.answer = () => new Response(new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(1000)) }));
    await using service = new Service(webhookAt(receiver));
    service.notifier.haltChanged(HALT);
    await service.clock.pass(SOON);
    expect(service.logged(/^sent/)).toBe(1);
  });
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
    await using service = new Service({ ...webhookAt(hooks), mail: mailTo(mails) });
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
    await using service = new Service({
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
    await using service = new Service(webhookAt(receiver));
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
    await using service = new Service(webhookAt(receiver));
    for (const _time of [1, 2]) service.notifier.runEnded(failedRun());
    await service.restart(webhookAt(receiver));
    service.notifier.runEnded(failedRun());
    await service.clock.pass(SOON);
    expect(receiver.received).toHaveLength(1);
  });

  test("with nobody to be told any more drops what waits, and says so", async () => {
    await using receiver = new HttpReceiver();
    await using mails = await SmtpReceiver.open();
    await using service = new Service(webhookAt(receiver));
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
      await using service = new Service(NOBODY);
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
    await using service = new Service(webhookAt(receiver));
    await service.clock.pass(SOON);
    service.notifier.haltChanged(HALT);
    await service.stop();
    expect(titles(receiver)).toEqual([`A person is needed: ${HALT.message}`]);
  });

  test("does not wait for a receiver that hangs", async () => {
    await using receiver = new HttpReceiver();
    receiver.answer = () => new Promise<Response>(() => {});
    await using service = new Service(webhookAt(receiver));
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

describe("a heartbeat", () => {
  const beating = (receiver: HttpReceiver): Targets => ({
    ...NOBODY,
    heartbeat: { url: receiver.url("/ping/abc"), ca: undefined },
  });

  test("follows what was read well, at most once a minute", async () => {
    await using receiver = new HttpReceiver();
    await using service = new Service(beating(receiver));
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
    await using service = new Service(beating(receiver));
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

describe("nobody waits for it:", () => {
  test("a memory that cannot be written costs a line of the log", async () => {
    await using receiver = new HttpReceiver();
    await using place = new Service(NOBODY);
    const full = {
      setting: () => null,
      setSetting: () => {
        throw new Error("disk full");
      },
    };
    await using service = new Service(webhookAt(receiver), { staging: full });
    service.notifier.haltChanged(HALT);
    await service.clock.pass(SOON);
    expect(receiver.received).toHaveLength(1);
    expect(service.logged(/could not be kept.*disk full/)).toBeGreaterThan(0);
    expect(place.logged(/./)).toBe(0);
  });

  test("with nobody to tell, nothing is remembered", async () => {
    await using service = new Service(NOBODY);
    service.notifier.haltChanged(HALT);
    for (const _time of [1, 2, 3]) service.notifier.runEnded(failedRun());
    expect(service.staging.setting("notify")).toBeNull();
  });

  test("a run that is no news is not written down", async () => {
    await using receiver = new HttpReceiver();
    let writes = 0;
    await using place = new Service(NOBODY);
    const { staging } = place;
    const counting = {
      setting: (name: string) => staging.setting(name),
      setSetting: (name: string, value: string) => {
        writes += 1;
        staging.setSetting(name, value);
      },
    };
    writeMemory(counting, { incidents: { streaks: {}, open: {}, paces: {} }, outbox: {} });
    await using service = new Service(webhookAt(receiver), { staging: counting });
    await service.clock.pass(SOON);
    const before = writes;
    for (let run = 0; run < 100; run += 1) service.notifier.runEnded(runEnd());
    expect(writes).toBe(before);
  });
});
