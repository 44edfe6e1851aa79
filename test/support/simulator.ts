import { afterEach } from "bun:test";
import type { SimulatorOptions } from "../../src/simulator/options.ts";
import { createSimulator, type Simulator, type SimulatorAddress } from "../../src/simulator/simulator.ts";
import { SleepingClock } from "./moneyworks-fakes.ts";
import { smallCompany } from "./small-company.ts";

/** 11 March 2025, 09:00:07 in Auckland. */
export const START = Date.UTC(2025, 2, 10, 20, 0, 7);

/** A simulator that listens, and short words for its commands. */
export interface Running {
  readonly sim: Simulator;
  readonly address: SimulatorAddress;
  /** Host time: passes only when a test says so. */
  readonly clock: SleepingClock;
  /** `GET` of a path below the document, such as `/version`. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  export(parameters: Readonly<Record<string, string | number>>): Promise<string>;
  evaluate(expr: string): Promise<string>;
  import(xml: string, query?: string): Promise<string>;
  control(name: string, body?: unknown): Promise<Response>;
}

/**
 * Starts simulators of the small company on free ports of the loopback, and stops them after each test. The document is
 * unprotected and the clock stands at START, unless the options say otherwise.
 */
export function simulators(): (options?: Partial<SimulatorOptions>) => Promise<Running> {
  const started: Simulator[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((sim) => sim.stop()));
  });
  return async (options = {}) => {
    const clock = new SleepingClock(START);
    const sim = createSimulator({ data: smallCompany(), clock, ...options });
    started.push(sim);
    return running(sim, await sim.start(), clock);
  };
}

function running(sim: Simulator, address: SimulatorAddress, clock: SleepingClock): Running {
  const { documentUrl, origin } = address;
  const get = (path: string, headers: Record<string, string> = {}) => fetch(documentUrl + path, { headers });
  const text = async (path: string) => (await get(path)).text();
  return {
    sim,
    address,
    clock,
    get,
    export: (parameters) => text(`/export?${query({ format: "xml-verbose", ...parameters })}`),
    evaluate: (expr) => text(`/evaluate?${query({ expr })}`),
    import: async (body, extra = "") => {
      return (await fetch(`${documentUrl}/import${extra}`, { method: "POST", body })).text();
    },
    control: (name, body) => {
      const request = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
      return fetch(`${origin}/control/${name}`, request);
    },
  };
}

/** Joins parameters for the part after `?`. */
export function query(parameters: Readonly<Record<string, string | number>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
}

/** The texts of every `<name>` element, in order. */
export function texts(xml: string, name: string): string[] {
  const pattern = new RegExp(`<${name.replace(".", "\\.")}(?: system="true")?>([^<]*)</`, "g");
  return [...xml.matchAll(pattern)].map(([, text = ""]) => text);
}
