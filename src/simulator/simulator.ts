import { fail } from "../domain/errors/tidemark-error.ts";
import type { TableName } from "../domain/ids.ts";
import { rngAt } from "./company/random.ts";
import { ControlApi } from "./controls/control-api.ts";
import { Controls } from "./controls/controls.ts";
import { XmlWriter } from "./export/xml.ts";
import type { Access } from "./http/authorize.ts";
import { FaultPlan } from "./http/faults.ts";
import { RequestHandler } from "./http/handler.ts";
import { LateCommands } from "./http/late.ts";
import { LoginPool } from "./http/login-pool.ts";
import { RequestLog } from "./http/request-log.ts";
import { type Listener, listen } from "./http/serve.ts";
import type { SimulatorOptions } from "./options.ts";
import { loadRecorded } from "./recorded-rows.ts";
import { ServerState } from "./server-state.ts";
import { readSnapshot } from "./snapshot.ts";
import { SimDocument } from "./store/document.ts";
import { plainRow, type SimRow } from "./store/row.ts";
import { VirtualClock } from "./time/virtual-clock.ts";
import type { Zone } from "./time/zone.ts";

/** Where the simulator can be reached. */
export interface SimulatorAddress {
  readonly port: number;
  /** `http://127.0.0.1:6710`, without a slash at its end. */
  readonly origin: string;
  /** `…/REST/Acme.moneyworks`: the document, percent-encoded, without credentials. */
  readonly documentUrl: string;
}

/** A MoneyWorks Datacentre of one document, over real HTTP or called directly. */
export interface Simulator {
  readonly controls: Controls;
  /** Opens the port. @throws `simulator.listen` */
  start(): Promise<SimulatorAddress>;
  /** Closes the port and breaks every open connection. Nothing happens when it is not open. */
  stop(): Promise<void>;
  /** Answers without the network, as `fetch` would. */
  handle(request: Request): Promise<Response>;
  /** The rows of a table in order of number: the truth that a mirror is compared with. @throws `simulator.table` */
  rows(table: string): readonly SimRow[];
  /** The lines of a transaction in the order of their `sort`. */
  lines(transaction: SimRow): readonly SimRow[];
  /** Records in a verbose export, whatever users may see. @param numbers default: the whole table, in order of number */
  exportXml(table: string, numbers?: readonly number[]): string;
}

const DEFAULT_DOCUMENT = "Acme.moneyworks";
const DEFAULT_ZONE: Zone = "Pacific/Auckland";
const DEFAULT_UUID = "5D1E8C4A-7B3F-4E21-9A60-2F4C8B7D1E93";
const CONTROL = "/control/";

/** Everything but the data, which would be held twice. */
type Settings = Omit<SimulatorOptions, "data" | "snapshot" | "recorded">;

/** @throws `simulator.zone` for a zone that this host does not know, `simulator.snapshot` for a damaged snapshot */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { data, snapshot, recorded, ...settings } = options;
  const document = new SimDocument(options.uuid ?? snapshot?.document.uuid ?? recorded?.uuid ?? DEFAULT_UUID);
  if (snapshot !== undefined) document.restore({ ...readSnapshot(snapshot).document, uuid: document.uuid });
  else if (data !== undefined) document.load(data);
  const further = recorded === undefined ? [] : loadRecorded(document, recorded);
  const state = new ServerState(document, virtualClock(options), options);
  const { extraFields } = state.behaviour.quirks;
  state.changeQuirks({ extraFields: [...extraFields, ...further] });
  return new DatacentreSimulator(settings, state);
}

class DatacentreSimulator implements Simulator {
  readonly controls: Controls;
  readonly #options: Settings;
  readonly #state: ServerState;
  readonly #handler: RequestHandler;
  readonly #api: ControlApi;
  #listener: Listener | null = null;

  constructor(options: Settings, state: ServerState) {
    this.#options = options;
    this.#state = state;
    const faults = new FaultPlan();
    const late = new LateCommands();
    const log = new RequestLog();
    const pool = new LoginPool(options.clock, state.userLimit, options.lingerSeconds ?? 30);
    const users = options.users ?? [];
    const user = users[0] ?? { user: "", password: "", initials: "RB" };
    this.controls = new Controls({ state, faults, late, pool, log, user, chance: chance() });
    this.#api = new ControlApi(this.controls);
    const access: Access = { document: options.document ?? DEFAULT_DOCUMENT, users, folder: options.folder };
    const { otherDocuments = [], clock, onRequest } = options;
    this.#handler = new RequestHandler({ state, access, otherDocuments, pool, faults, late, log, clock, onRequest });
  }

  async start(): Promise<SimulatorAddress> {
    const { hostname = "127.0.0.1", tls, document = DEFAULT_DOCUMENT } = this.#options;
    this.#listener ??= listen(this.#options, (request, path) => this.#answer(request, path));
    const host = hostname.includes(":") ? `[${hostname}]` : hostname;
    const origin = `${tls === undefined ? "http" : "https"}://${host}:${this.#listener.port}`;
    return { port: this.#listener.port, origin, documentUrl: `${origin}/REST/${encodeURIComponent(document)}` };
  }

  async stop(): Promise<void> {
    const listener = this.#listener;
    this.#listener = null;
    await listener?.stop();
  }

  handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    return this.#answer(request, url.pathname + url.search);
  }

  rows(table: string): readonly SimRow[] {
    const rows = this.#state.document.find(table);
    if (rows === undefined) throw fail("simulator.table", { table });
    return [...rows.bySequence()].map(plainRow);
  }

  lines(transaction: SimRow): readonly SimRow[] {
    return this.#state.document.lines(transaction);
  }

  exportXml(table: string, numbers?: readonly number[]): string {
    const all = this.rows(table);
    const wanted = numbers === undefined ? null : new Set(numbers);
    const rows = wanted === null ? all : all.filter((row) => wanted.has(row.seq));
    const { layouts, escapeText, newline } = this.#state.behaviour;
    const writer = new XmlWriter(this.#state.document, {
      layouts,
      escapeText,
      newline,
      trailingNewline: true,
      verbose: true,
      other: "nothing",
    });
    return writer.table(table as TableName, { rows, start: 0, found: rows.length });
  }

  #answer(request: Request, path: string): Promise<Response> {
    const control = this.#options.controlApi === true && path.startsWith(CONTROL);
    return control ? this.#api.handle(request, path) : this.#handler.handle(request, path);
  }
}

/** The same for every simulator: random edits of a test repeat themselves. */
function chance(): () => number {
  const numbers = rngAt(1, "random-edit", 0);
  return () => numbers.int(2 ** 32) / 2 ** 32;
}

function virtualClock({ clock, startTime, zone = DEFAULT_ZONE }: SimulatorOptions): VirtualClock {
  try {
    return new VirtualClock(clock, startTime ?? clock.now(), zone);
  } catch (error) {
    throw fail("simulator.zone", { zone }, { cause: error });
  }
}
