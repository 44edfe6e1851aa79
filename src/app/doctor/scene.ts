import type { Config } from "../../config/load.ts";
import type { Oid, TableName } from "../../domain/ids.ts";
import type { Host } from "../../domain/ports/host.ts";
import type { Inspection } from "../../domain/ports/inspection.ts";
import type { Programs } from "../../domain/ports/programs.ts";
import type { Contact, Source } from "../../domain/ports/source.ts";
import { Once } from "../../lib/once.ts";
import { type DataDirectory, dataDirectory } from "../data-directory.ts";
import { type NamedRemote, remoteOf, sourceOf, type Ways } from "../parts.ts";
import type { DoctorFinding, Judgement } from "./finding.ts";
import { type MirrorFacts, readMirror } from "./mirror-facts.ts";
import { askService, type RunningService } from "./running-service.ts";

/** What the checks look at: asked when the first of them wants it, once. */
export interface DoctorScene {
  readonly host: Host;
  readonly config: Config;
  readonly ways: Ways;
  readonly inspection: Inspection;
  readonly programs: Programs;
  readonly signal: AbortSignal;
  /** Host wall clock, ms. */
  readonly now: number;
  readonly directory: DataDirectory;
  readonly tables: readonly TableName[];
  /** A person named the tables: one that is missing is a fault. */
  readonly tablesNamed: boolean;
  readonly source: Once<Source>;
  readonly contact: Once<Contact>;
  readonly remote: Once<NamedRemote>;
  /** Where every ref of the remote is. Asks the side that takes pushes. */
  readonly refs: Once<ReadonlyMap<string, Oid>>;
  /** What staging knows; null: nothing was mirrored yet. */
  readonly mirror: Once<MirrorFacts | null>;
  /** The service that answers at `api.listen`; null: nobody does, or somebody else. */
  readonly service: Once<RunningService | null>;
  /** Records of each table as MoneyWorks counted them; filled by the check of the tables. */
  readonly counts: Map<TableName, number>;
}

/** One thing that is looked at. What it throws is a finding too. */
export interface DoctorCheck {
  readonly name: string;
  run(scene: DoctorScene): Judged | Promise<Judged> | AsyncIterable<DoctorFinding>;
}

/** null: there is nothing to say. */
type Judged = Judgement | null;

export type SceneParts = Pick<
  DoctorScene,
  "host" | "config" | "ways" | "inspection" | "programs" | "signal" | "tables" | "tablesNamed"
>;

export function createScene(parts: SceneParts): DoctorScene {
  const { config, ways, signal } = parts;
  const directory = dataDirectory(config.values.data);
  const source = new Once(() => sourceOf(config, ways));
  const remote = new Once(() => remoteOf(config, ways));
  return {
    ...parts,
    now: ways.clock.now(),
    directory,
    source,
    contact: new Once(async () => await firstContact(await source.get(), signal)),
    remote,
    refs: new Once(async () => await (await remote.get()).remote.refs(signal)),
    mirror: new Once(() => readMirror(config, ways)),
    service: new Once(() => askService(config, ways, signal)),
    counts: new Map(),
  };
}

/** What waiting a moment would hardly change, and a run would wait minutes for. */
const AT_ONCE: ReadonlySet<string> = new Set([
  "moneyworks.users-limit",
  "moneyworks.busy",
  "moneyworks.unreachable",
  "moneyworks.tls",
  "moneyworks.timeout",
  "moneyworks.connection-lost",
]);

/** One question first, sent once: a person waits for the answer. */
async function firstContact(source: Source, signal: AbortSignal): Promise<Contact> {
  const fault = await source.knock(signal);
  if (fault !== null && AT_ONCE.has(fault.code)) throw fault;
  return await source.contact(signal);
}
