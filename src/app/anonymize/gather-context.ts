import type { Context } from "../../../anonymizer/model/context.ts";
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

/** What has to be known of the whole source first: some of its tables are read for that. */
export async function gatherContext(_source: AnonymizeSource, _gathering: Gathering): Promise<Context> {
  const none = new Float64Array(0);
  return { version: 1, rates: [], corrected: none, corrections: none, columns: [], sampled: null };
}
