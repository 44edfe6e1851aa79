import { openSimulated, type SimulatedOptions } from "../support/simulated-source.ts";
import { type ImporterHarness, importerContract } from "./importer.ts";

async function open(options: SimulatedOptions = {}): Promise<ImporterHarness> {
  const simulated = await openSimulated(options);
  const { importer, simulator } = simulated;
  const { controls } = simulator;
  return {
    importer,
    rows: (table) => simulator.rows(table),
    add: (table, fields) => controls.records.add(table, { fields }).seq,
    spoil: (how) => {
      const when = how === "answer-lost" ? "after" : "before";
      controls.fault({ command: "import", effect: { kind: "reset", when } });
    },
    imports: () => controls.requests.filter(({ command }) => command === "import").length,
    [Symbol.asyncDispose]: simulated[Symbol.asyncDispose],
  };
}

importerContract("a simulated Datacentre", () => open());

/** Everything still holds on a server that writes and answers in another way. */
const quirks = {
  importErrorStatus: 500,
  importedCodes: "upper-case",
  emptyResultBody: true,
  searchLimit255: true,
  crlf: true,
  customFormats: false,
} as const;
importerContract("a simulated Datacentre of another kind", () => open({ server: { quirks } }));
