import type { Importer } from "../domain/ports/importer.ts";
import { Client } from "./client.ts";
import { importerOn } from "./importer.ts";
import { parseMoneyWorksUrl } from "./parse-url.ts";
import { type NamedSource, type SourceOptions, sourceOn } from "./source.ts";

/** Both sides of one document. Their requests go out one at a time, and one log-in serves them: `source.release` ends it. */
export interface Datacentre {
  readonly source: NamedSource;
  readonly importer: Importer;
}

/** A document behind a Datacentre's REST service. Nothing is asked before the first call. @throws `moneyworks.url-*` */
export function createDatacentre(options: SourceOptions): Datacentre {
  const endpoint = parseMoneyWorksUrl(options.url, options.password);
  const client = new Client({ ...options, endpoint });
  return { source: sourceOn(client, options, endpoint), importer: importerOn(client) };
}
