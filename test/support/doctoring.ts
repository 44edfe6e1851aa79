import { join } from "node:path";
import { runCommand } from "../../src/cli/main.ts";
import { generateCompany } from "../../src/simulator/company/generate.ts";
import type { SimulatorOptions } from "../../src/simulator/options.ts";
import { createSimulator, type Simulator } from "../../src/simulator/simulator.ts";
import { FakeHost } from "./fake-host.ts";
import { SleepingClock } from "./moneyworks-fakes.ts";
import { jsonLines } from "./program.ts";
import { TemporaryDirectory } from "./temporary.ts";

/** One line of `tidemark doctor --json`. */
export interface Finding {
  readonly check: string;
  readonly state: "ok" | "warn" | "fail";
  readonly says: string;
  readonly next: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface Visit {
  readonly code: number;
  readonly findings: readonly Finding[];
  /** The finding of one check. @throws when there is none */
  of(check: string): Finding;
  /** Names of the checks that are not well, those that depend on this machine left out. */
  readonly troubles: readonly string[];
}

export const PASSWORD = "s3cret-of-the-robot";

/** A simulator, a remote directory and a data directory, for `tidemark doctor` to look at. */
export class Patient implements AsyncDisposable {
  readonly #temporary = new TemporaryDirectory();
  readonly simulator: Simulator;
  #env: Readonly<Record<string, string>> = {};

  private constructor(simulator: Simulator) {
    this.simulator = simulator;
  }

  static async open(options: Partial<SimulatorOptions> = {}): Promise<Patient> {
    const data = generateCompany({ seed: 5, records: 140 });
    const users = [{ user: "robot", password: PASSWORD }];
    const simulator = createSimulator({ data, clock: new SleepingClock(Date.now()), users, ...options });
    const patient = new Patient(simulator);
    const { documentUrl } = await simulator.start();
    const url = documentUrl.replace("127.0.0.1", options.tls === undefined ? "127.0.0.1" : "localhost");
    patient.#env = {
      TIDEMARK_MONEYWORKS_URL: url.replace("://", `://robot:${PASSWORD}@`),
      TIDEMARK_REMOTE_URL: patient.remote,
      TIDEMARK_DATA: patient.data,
      TIDEMARK_API_LISTEN: "off",
      TIDEMARK_TABLES: "name,product",
      TIDEMARK_NOTIFY_WEBHOOK: "http://127.0.0.1:9/hook",
    };
    return patient;
  }

  /** What names the document, log-in included. */
  get url(): string {
    return this.#env.TIDEMARK_MONEYWORKS_URL ?? "";
  }

  get path(): string {
    return this.#temporary.path;
  }
  get data(): string {
    return join(this.path, "data");
  }
  get remote(): string {
    return join(this.path, "mirror.git");
  }
  get repository(): string {
    return join(this.data, "repository.git");
  }

  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const host = new FakeHost({ args, env: { ...this.#env, ...env } });
    const code = await runCommand(host, Date.now());
    const text = host.output + host.errors;
    if (text.includes(PASSWORD)) throw new Error(`the password is shown: ${text}`);
    return { code, out: host.output, err: host.errors };
  }

  /** A sync that has to go through. */
  async sync(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const { code, out, err } = await this.run(["sync"], env);
    if (code !== 0) throw new Error(`sync ended with ${code}\n${out}${err}`);
  }

  async visit(env: Readonly<Record<string, string>> = {}): Promise<Visit> {
    const { code, out } = await this.run(["doctor", "--json"], env);
    const lines = jsonLines(out);
    const findings = lines.filter(({ type }) => type === "check") as unknown as Finding[];
    const of = (check: string) => {
      const found = findings.find((finding) => finding.check === check);
      if (found === undefined) throw new Error(`no check ${check} among ${findings.map((one) => one.check)}`);
      return found;
    };
    const troubles = findings.filter(({ check, state }) => state !== "ok" && check !== "clock history");
    return { code, findings, of, troubles: troubles.map(({ check }) => check) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.simulator.stop();
    this.#temporary[Symbol.dispose]();
  }
}
