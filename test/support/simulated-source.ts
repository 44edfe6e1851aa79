import type { TableName } from "../../src/domain/ids.ts";
import { createDatacentre, type Datacentre } from "../../src/moneyworks/datacentre.ts";
import type { SourceOptions } from "../../src/moneyworks/source.ts";
import { createHttp } from "../../src/platform/http.ts";
import { generateCompany } from "../../src/simulator/company/generate.ts";
import type { SimulatorOptions } from "../../src/simulator/options.ts";
import { createSimulator, type Simulator, type SimulatorAddress } from "../../src/simulator/simulator.ts";
import type { SourceHarness } from "../contract/source.ts";
import { CollectingLog, fixedRandom, SleepingClock } from "./moneyworks-fakes.ts";

const TABLES = ["account", "taxrate", "name", "product", "transaction", "payments", "job"] as TableName[];
/** Field that `edit` changes, where `description` is not one. */
const EDITED: Readonly<Record<string, string>> = { name: "comment", product: "comment" };

export interface Simulated extends SourceHarness, Datacentre {
  readonly source: Datacentre["source"];
  readonly simulator: Simulator;
  readonly address: SimulatorAddress;
  readonly clock: SleepingClock;
  readonly log: CollectingLog;
}

export interface SimulatedOptions {
  readonly server?: Partial<SimulatorOptions>;
  readonly client?: Partial<SourceOptions>;
  /** The client's URL for the document; default: user robot, its password, in front of the host. */
  readonly url?: (address: SimulatorAddress) => string;
}

export const ROBOT = { user: "robot", password: "s3cr:t@/%", initials: "RB" };
const LOGIN = `${ROBOT.user}:${encodeURIComponent(ROBOT.password)}`;

/** A simulated Datacentre over real HTTP and the client for it. Both live on one clock, which only waits move. */
export async function openSimulated({ server, client, url }: SimulatedOptions = {}): Promise<Simulated> {
  const clock = new SleepingClock();
  const log = new CollectingLog();
  const data = generateCompany({ seed: 7, records: 400 });
  const simulator = createSimulator({ data, clock, users: [ROBOT], ...server });
  const address = await simulator.start();
  const form = url ?? (({ documentUrl }) => documentUrl.replace("://", `://${LOGIN}@`));
  const ports = { http: createHttp(), clock, log, random: fixedRandom(0.5) };
  const datacentre = createDatacentre({ ...ports, ...client, url: form(address) });
  const { records, clock: serverClock } = simulator.controls;
  return {
    ...datacentre,
    simulator,
    address,
    clock,
    log,
    tables: TABLES,
    rows: (table) => simulator.rows(table),
    lines: (transaction) => simulator.lines(records.find("transaction", transaction)).map(({ seq }) => seq),
    edit: (table, seq) => records.edit(table, seq, { [EDITED[table] ?? "description"]: `edited ${seq}` }),
    add: (table) => records.add(table, { fields: { code: "NEWCOMER" } }).seq,
    remove: (table, seq) => records.remove(table, seq),
    stampAll: (table, modtime) => records.bulkStamp(table, undefined, modtime),
    pass: (seconds) => void clock.sleep(seconds * 1000),
    now: () => serverClock.stamp(),
    [Symbol.asyncDispose]: () => simulator.stop(),
  };
}
