import { createContextGatherer } from "../../../anonymizer/books/gatherer.ts";
import type { Context } from "../../../anonymizer/model/context.ts";
import { createReader } from "../../../anonymizer/reading/read-batch.ts";
import { readRules } from "../../../anonymizer/rules/read-rules.ts";
import { createPseudonyms } from "../../../anonymizer/values/pseudonyms.ts";
import type { Meter } from "./meter.ts";
import type { AnonymizeRequest } from "./request.ts";
import type { AnonymizeSource } from "./sources/source.ts";

export interface Gathering {
  readonly request: AnonymizeRequest;
  readonly secret: Uint8Array;
  readonly rules: string;
  readonly meter: Meter;
  readonly signal: AbortSignal;
}

/** What has to be known of the whole source first: some of its tables are read for that, also those that are not asked for. */
export async function gatherContext(source: AnonymizeSource, gathering: Gathering): Promise<Context> {
  const { request, secret, rules, meter, signal } = gathering;
  const pseudonyms = createPseudonyms({ secret, copy: 0, locale: request.locale });
  const gatherer = createContextGatherer({ rules: readRules(rules), pseudonyms, sample: request.sample });
  const tables = gatherer.tables.filter((table) => source.tables.some((there) => there.table === table));
  const reader = createReader();
  meter.begin("context", tables);
  for (const table of tables) {
    meter.table(table);
    for await (const { batch } of source.parts(table, "", signal)) {
      const { items } = reader.read(batch);
      for (const item of items) gatherer.add(table, item);
      meter.add(items.length);
      signal.throwIfAborted();
    }
  }
  return gatherer.finish();
}
