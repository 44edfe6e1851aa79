import { createNotifier, type Notifier, type NotifierParts } from "../../src/app/notify/notifier.ts";
import type { Targets } from "../../src/app/notify/targets.ts";
import type { Http } from "../../src/domain/ports/http.ts";
import type { Mailer } from "../../src/domain/ports/mailer.ts";
import { createRedactor } from "../../src/lib/redact.ts";
import { createHttp } from "../../src/platform/http.ts";
import { createMailer } from "../../src/platform/mail.ts";
import { createRandom } from "../../src/platform/random.ts";
import { openStaging } from "../../src/staging/staging.ts";
import type { HttpReceiver } from "./http-receiver.ts";
import { ManualClock } from "./manual-clock.ts";
import { CollectingLog } from "./moneyworks-fakes.ts";
import { SPEAKER, START } from "./notifying.ts";
import type { SmtpReceiver } from "./smtp-receiver.ts";
import { TemporaryDirectory } from "./temporary.ts";

export const NOBODY: Targets = { webhook: null, mail: null, heartbeat: null, after: 3 };

export function webhookAt(receiver: HttpReceiver, secret: string | null = null): Targets {
  return { ...NOBODY, webhook: { url: receiver.url("/hook?token=abc"), secret, ca: undefined } };
}

export function mailTo(receiver: SmtpReceiver): Targets["mail"] {
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
export class NotifyingService implements AsyncDisposable {
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
    const redact = createRedactor(["hunter22"]);
    this.#parts = { speaker: SPEAKER, clock, log, staging, redact, ...ways, ...parts };
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
